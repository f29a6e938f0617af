import { LogResourcePolicy } from "@pulumi/aws/cloudwatch";
import type { Key } from "@pulumi/aws/kms";
import { EncryptionConfig, Group, IndexingRule, SamplingRule, TraceSegmentDestination } from "@pulumi/aws/xray";
import * as pulumi from "@pulumi/pulumi";
import {
  type Grant,
  type Grantable,
  grantStatements,
  onAllResources,
  PlatformComponent,
  policyDocument,
} from "../core";
import { createKey } from "../messaging/customer-key";
import { checkTracing, TraceDestination, type TracingArgs } from "./tracing-args";

/**
 * What X-Ray keeps and how traces are looked at: groups, sampling rules, and, for the whole account in a region, where
 * spans are kept, how much of them is indexed and by which key they are encrypted.
 *
 * The code itself is traced through OpenTelemetry (see `openTelemetry`), not through the X-Ray SDK, which AWS maintains
 * no more. Functions, workflows and API stages of this platform send their own spans with no further setting; containers by
 * a `collectorSidecar`.
 */
export class Tracing extends PlatformComponent {
  /** ARNs of the groups, by name. */
  readonly groupArns: Record<string, pulumi.Output<string>>;
  /** ARN of the key of traces; undefined where X-Ray encrypts by itself. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
  private readonly logicalName: string;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: TracingArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("observability:Tracing", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkTracing(checks, args);
    checks.done();

    this.groupArns = {};
    for (const [groupName, group] of Object.entries(args.groups ?? {})) {
      this.groupArns[groupName] = new Group(
        `${name}-${groupName}`,
        {
          groupName,
          filterExpression: group.filterExpression,
          insightsConfiguration: {
            insightsEnabled: group.insights ?? false,
            notificationsEnabled: group.notifications ?? false,
          },
          tags: this.tags(`${name}-${groupName}`),
        },
        this.child(),
      ).arn;
    }
    for (const [ruleName, rule] of Object.entries(args.samplingRules ?? {})) {
      new SamplingRule(
        `${name}-sampling-${ruleName}`,
        {
          ruleName,
          priority: rule.priority,
          reservoirSize: rule.reservoir ?? 1,
          fixedRate: rule.rate ?? 0.05,
          serviceName: rule.serviceName ?? "*",
          serviceType: rule.serviceType ?? "*",
          host: rule.host ?? "*",
          httpMethod: rule.method ?? "*",
          urlPath: rule.path ?? "*",
          resourceArn: rule.resourceArn ?? "*",
          attributes: rule.attributes,
          version: 1,
          tags: this.tags(`${name}-sampling-${ruleName}`),
        },
        this.child(),
      );
    }
    const key = args.customerKey ? this.createKey(name).arn : args.kmsKeyArn;
    this.kmsKeyArn = key === undefined ? undefined : pulumi.output(key);
    if (this.kmsKeyArn !== undefined) {
      new EncryptionConfig(`${name}-encryption`, { type: "KMS", keyId: this.kmsKeyArn }, this.child());
    }
    if (args.destination !== undefined) this.createDestination(name, args.destination, args.indexedPercent);
    this.registerOutputs({ groupArns: this.groupArns, kmsKeyArn: this.kmsKeyArn });
  }

  /**
   * Lets `to` send spans, by X-Ray's API and by OTLP, and ask which to sample: what a collector beside a container needs.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the component.
   */
  grantWrite(to: Grantable, granteeName: string): Grant {
    return grantStatements(this, this.logicalName, "write", to, granteeName, [onAllResources("Spans")]);
  }

  private createKey(name: string): Key {
    return createKey({
      name: `${name}-key`,
      description: "Encrypts traces in X-Ray.",
      // X-Ray uses the key by grants: docs.aws.amazon.com/xray/latest/devguide/xray-console-encryption.html
      services: [],
      partition: this.partition,
      accountId: this.accountId,
      tags: this.tags(`${name}-key`),
      options: this.child(),
    });
  }

  private createDestination(name: string, destination: TraceDestination, indexedPercent: number | undefined): void {
    const needed = destination === TraceDestination.CloudWatchLogs ? [this.admitXRay(name)] : [];
    const made = new TraceSegmentDestination(
      `${name}-destination`,
      { destination },
      // X-Ray refuses CloudWatch Logs as long as it may not write there.
      this.child({ dependsOn: needed }),
    );
    if (indexedPercent === undefined) return;
    new IndexingRule(
      `${name}-indexing`,
      // The one rule that there is.
      { name: "Default", rule: { probabilistic: { desiredSamplingPercentage: indexedPercent } } },
      this.child({ dependsOn: [made] }),
    );
  }

  /** docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search-getting-started.html */
  private admitXRay(name: string): LogResourcePolicy {
    const place = pulumi.interpolate`${this.region}:${this.accountId}`;
    const groups = ["aws/spans", "/aws/application-signals/data"];
    return new LogResourcePolicy(
      `${name}-spans-policy`,
      {
        policyName: `${pulumi.getStack()}-${name}-spans`,
        policyDocument: policyDocument({
          Sid: "TransactionSearchXRayAccess",
          Effect: "Allow",
          Principal: { Service: "xray.amazonaws.com" },
          Action: "logs:PutLogEvents",
          Resource: groups.map((group) => pulumi.interpolate`arn:${this.partition}:logs:${place}:log-group:${group}:*`),
          Condition: {
            ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${this.partition}:xray:${place}:*` },
            StringEquals: { "aws:SourceAccount": this.accountId },
          },
        }),
      },
      this.child(),
    );
  }
}
