import { ConformancePack } from "@pulumi/aws/cfg";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type PlatformArgs, PlatformComponent } from "../core";
import { GUARD_RUNTIME, ON_CHANGE } from "./compliance-rule";
import { checkDefinition, type RuleDefinitionArgs } from "./compliance-rule-args";
import type { ConfigurationRecorder } from "./configuration-recorder";

/** Arguments of {@link CompliancePack}. */
export interface CompliancePackArgs extends PlatformArgs {
  /** Rules by name, 1 to 130. */
  rules: Record<string, RuleDefinitionArgs>;
  /** Recorder of this region, which has to record before rules can judge. @default one that another stack made */
  recorder?: ConfigurationRecorder;
  /** Bucket for AWS Config's copy of the template, whose name starts with `awsconfigconforms`. @default none */
  deliveryBucketName?: pulumi.Input<string>;
}

/** Rules in a pack: docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
const MAX_RULES = 130;

/** From the provider's documentation of `ConformancePack.templateBody`, in characters. */
const MAX_TEMPLATE = 51_200;

/**
 * A conformance pack: rules of AWS Config that are deployed, judged and counted as one. Made from a list of rules, so
 * that the same list can be checked before a deployment and after it.
 */
export class CompliancePack extends PlatformComponent {
  /** ARN of the pack. */
  readonly packArn: pulumi.Output<string>;
  /** Name of the pack. */
  readonly packName: pulumi.Output<string>;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: CompliancePackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit:CompliancePack", name, args, opts);
    const rules = Object.entries(args.rules);
    const checks = this.checks();
    checks.length("rules", rules, 1, MAX_RULES);
    for (const [rule, definition] of rules) {
      const path = `rules.${rule}`;
      checks.matches(path, rule, /^[a-z][a-z0-9-]{0,127}$/, "name it with lower-case letters, digits and hyphens");
      checks.exclusive({
        [`${path}.identifier`]: definition.identifier,
        [`${path}.guardPolicy`]: definition.guardPolicy,
      });
      checkDefinition(checks, definition, `${path}.`);
    }
    checks.done();
    const template = pulumi
      .jsonStringify({
        Resources: Object.fromEntries(rules.map(([rule, its]) => [logicalId(rule), resource(rule, its)])),
      })
      .apply((text) => this.checkSize(text));
    const pack = new ConformancePack(
      name,
      { templateBody: template, deliveryS3Bucket: args.deliveryBucketName },
      this.child({ dependsOn: args.recorder ? [args.recorder.nodes.status] : [] }),
    );
    this.packArn = pack.arn;
    this.packName = pack.name;
    this.registerOutputs({ packArn: this.packArn, packName: this.packName });
  }

  private checkSize(text: string): string {
    if (text.length <= MAX_TEMPLATE) return text;
    throw new ArgumentError(
      `${this.label}: rules make a template of ${text.length} characters; AWS Config takes ${MAX_TEMPLATE}: make two packs`,
    );
  }
}

/** CloudFormation's ids are letters and digits. Rule names have no capitals, so that no two rules get one id. */
function logicalId(rule: string): string {
  return rule
    .replace(/(^|-)([a-z0-9])/g, (_, hyphen: string, first: string) => `${hyphen && "X"}${first.toUpperCase()}`)
    .replace(/-/g, "Y");
}

/** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-configrule.html */
function resource(rule: string, args: RuleDefinitionArgs) {
  const tag = args.tagKey !== undefined && { TagKey: args.tagKey, TagValue: args.tagValue };
  const types = args.resourceTypes && {
    ComplianceResourceTypes: args.resourceTypes,
    ComplianceResourceId: args.resourceId,
  };
  return {
    Type: "AWS::Config::ConfigRule",
    Properties: {
      ConfigRuleName: rule,
      Description: args.description,
      InputParameters: args.parameters,
      MaximumExecutionFrequency: args.period,
      Scope: tag || types || undefined,
      Source:
        args.guardPolicy === undefined
          ? { Owner: "AWS", SourceIdentifier: args.identifier }
          : {
              Owner: "CUSTOM_POLICY",
              CustomPolicyDetails: {
                PolicyRuntime: args.guardRuntime ?? GUARD_RUNTIME,
                PolicyText: args.guardPolicy,
              },
              SourceDetails: ON_CHANGE.map((MessageType) => ({ EventSource: "aws.config", MessageType })),
            },
    },
  };
}
