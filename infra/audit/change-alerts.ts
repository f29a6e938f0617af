import { EventRule, EventTarget } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import type { Queue } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, PlatformComponent, policyDocument, serviceTrust } from "../core";
import { alarmOnQueue } from "../messaging/queue-alarm";
import { createDeadLetterQueue } from "../messaging/queue-resources";
import { AlertSource, AlertTopic } from "../observability/alert-topic";
import { type ChangeAlertsArgs, checkChangeAlerts, MAX_PATTERN } from "./change-alerts-args";
import { GLOBAL_REGION, KINDS, type KindOfChange, REGIONAL_KINDS } from "./change-kinds";

const EVENTS = "events.amazonaws.com";

/** Message for people. EventBridge wants each line of text in quotes. */
function forPeople(withFailedCalls: boolean) {
  return {
    inputPaths: {
      account: "$.account",
      region: "$.region",
      time: "$.time",
      call: "$.detail.eventName",
      service: "$.detail.eventSource",
      who: "$.detail.userIdentity.arn",
      address: "$.detail.sourceIPAddress",
      id: "$.detail.eventID",
      ...(withFailedCalls && { error: "$.detail.errorCode" }),
    },
    inputTemplate: [
      '"<call> was called on <service> in account <account>, region <region>, at <time>."',
      '"By <who> from <address>."',
      // A path that an event lacks leaves its place empty.
      ...(withFailedCalls ? ['"Refused with, if it was refused: <error>"'] : []),
      '"Details: aws cloudtrail lookup-events --region <region> --lookup-attributes AttributeKey=EventId,AttributeValue=<id>"',
    ].join("\n"),
  };
}

/** Something to tell. */
interface Listener {
  readonly suffix: string;
  readonly arn: pulumi.Input<string>;
  readonly roleArn?: pulumi.Input<string>;
  readonly forPeople: boolean;
  readonly dependsOn: pulumi.Resource[];
}

/** Children of {@link ChangeAlerts}, for reading and for tests. */
export interface ChangeAlertsNodes {
  /** Rules by kind, or by the name of the calls. */
  rules: Record<string, EventRule>;
  /** Queue of what could not be delivered. */
  undelivered: Queue;
}

/**
 * Tells people, a function or a workflow within minutes that somebody changed what matters, by the API calls that
 * CloudTrail records. Reading is no change and is left out. What can't be delivered waits in a queue with an alarm.
 *
 * CloudTrail hands over management events only while a trail records them in the region: an `AuditTrail` does.
 * Calls to global services such as IAM are recorded in us-east-1 and nowhere else; watching them from another region is
 * refused, because it would never report anything.
 */
export class ChangeAlerts extends PlatformComponent {
  /** Topic for people; undefined where nobody gets e-mail and none was given. */
  readonly topicArn: pulumi.Output<string> | undefined;
  /** Name of the queue of events that could not be delivered. */
  readonly undeliveredQueueName: pulumi.Output<string>;
  /** Children, for reading and for tests. */
  readonly nodes: ChangeAlertsNodes;
  private readonly logicalName: string;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: ChangeAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit:ChangeAlerts", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkChangeAlerts(checks, args);
    checks.done();

    const topic = args.emails && this.createTopic(args.emails);
    this.topicArn = topic?.topicArn ?? (args.topicArn === undefined ? undefined : pulumi.output(args.topicArn));
    const workflow = args.workflow && this.allowStart(args.workflow.arn);
    const listeners: Listener[] = [
      ...(this.topicArn === undefined
        ? []
        : [{ suffix: "people", arn: this.topicArn, forPeople: true, dependsOn: topic ? [topic] : [] }]),
      ...(args.function ? [{ suffix: "function", arn: args.function.arn, forPeople: false, dependsOn: [] }] : []),
      ...(workflow ? [workflow] : []),
    ];

