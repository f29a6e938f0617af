import type * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS } from "../core";
import { checkPattern } from "./patterns";
import type { QueueSettings } from "./queue-settings";
import { checkQueueSettings } from "./queue-settings";

/** A log group that events are written to. */
export interface EventLogTargetArgs {
  /** Days that events are kept: 1, 3, 5, 7, 14, 30, 60, 90, …, as in `LOG_RETENTION_DAYS`. @default 30 */
  retentionDays?: number;
  /** Encrypts the log group; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  kmsKeyArn?: pulumi.Input<string>;
}

/** Where a rule sends its events. Give one of `queue` … `eventBusArn`. */
export interface EventTargetArgs {
  /** Make a queue for the events, admitting just this rule. `EventBus.queue` has it. */
  queue?: QueueSettings;
  /** An SQS queue that exists; it has to admit the rule: `sources` of `Queue` with `EventBus.rulesArn`. */
  queueArn?: pulumi.Input<string>;
  /** An SNS topic that exists; it has to admit the rule: `sources` of `MessageBus` with `EventBus.rulesArn`. */
  topicArn?: pulumi.Input<string>;
  /** A Lambda function or its alias; the rule gets leave to invoke it. */
  functionArn?: pulumi.Input<string>;
  /** A Step Functions state machine; the target gets a role that may start it. */
  stateMachineArn?: pulumi.Input<string>;
  /** A Kinesis stream; the target gets a role that may write to it. */
  streamArn?: pulumi.Input<string>;
  /** Another event bus, of any account or region; the target gets a role that may put events on it. */
  eventBusArn?: pulumi.Input<string>;
  /** Make a CloudWatch log group for the events. */
  logs?: EventLogTargetArgs;

  /** JSON text that the target gets instead of the event. Excludes `inputPath` and `inputTemplate`. */
  input?: string;
  /** Part of the event that the target gets, as a JSON path. Excludes `input` and `inputTemplate`. */
  inputPath?: string;
  /** Text that the target gets, with `<name>` for each value of `inputPaths`. Excludes `input` and `inputPath`. */
  inputTemplate?: string;
  /** Values of the event by name, as JSON paths such as `$.detail.orderId`. With `inputTemplate` only. */
  inputPaths?: Record<string, string>;
  /** Message group of a FIFO queue. With `queueArn` only. */
  messageGroupId?: string;
  /** JSON path of the partition key. With `streamArn` only. @default the event's id */
  partitionKeyPath?: string;
  /** KMS key that encrypts the stream. With `streamArn` only. @default none */
  streamKmsKeyArn?: pulumi.Input<string>;

  /** Attempts to deliver again, 0 to 185. @default 185, AWS's most */
  maximumRetryAttempts?: number;
  /** Age at which attempts end, in seconds, 60 to 86,400. @default 86400, AWS's most */
  maximumEventAgeSeconds?: number;
  /** Events that can't be delivered are lost. @default false: each target has a dead-letter queue */
  withoutDeadLetterQueue?: boolean;
}

/** A rule: which events go where. */
export interface EventRuleArgs {
  /** Events that the rule is for, as the JSON text of an event pattern. */
  pattern: string;
  /** What the rule is for. @default "Events of <bus> for <targets>." */
  description?: string;
  /** Where they go, by name, 1 to 5. */
  targets: Record<string, EventTargetArgs>;
  /** Match nothing for now. @default false */
  disabled?: boolean;
}

const KINDS = ["queue", "queueArn", "topicArn", "functionArn", "stateMachineArn", "streamArn", "eventBusArn", "logs"];

/** Options that need a certain kind of target. */
const ONLY_WITH = { messageGroupId: "queueArn", partitionKeyPath: "streamArn", streamKmsKeyArn: "streamArn" } as const;

const NAME = /^[a-z][a-z0-9-]*$/;
const NAME_RULE = "name it with lower-case letters, digits and hyphens";

export function checkRule(checks: ArgumentChecks, name: string, rule: EventRuleArgs): void {
  const path = `rules.${name}`;
  checks.matches(path, name, NAME, NAME_RULE);
  checks.required(`${path}.pattern`, rule.pattern, 'give an event pattern, such as {"source": ["shop.orders"]}');
  checkPattern(checks, `${path}.pattern`, rule.pattern);
  // Five targets a rule: docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  checks.length(`${path}.targets`, Object.keys(rule.targets), 1, 5);
  for (const [target, args] of Object.entries(rule.targets)) {
    checks.matches(`${path}.targets.${target}`, target, NAME, NAME_RULE);
    checkTarget(checks, `${path}.targets.${target}.`, args);
  }
}

function checkTarget(checks: ArgumentChecks, path: string, target: EventTargetArgs): void {
  const given = new Map<string, unknown>(Object.entries(target));
  checks.exclusive(Object.fromEntries(KINDS.map((kind) => [`${path}${kind}`, given.get(kind)])));
  const { input, inputPath, inputTemplate, inputPaths } = target;
  const inputs = { [`${path}input`]: input, [`${path}inputPath`]: inputPath, [`${path}inputTemplate`]: inputTemplate };
  checks.exclusive(inputs, true);
  if (inputPaths && inputTemplate === undefined) {
    checks.fail(`${path}inputPaths`, inputPaths, "give an inputTemplate too, or leave it out");
  }
  for (const [key, value] of Object.entries(inputPaths ?? {})) {
    checks.matches(
      `${path}inputPaths.${key}`,
      value,
      /^\$(\.[\w-]+(\[\d+\])?)+$/,
      "use a path such as $.detail.orderId",
    );
  }
  for (const [, key] of (inputTemplate ?? "").matchAll(/<([A-Za-z][\w-]*)>/g)) {
    if (key !== undefined && inputPaths?.[key] === undefined) {
      checks.fail(`${path}inputTemplate`, inputTemplate, `give inputPaths.${key}, which it uses`);
    }
  }
  for (const [option, kind] of Object.entries(ONLY_WITH)) {
    if (given.get(option) !== undefined && given.get(kind) === undefined) {
      checks.fail(`${path}${option}`, given.get(option), `it is for targets with ${kind} only`);
    }
  }
  if (target.queue) checkQueueSettings(checks, target.queue, `${path}queue.`);
  checks.oneOf(`${path}logs.retentionDays`, target.logs?.retentionDays, LOG_RETENTION_DAYS);
  checks.arn(`${path}logs.kmsKeyArn`, target.logs?.kmsKeyArn, "kms", "a KMS key");
  checks
    .arn(`${path}queueArn`, target.queueArn, "sqs", "an SQS queue")
    .arn(`${path}topicArn`, target.topicArn, "sns", "an SNS topic")
    .arn(`${path}functionArn`, target.functionArn, "lambda", "a Lambda function")
    .arn(`${path}stateMachineArn`, target.stateMachineArn, "states", "a state machine")
    .arn(`${path}streamArn`, target.streamArn, "kinesis", "a Kinesis stream")
    .arn(`${path}streamKmsKeyArn`, target.streamKmsKeyArn, "kms", "a KMS key")
    .arn(`${path}eventBusArn`, target.eventBusArn, "events", "an event bus");
  // docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
  checks.integer(`${path}maximumRetryAttempts`, target.maximumRetryAttempts, 0, 185);
  checks.integer(`${path}maximumEventAgeSeconds`, target.maximumEventAgeSeconds, 60, 86_400, "seconds");
}
