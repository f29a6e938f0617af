import { EventBus as AwsEventBus, EventArchive, EventBusPolicy, EventRule } from "@pulumi/aws/cloudwatch";
import { Discoverer } from "@pulumi/aws/schemas";
import { Queue as AwsQueue } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable, Statement } from "../core";
import { ArgumentError, grant, PlatformComponent, policyDocument } from "../core";
import { createKey } from "./customer-key";
import type { EventBusArgs } from "./event-bus-args";
import { checkEventBus, EventLogLevel } from "./event-bus-args";
import { createEventLogs } from "./event-logs";
import type { EventRuleArgs } from "./event-rule-args";
import { checkRule } from "./event-rule-args";
import { createSchemas, readSchemas } from "./event-schemas";
import { createTarget, EVENTS, type EventContext } from "./event-targets";
import type { Queue } from "./queue";
import { alarmsOf, identity, protect, type QueueContext, watchDeadLetters } from "./queue-resources";

/**
 * An EventBridge bus: rules with targets that each keep what could not be delivered, an archive to replay from, a schema
 * registry, logs of failed deliveries, and no publisher that was not named.
 */
export class EventBus extends PlatformComponent {
  /** Name of the bus, which publishers need. */
  readonly busName: pulumi.Output<string>;
  /** ARN of the bus. */
  readonly busArn: pulumi.Output<string>;
  /** ARN pattern of the bus's rules, for the `sources` of queues and topics that rules send to. */
  readonly rulesArn: pulumi.Output<string>;
  /** ARN of the archive; undefined without one. */
  readonly archiveArn: pulumi.Output<string> | undefined;
  /** Name of the schema registry; undefined without schemas. */
  readonly registryName: pulumi.Output<string> | undefined;
  /** ARN of the queue of events that could not be encrypted or decrypted; undefined under AWS's own key. */
  readonly deadLetterQueueArn: pulumi.Output<string> | undefined;
  private readonly logicalName: string;
  private readonly context: EventContext;
  private readonly rules = new Map<string, EventRule>();
  private readonly queues = new Map<string, Queue>();

