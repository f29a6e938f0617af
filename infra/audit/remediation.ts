import { EventRule, EventTarget } from "@pulumi/aws/cloudwatch";
import { RolePolicy } from "@pulumi/aws/iam";
import type * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { consumeQueue } from "../compute/event-sources";
import { LambdaService } from "../compute/lambda-service";
import type { Grant, Grantable } from "../core";
import { grant, PlatformComponent, policyDocument } from "../core";
import { Table } from "../data/table";
import { KeyType } from "../data/table-args";
import type { Queue } from "../messaging";
import { alarmOnQueue } from "../messaging/queue-alarm";
import { createDeadLetterQueue } from "../messaging/queue-resources";
import { AlertSource, AlertTopic } from "../observability/alert-topic";
import { checkRemediationArgs, type RemediationArgs } from "./remediation-args";
import { createEvidence } from "./remediation-evidence";
import { type ApiPlace, restoreStatements } from "./remediation-permissions";

const EVENTS = "events.amazonaws.com";

/** Six times the timeout of a function that consumes it, as AWS asks: docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_FACTOR = 6;

/** Children of a {@link Remediation}, for reading and for tests. */
export interface RemediationNodes {
  rule: EventRule;
  bucket: s3.Bucket;
  topic: AlertTopic;
  queue: Queue;
  ledger: Table;
  record: LambdaService;
  /** Undefined where a container does the work. */
  worker: LambdaService | undefined;
}

/**
 * Puts right what rules of AWS Config find: an event of a finding is recorded as evidence and announced; people get it by
 * e-mail, a worker by a queue; the worker restores API Gateway's configuration and records what it did.
 *
 * Nothing is lost on the way: each hop has its own dead-letter queue, with an alarm. Duplicates do no harm, and what
 * another program keeps changing back is left alone after a few times, by the ledger.
 */
export class Remediation extends PlatformComponent {
  /** Bucket of findings and outcomes. */
  readonly evidenceBucketName: pulumi.Output<string>;
  /** Topic of findings and outcomes. */
  readonly findingsTopicArn: pulumi.Output<string>;
  /** Queue of findings for the worker. */
  readonly queueUrl: pulumi.Output<string>;
  /** Name of that queue, which its CloudWatch metrics have as dimension. */
  readonly queueName: pulumi.Output<string>;
  /** Table of what was done. */
  readonly ledgerTableName: pulumi.Output<string>;
  /** Environment variables of the worker, also of one in a container. */
  readonly workerEnvironment: Record<string, pulumi.Output<string>>;
  /** Children, for reading and for tests. */
  readonly nodes: RemediationNodes;
  private readonly args: RemediationArgs;
  private readonly logicalName: string;
  private readonly alarmTopicArn: pulumi.Input<string>;
  private readonly evidenceKeyArn: pulumi.Output<string>;
  private readonly evidenceArn: pulumi.Output<string>;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: RemediationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit:Remediation", name, args, opts);
    this.args = args;
    this.logicalName = name;
    const checks = this.checks();
    checkRemediationArgs(checks, name, args);
    checks.done();