    const watched: [string, KindOfChange][] = [
      ...[...new Set(args.kinds ?? REGIONAL_KINDS)].map((kind): [string, KindOfChange] => [kind, KINDS[kind]]),
      ...Object.entries(args.calls ?? {}).map(([label, calls]): [string, KindOfChange] => [
        label,
        { what: label, ...calls },
      ]),
    ];
    const rules: Record<string, EventRule> = {};
    for (const [label, kind] of watched) rules[label] = this.createRule(label, kind, args);
    const undelivered = createDeadLetterQueue(
      `${name}-undelivered`,
      {
        tags: (child) => this.tags(child),
        child: (more) => this.child(more),
        kmsKeyArn: undefined,
        fifo: false,
        alarms: undefined,
      },
      Object.values(rules).map((rule) => ({ service: EVENTS, sourceArn: rule.arn })),
    );
    for (const [label, rule] of Object.entries(rules)) {
      const permission = args.function?.allowInvoke(`${name}-${label}`, { principal: EVENTS, sourceArn: rule.arn });
      for (const listener of listeners) {
        const needed = listener.suffix === "function" && permission ? [permission] : listener.dependsOn;
        this.createTarget(label, rule, listener, undelivered, args, needed);
      }
    }
    const alarm = `${name}-undelivered-alarm`;
    alarmOnQueue({
      name: alarm,
      description: `Changes that ${name} could not report wait in its queue.`,
      queueName: undelivered.name,
      topicArn: this.topicArn,
      tags: this.tags(alarm),
      options: this.child(),
    });
    this.undeliveredQueueName = undelivered.name;
    this.nodes = { rules, undelivered };
    this.registerOutputs({ topicArn: this.topicArn, undeliveredQueueName: this.undeliveredQueueName });
  }

  private createTopic(emails: string[]): AlertTopic {
    return new AlertTopic(
      `${this.logicalName}-people`,
      { emails, sources: [AlertSource.EventBridgeRules, AlertSource.CloudWatchAlarms] },
      { parent: this },
    );
  }

  private allowStart(workflowArn: pulumi.Input<string>): Listener {
    const name = `${this.logicalName}-start`;
    const role = new Role(
      `${name}-role`,
      {
        description: `EventBridge starts the workflow of ${this.logicalName}`,
        assumeRolePolicy: serviceTrust(EVENTS, this.accountId),
        tags: this.tags(`${name}-role`),
      },
      this.child(),
    );
    const policy = new RolePolicy(
      `${name}-role-policy`,
      {
        role: role.name,
        policy: policyDocument({ Effect: "Allow", Action: "states:StartExecution", Resource: workflowArn }),
      },
      this.child(),
    );
    return { suffix: "workflow", arn: workflowArn, roleArn: role.arn, forPeople: false, dependsOn: [policy] };
  }

  private createRule(label: string, kind: KindOfChange, args: ChangeAlertsArgs): EventRule {
    const name = `${this.logicalName}-${label}`;
    const pattern = pulumi
      .all([this.region, pulumi.jsonStringify(eventPattern(kind, args))])
      .apply(([region, text]) => this.checkPattern(label, kind, region, text));
    return new EventRule(
      name,
      {
        description: `Changes of ${kind.what}.`,
        eventPattern: pattern,
        // Not ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, which hands over calls that only read, too.
        state: args.disabled ? "DISABLED" : "ENABLED",
        tags: this.tags(name),
      },
      this.child(),
    );
  }

  /** What needs the region, or values that are known late. @throws ArgumentError */
  private checkPattern(label: string, kind: KindOfChange, region: string, text: string): string {
    // China and GovCloud have their own global region, each the partition's first.
    const global = region.startsWith("cn-")
      ? "cn-north-1"
      : region.startsWith("us-gov-")
        ? "us-gov-west-1"
        : GLOBAL_REGION;
    if (kind.global && region !== global) {
      throw new ArgumentError(
        `${this.label}: kinds is "${label}"; its calls are recorded in ${global} alone, and this is ${region}: give the component a provider of ${global}`,
      );
    }
    if (text.length > MAX_PATTERN) {
      throw new ArgumentError(
        `${this.label}: the event pattern of ${label} has ${text.length} characters; EventBridge takes ${MAX_PATTERN}: name fewer eventNames or exceptPrincipals`,
      );
    }
    return text;
  }

  private createTarget(
    label: string,
    rule: EventRule,
    listener: Listener,
    undelivered: Queue,
    args: ChangeAlertsArgs,
    dependsOn: pulumi.Resource[],
  ): void {
    new EventTarget(
      `${this.logicalName}-${label}-${listener.suffix}`,
      {
        rule: rule.name,
        arn: listener.arn,
        roleArn: listener.roleArn,
        ...(listener.forPeople && { inputTransformer: forPeople(args.withFailedCalls ?? false) }),
        retryPolicy: {
          maximumRetryAttempts: args.maximumRetryAttempts ?? 185,
          maximumEventAgeInSeconds: args.maximumEventAgeSeconds ?? 86_400,
        },
        deadLetterConfig: { arn: undelivered.arn },
      },
      this.child({ dependsOn }),
    );
  }
}

/** `field` is none of these, or is not there: `anything-but` alone would leave out every event that lacks the field. */
function noneOf(values: pulumi.Input<string>[]) {
  return [{ "anything-but": values }, { exists: false }];
}

function eventPattern(kind: KindOfChange, args: ChangeAlertsArgs) {
  const except = args.exceptPrincipals ?? [];
  const identity = {
    ...(kind.rootUser && { type: ["Root"] }),
    // A role's sessions have ARNs of their own; the role is who issued them.
    ...(except.length > 0 && { arn: noneOf(except), sessionContext: { sessionIssuer: { arn: noneOf(except) } } }),
  };
  return {
    "detail-type": ["AWS API Call via CloudTrail", ...(kind.rootUser ? ["AWS Console Sign In via CloudTrail"] : [])],
    detail: {
      ...(kind.eventSource !== undefined && { eventSource: [kind.eventSource] }),
      ...(kind.eventNames && { eventName: [...kind.eventNames] }),
      // Older events have no such field: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
      readOnly: [false, { exists: false }],
      ...(!args.withFailedCalls && { errorCode: [{ exists: false }] }),
      ...(Object.keys(identity).length > 0 && { userIdentity: identity }),
    },
  };
}
