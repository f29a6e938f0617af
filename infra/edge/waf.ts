import type { Stage } from "@pulumi/aws/apigateway";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { WebAcl, WebAclAssociation, WebAclLoggingConfiguration } from "@pulumi/aws/wafv2";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import { CLOUDFRONT_REGION } from "./facts/cloudfront";

/** The web application firewall in front of an API's stages. */
export interface RestWafArgs {
  /** A regional web ACL that exists already. Excludes every other option. @default one is made */
  webAclArn?: pulumi.Input<string>;
  /** Requests that one address may make in five minutes, from 10. @default 2000 */
  rateLimit?: number;
  /**
   * AWS's managed rule groups, in order.
   * @default AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet
   */
  managedRuleGroups?: string[];
}

const MANAGED = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"];

/** Headers that hold credentials and stay out of the firewall's logs. */
const REDACTED = ["authorization", "cookie", "x-api-key"];

/** Where a web ACL works: before a region's resources, or before CloudFront, for which it has to be in us-east-1. */
export const FirewallScope = { Regional: "REGIONAL", CloudFront: "CLOUDFRONT" } as const;
export type FirewallScope = (typeof FirewallScope)[keyof typeof FirewallScope];

/** The same options, whatever is behind the firewall. */
type FirewallArgs = Pick<RestWafArgs, "webAclArn" | "rateLimit" | "managedRuleGroups">;

export function checkWaf(checks: ArgumentChecks, waf: RestWafArgs): void {
  checkFirewall(checks, waf, FirewallScope.Regional);
}

export function checkFirewall(checks: ArgumentChecks, waf: FirewallArgs, scope: FirewallScope): void {
  if (waf.webAclArn !== undefined) {
    const own = { rateLimit: waf.rateLimit, managedRuleGroups: waf.managedRuleGroups };
    for (const [name, value] of Object.entries(own)) {
      if (value !== undefined)
        checks.fail(`waf.${name}`, value, "an existing web ACL has its own rules; drop one of the two");
    }
    const [pattern, expected] =
      scope === FirewallScope.Regional
        ? [/:regional\/webacl\//, "an API's stage needs a web ACL of scope REGIONAL"]
        : [/:us-east-1:\d{12}:global\/webacl\//, "CloudFront needs a web ACL of scope CLOUDFRONT, in us-east-1"];
    checks.matches("waf.webAclArn", waf.webAclArn, pattern, expected);
  }
  const groups = waf.managedRuleGroups ?? [];
  for (const group of groups) {
    checks.matches(
      "waf.managedRuleGroups",
      group,
      /^AWSManagedRules\w+$/,
      "use names of AWS's own groups, such as AWSManagedRulesSQLiRuleSet",
    );
  }
  checks.that("waf.managedRuleGroups", groups, new Set(groups).size === groups.length, "name each group once");
  // 10 is AWS WAF's smallest limit: docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
  checks.integer("waf.rateLimit", waf.rateLimit, 10, 2_000_000_000, "requests in five minutes");
}

/** What a web ACL is made from. */
export interface WafInput {
  readonly name: string;
  /** @default "REGIONAL" */
  readonly scope?: FirewallScope;
  readonly retentionInDays: number;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** ARN of the web ACL; makes it with its log where the program gave none. */
export function createWebAcl(args: FirewallArgs, input: WafInput): pulumi.Input<string> {
  if (args.webAclArn !== undefined) return args.webAclArn;
  const { name, child, tags, scope = FirewallScope.Regional } = input;
  const place = scope === FirewallScope.CloudFront ? { region: CLOUDFRONT_REGION } : {};
  const visible = (metricName: string) => ({
    cloudwatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
    metricName,
  });
  const groups = args.managedRuleGroups ?? MANAGED;
  const acl = new WebAcl(
    `${name}-waf`,
    {
      ...place,
      scope,
      description: scope === FirewallScope.Regional ? `Firewall of the API ${name}.` : `Firewall of ${name}.`,
      defaultAction: { allow: {} },
      rules: [
        {
          name: "rate-limit",
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: args.rateLimit ?? 2000, aggregateKeyType: "IP" } },
          visibilityConfig: visible(`${name}-rate-limit`),
        },
        ...groups.map((group, index) => ({
          name: group,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
          visibilityConfig: visible(`${name}-${group}`),
        })),
      ],
      visibilityConfig: visible(`${name}-waf`),
      tags: tags(`${name}-waf`),
    },
    child(),
  );
  const logs = new LogGroup(
    `${name}-waf-logs`,
    {
      ...place,
      // AWS WAF writes only to log groups whose names start so.
      namePrefix: `aws-waf-logs-${name}-`,
      retentionInDays: input.retentionInDays,
      kmsKeyId: input.kmsKeyArn,
      tags: tags(`${name}-waf-logs`),
    },
    child(),
  );
  new WebAclLoggingConfiguration(
    `${name}-waf-logging`,
    {
      ...place,
      resourceArn: acl.arn,
      logDestinationConfigs: [logs.arn],
      redactedFields: REDACTED.map((header) => ({ singleHeader: { name: header } })),
    },
    child(),
  );
  return acl.arn;
}

/** Puts a web ACL in front of a stage. */
export function protectStage(
  prefix: string,
  stage: Stage,
  webAclArn: pulumi.Input<string>,
  child: WafInput["child"],
): WebAclAssociation {
  return new WebAclAssociation(`${prefix}-waf`, { resourceArn: stage.arn, webAclArn }, child());
}