    const evidence = createEvidence(name, args, this.place(), {
      tags: (child) => this.tags(child),
      child: () => this.child(),
    });
    this.evidenceKeyArn = evidence.keyArn;
    this.evidenceArn = evidence.arn;
    this.evidenceBucketName = evidence.bucket.id;
    const topic = new AlertTopic(
      `${name}-findings`,
      { emails: args.emails, sources: [AlertSource.CloudWatchAlarms] },
      { parent: this },
    );
    this.findingsTopicArn = topic.topicArn;
    this.alarmTopicArn = args.alarmTopicArn ?? topic.topicArn;
    const timeoutSeconds = args.workerTimeoutSeconds ?? 120;
    // The topic has outcomes too, for people; they are no work.
    const queue = topic.subscribe(
      "work",
      {
        visibilityTimeoutSeconds: VISIBILITY_FACTOR * timeoutSeconds,
        messageRetentionSeconds: 1_209_600,
        maxReceiveCount: args.maxReceiveCount ?? 10,
        alarmTopicArn: this.alarmTopicArn,
      },
      JSON.stringify({ kind: ["finding"] }),
    );
    this.queueUrl = queue.url;
    this.queueName = queue.queueName;
    const ledger = new Table(
      `${name}-ledger`,
      {
        partitionKey: { name: "pk", type: KeyType.String },
        sortKey: { name: "sk", type: KeyType.String },
        ttlAttribute: "expiresAt",
        deletableWithItems: args.deleteEvidenceOnDestroy,
      },
      { parent: this },
    );
    this.ledgerTableName = ledger.tableName;
    this.workerEnvironment = {
      EVIDENCE_BUCKET: this.evidenceBucketName,
      FINDINGS_TOPIC_ARN: this.findingsTopicArn,
      QUEUE_URL: queue.url,
      REMEDIATION_TABLE: ledger.tableName,
      DRY_RUN: pulumi.output(String(args.dryRun ?? false)),
    };
    const logRetentionDays = args.logRetentionDays ?? 365;
    const record = new LambdaService(
      `${name}-record`,
      {
        entry: args.recordEntry,
        description: `Records the findings of ${name} as evidence and announces them.`,
        environment: {
          ...args.environment,
          EVIDENCE_BUCKET: this.evidenceBucketName,
          FINDINGS_TOPIC_ARN: this.findingsTopicArn,
        },
        // EventBridge hands events over without waiting: what the function can't do even in retries would be lost.
        asynchronous: { deadLetterQueue: true, alarmTopicArn: this.alarmTopicArn },
        logRetentionDays,
      },
      { parent: this },
    );
    const recording = [
      topic.grantPublish(record, "record").policy,
      this.grantEvidence(record, "record", ["findings/*"]).policy,
    ];
    this.nodes = {
      rule: this.createRule(record, [...evidence.ready, ...recording, topic]),
      bucket: evidence.bucket,
      topic,
      queue,
      ledger,
      record,
      worker:
        args.workerEntry === undefined
          ? undefined
          : this.createWorker(args.workerEntry, timeoutSeconds, logRetentionDays),
    };
    if (this.nodes.worker) this.employ(this.nodes.worker);
    this.createAlarms();
    this.registerOutputs({
      evidenceBucketName: this.evidenceBucketName,
      findingsTopicArn: this.findingsTopicArn,
      queueUrl: this.queueUrl,
      queueName: this.queueName,
      ledgerTableName: this.ledgerTableName,
      workerEnvironment: this.workerEnvironment,
    });
  }

  /**
   * Lets `to`, the role of a container, do the work: take findings off the queue, restore what was named, keep the ledger,
   * record and announce outcomes.
   * @param granteeName names the grants: letters, digits and hyphens, one of a kind for the remediation.
   */
  grantWork(to: Grantable, granteeName: string): void {
    this.nodes.queue.grantConsume(to, granteeName);
    this.grantEffects(to, granteeName);
  }

  private grantEffects(to: Grantable, granteeName: string): void {
    const { topic, ledger } = this.nodes;
    topic.grantPublish(to, granteeName);
    this.grantEvidence(to, granteeName, ["remediations/*", "messages/*"]);
    // What DynamoLedger does: no scan, no deletion by itself.
    const items = ["BatchGetItem", "Query", "BatchWriteItem"].map((action) => `dynamodb:${action}`);
    grant(this, this.logicalName, "ledger", to, granteeName, items, [ledger.arn]);
    new RolePolicy(
      `${this.logicalName}-restore-${granteeName}`,
      { role: to.role.name, policy: policyDocument(...restoreStatements(this.args, this.place())) },
      this.child(),
    );
  }

  private grantEvidence(to: Grantable, granteeName: string, prefixes: string[]): Grant {
    const objects = prefixes.map((prefix) => pulumi.interpolate`${this.evidenceArn}/${prefix}`);
    return grant(this, this.logicalName, "evidence", to, granteeName, ["s3:PutObject"], objects, {
      keyArn: this.evidenceKeyArn,
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      viaService: pulumi.interpolate`s3.${this.region}.amazonaws.com`,
    });
  }

  private place(): ApiPlace {
    return { partition: this.partition, region: this.region, accountId: this.accountId };
  }

  private createWorker(entry: string, timeoutSeconds: number, logRetentionDays: number): LambdaService {
    return new LambdaService(
      `${this.logicalName}-worker`,
      {
        entry,
        description: `Puts right what the rules of ${this.logicalName} find.`,
        timeoutSeconds,
        environment: { ...this.args.environment, ...this.workerEnvironment },
        logRetentionDays,
      },
      { parent: this },
    );
  }

  private employ(worker: LambdaService): void {
    this.grantEffects(worker, "worker");
    consumeQueue(worker, "findings", {
      queue: this.nodes.queue,
      maximumConcurrency: this.args.workerConcurrency ?? 2,
    });
  }

  /** docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
  private createRule(record: LambdaService, ready: pulumi.Resource[]): EventRule {
    const name = `${this.logicalName}-findings-rule`;
    const rule = new EventRule(
      name,
      {
        description: `Findings of AWS Config for ${this.logicalName}.`,
        eventPattern: pulumi.jsonStringify({
          source: ["aws.config"],
          "detail-type": ["Config Rules Compliance Change"],
          detail: {
            messageType: ["ComplianceChangeNotification"],
            configRuleName: this.args.ruleNames,
            newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
          },
        }),
        tags: this.tags(name),
      },
      this.child(),
    );
    const permission = record.allowInvoke("findings", { principal: EVENTS, sourceArn: rule.arn });
    const undelivered = createDeadLetterQueue(
      `${name}-undelivered`,
      {
        tags: (child) => this.tags(child),
        child: (more) => this.child(more),
        kmsKeyArn: undefined,
        fifo: false,
        alarms: undefined,
      },
      [{ service: EVENTS, sourceArn: rule.arn }],
    );
    this.alarm("undelivered", undelivered.name, "Findings that EventBridge could not hand over wait");
    new EventTarget(
      `${name}-record`,
      {
        rule: rule.name,
        arn: record.arn,
        retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        deadLetterConfig: { arn: undelivered.arn },
      },
      this.child({ dependsOn: [permission, ...ready] }),
    );
    return rule;
  }

  private createAlarms(): void {
    const age = this.args.oldestMessageSeconds ?? 900;
    this.alarm("oldest-finding", this.queueName, `A finding waits for more than ${age} seconds`, age);
  }

  private alarm(suffix: string, queueName: pulumi.Input<string>, what: string, oldestSeconds?: number): void {
    const name = `${this.logicalName}-${suffix}-alarm`;
    alarmOnQueue({
      name,
      description: `${what}: ${this.logicalName}.`,
      queueName,
      oldestSeconds,
      topicArn: this.alarmTopicArn,
      tags: this.tags(name),
      options: this.child(),
    });
  }
}
