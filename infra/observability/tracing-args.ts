import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";

/** Where X-Ray keeps spans. Values from the provider's `TraceSegmentDestination.destination`. */
export const TraceDestination = {
  /** X-Ray's own store: sampled traces for 30 days. */
  XRay: "XRay",
  /** The log group `aws/spans`: every span, searchable (Transaction Search); traces are indexed by a percentage. */
  CloudWatchLogs: "CloudWatchLogs",
} as const;
export type TraceDestination = (typeof TraceDestination)[keyof typeof TraceDestination];

/** Traces that are looked at together. */
export interface TraceGroupArgs {
  /**
   * X-Ray filter expression, such as `service("orders-api") AND error`. A service is named in full, which for a function is its
   * `functionName`: with Pulumi's suffix, where it was not given a name.
   */
  filterExpression: pulumi.Input<string>;
  /** Look for what is unusual: charged by the trace. @default false */
  insights?: boolean;
  /** Put an event about each insight on EventBridge's default bus; needs `insights`. @default false */
  notifications?: boolean;
}

/** Which requests are traced; of several rules that match, the one with the lowest priority counts. */
export interface SamplingRuleArgs {
  /** 1 to 9,999, one of a kind in the account and region. */
  priority: number;
  /** Requests a second that are always traced, over all hosts, 0 or more. @default 1 */
  reservoir?: number;
  /** Share of the other requests that is traced, 0 to 1. @default 0.05, X-Ray's own */
  rate?: number;
  /** Service name in segments. `*` and `?` stand for any text and one character, here and below. @default "*" */
  serviceName?: string;
  /** Origin in segments, such as `AWS::ApiGateway::Stage`. @default "*" */
  serviceType?: string;
  /** Host name of the request. @default "*" */
  host?: string;
  /** HTTP method of the request. @default "*" */
  method?: string;
  /** Path of the request's URL. @default "*" */
  path?: string;
  /** ARN of the resource that the request comes to. @default "*" */
  resourceArn?: pulumi.Input<string>;
  /** Attributes of the segment, at most 5. @default any */
  attributes?: Record<string, string>;
}

/**
 * Arguments of {@link Tracing}. Encryption, destination and index are settings of the whole account in a region: set
 * them in one stack.
 */
export interface TracingArgs extends PlatformArgs {
  /** Groups by name. @default none */
  groups?: Record<string, TraceGroupArgs>;
  /** Sampling rules by name. @default none: X-Ray's own, one request a second and 5% of the rest */
  samplingRules?: Record<string, SamplingRuleArgs>;

  /** Encrypt traces with this KMS key, which X-Ray uses by grants of whoever configures it. Account-wide. @default not set: X-Ray's own encryption */
  kmsKeyArn?: pulumi.Input<string>;
  /** Make a KMS key for that. Excludes `kmsKeyArn`. Account-wide. @default false */
  customerKey?: boolean;
  /** Account-wide; X-Ray takes some minutes to change it. @default not set */
  destination?: TraceDestination;
  /** Per cent of the spans in CloudWatch Logs that are indexed as traces, 0 to 100. Account-wide; needs that destination. @default not set: AWS indexes 1, free of charge */
  indexedPercent?: number;
}

/** docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html and API_CreateGroup.html */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,31}$/;

/** Checks the arguments of tracing. */
export function checkTracing(checks: ArgumentChecks, args: TracingArgs): void {
  for (const [name, group] of Object.entries(args.groups ?? {})) {
    const path = `groups.${name}`;
    checks.matches(path, name, NAME, "name it with at most 32 letters, digits and hyphens");
    if (name === "Default") checks.fail(path, name, "X-Ray has a group of that name; use another");
    const { filterExpression } = group;
    const given = typeof filterExpression === "string" ? filterExpression.trim() : filterExpression;
    checks.required(`${path}.filterExpression`, given, 'use one such as service("orders-api")');
    if (group.notifications && !group.insights) {
      checks.fail(`${path}.notifications`, true, "there is nothing to notify of: set insights too");
    }
  }
  const priorities = new Map<number, string>();
  for (const [name, rule] of Object.entries(args.samplingRules ?? {})) {
    const path = `samplingRules.${name}`;
    checks.matches(path, name, NAME, "name it with at most 32 letters, digits and hyphens");
    if (name === "Default") checks.fail(path, name, "X-Ray has a rule of that name; use another");
    checkRule(checks, path, rule);
    const other = priorities.get(rule.priority);
    if (other) checks.fail(`${path}.priority`, rule.priority, `${other} has it too; give each its own`);
    priorities.set(rule.priority, name);
  }
  checks.exclusive({ kmsKeyArn: args.kmsKeyArn, customerKey: args.customerKey || undefined }, true);
  checks.arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key");
  checks.oneOf("destination", args.destination, Object.values(TraceDestination));
  const percent = args.indexedPercent;
  checks.that("indexedPercent", percent, percent === undefined || (percent >= 0 && percent <= 100), "use 0 to 100");
  if (percent !== undefined && args.destination !== TraceDestination.CloudWatchLogs) {
    checks.fail(
      "indexedPercent",
      percent,
      'only spans in CloudWatch Logs are indexed: set destination "CloudWatchLogs"',
    );
  }
}

function checkRule(checks: ArgumentChecks, path: string, rule: SamplingRuleArgs): void {
  const rate = rule.rate;
  checks
    .integer(`${path}.priority`, rule.priority, 1, 9999)
    .integer(`${path}.reservoir`, rule.reservoir, 0, 100_000, "requests a second")
    .that(`${path}.rate`, rate, rate === undefined || (rate >= 0 && rate <= 1), "use a share from 0 to 1")
    .length(`${path}.attributes`, rule.attributes && Object.keys(rule.attributes), 1, 5);
}