  constructor(name: string, args: EventBusArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("messaging:EventBus", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkEventBus(checks, name, args);
    for (const [rule, settings] of Object.entries(args.rules ?? {})) checkRule(checks, rule, settings);
    const schemas = readSchemas(checks, args.schemas);
    checks.done();

    const key = args.customerKey ? this.createKey() : args.kmsKeyArn;
    const queues: QueueContext = {
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
      kmsKeyArn: key,
      fifo: false,
      alarms: alarmsOf(args),
    };
    // What the key could not encrypt has to wait under another one.
    const unencrypted: QueueContext = { ...queues, kmsKeyArn: undefined };
    const deadLetters =
      key === undefined
        ? undefined
        : new AwsQueue(
            `${name}-dlq`,
            { ...identity(unencrypted, `${name}-dlq`), messageRetentionSeconds: 1_209_600 },
            this.child(),
          );
    const bus = this.createBus(args, key, deadLetters);
    if (deadLetters) {
      protect(`${name}-dlq`, deadLetters, unencrypted, [{ service: EVENTS, sourceArn: bus.arn }]);
      watchDeadLetters(`${name}-dlq`, deadLetters.name, unencrypted);
    }
    this.busName = bus.name;
    this.busArn = bus.arn;
    this.rulesArn = pulumi.interpolate`arn:${this.partition}:events:${this.region}:${this.accountId}:rule/${bus.name}/*`;
    this.deadLetterQueueArn = deadLetters?.arn;
    this.archiveArn = args.withoutArchive ? undefined : this.createArchive(args, bus, key).arn;
    this.registryName = schemas.size === 0 ? undefined : createSchemas(name, schemas, queues.tags, this.child()).name;
    if (args.schemaDiscovery) {
      new Discoverer(
        `${name}-discoverer`,
        { sourceArn: bus.arn, description: `Schemas of the events of ${name}.`, tags: this.tags(`${name}-discoverer`) },
        this.child(),
      );
    }
    this.createPolicy(args, bus);
    this.context = { component: this, queues, busName: bus.name, region: this.region, accountId: this.accountId };
    for (const [rule, settings] of Object.entries(args.rules ?? {})) this.createRule(rule, settings);
    this.registerOutputs({
      busName: this.busName,
      busArn: this.busArn,
      rulesArn: this.rulesArn,
      archiveArn: this.archiveArn,
      registryName: this.registryName,
      deadLetterQueueArn: this.deadLetterQueueArn,
    });
  }

  /**
   * Adds a rule with its targets. Returns its ARN.
   * @throws ArgumentError where the bus has a rule of that name, or a setting is wrong.
   */
  addRule(name: string, args: EventRuleArgs): pulumi.Output<string> {
    const checks = this.checks();
    checkRule(checks, name, args);
    if (this.rules.has(name)) checks.fail("name", name, "the bus has a rule of that name; use another");
    checks.done();
    return this.createRule(name, args).arn;
  }

  /** Queue that was made for a target. @throws ArgumentError where there is none. */
  queue(rule: string, target: string): Queue {
    const queue = this.queues.get(`${rule}/${target}`);
    if (queue) return queue;
    const made = [...this.queues.keys()].join(", ") || "none";
    throw new ArgumentError(`${this.label}: "${rule}/${target}" has no queue of its own; those that have: ${made}`);
  }

  /**
   * Lets `to` put events on the bus.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the bus.
   */
  grantPutEvents(to: Grantable, granteeName: string): Grant {
    return grant(this, this.logicalName, "put-events", to, granteeName, ["events:PutEvents"], [this.busArn]);
  }

  private createBus(
    args: EventBusArgs,
    key: pulumi.Input<string> | undefined,
    deadLetters: AwsQueue | undefined,
  ): AwsEventBus {
    const { logicalName: name } = this;
    const level = args.logLevel ?? EventLogLevel.Error;
    const bus = new AwsEventBus(
      name,
      {
        ...(args.partnerEventSource !== undefined && {
          name: args.partnerEventSource,
          eventSourceName: args.partnerEventSource,
        }),
        description: args.description ?? `Events of ${name}.`,
        kmsKeyIdentifier: key,
        ...(deadLetters && { deadLetterConfig: { arn: deadLetters.arn } }),
        logConfig: args.withoutLogs
          ? { level: "OFF", includeDetail: "NONE" }
          : { level, includeDetail: args.logWithEventDetail ? "FULL" : "NONE" },
        tags: this.tags(name),
      },
      this.child(),
    );
    if (!args.withoutLogs) {
      createEventLogs({
        name,
        bus,
        level,
        retentionInDays: args.logRetentionDays ?? 30,
        kmsKeyId: args.logKmsKeyArn,
        accountId: this.accountId,
        tags: (child) => this.tags(child),
        child: (more) => this.child(more),
      });
    }
    return bus;
  }

  private createArchive(args: EventBusArgs, bus: AwsEventBus, key: pulumi.Input<string> | undefined): EventArchive {
    return new EventArchive(
      `${this.logicalName}-archive`,
      {
        description: `Events of ${this.logicalName}, for replay.`,
        eventSourceArn: bus.arn,
        retentionDays: args.archiveDays ?? 30,
        eventPattern: args.archivePattern,
        kmsKeyIdentifier: key,
      },
      this.child(),
    );
  }

  private createPolicy(args: EventBusArgs, bus: AwsEventBus): void {
    const accounts = args.publisherAccountIds ?? [];
    const organization = args.publisherOrganizationId;
    if (accounts.length === 0 && organization === undefined) return;
    const statement: Statement = {
      Sid: "AdmitPublishers",
      Effect: "Allow",
      // IAM has no principal that stands for an organisation: it takes everybody, and this condition.
      Principal:
        accounts.length === 0
          ? "*"
          : { AWS: accounts.map((id) => pulumi.interpolate`arn:${this.partition}:iam::${id}:root`) },
      Action: "events:PutEvents",
      Resource: bus.arn,
      ...(organization !== undefined && { Condition: { StringEquals: { "aws:PrincipalOrgID": organization } } }),
    };
    new EventBusPolicy(
      `${this.logicalName}-policy`,
      { eventBusName: bus.name, policy: policyDocument(statement) },
      this.child(),
    );
  }

  private createRule(name: string, args: EventRuleArgs): EventRule {
    const fullName = `${this.logicalName}-${name}`;
    const targets = Object.keys(args.targets).join(", ");
    const rule = new EventRule(
      fullName,
      {
        eventBusName: this.busName,
        eventPattern: args.pattern,
        description: args.description ?? `Events of ${this.logicalName} for ${targets}.`,
        state: args.disabled ? "DISABLED" : "ENABLED",
        tags: this.tags(fullName),
      },
      this.child(),
    );
    this.rules.set(name, rule);
    for (const [target, settings] of Object.entries(args.targets)) {
      const queue = createTarget(`${fullName}-${target}`, this.context, rule, settings);
      if (queue) this.queues.set(`${name}/${target}`, queue);
    }
    return rule;
  }

  private createKey(): pulumi.Output<string> {
    const name = `${this.logicalName}-key`;
    return createKey({
      name,
      description: `Encrypts the events of the bus ${this.logicalName}.`,
      services: [EVENTS],
      partition: this.partition,
      accountId: this.accountId,
      tags: this.tags(name),
      options: this.child(),
    }).arn;
  }
}
