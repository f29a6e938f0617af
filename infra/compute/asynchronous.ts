import { RolePolicy } from "@pulumi/aws/iam";
import { FunctionEventInvokeConfig } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, Grantable, Statement } from "../core";
import { policyDocument } from "../core";
import { checkDeadLetterAlarms, type DeadLetterAlarmArgs } from "../messaging/queue-settings";

/** Where Lambda sends a record of an invocation: give one of the first four. */
export interface LambdaDestinationArgs {
  /** ARN of a standard SQS queue. */
  queueArn?: pulumi.Input<string>;
  /** ARN of a standard SNS topic. */
  topicArn?: pulumi.Input<string>;
  /** ARN of an event bus. */
  eventBusArn?: pulumi.Input<string>;
  /** ARN of a function, or of an alias of one. */
  functionArn?: pulumi.Input<string>;
  /** ARN of the customer-managed key of the queue or topic. @default none */
  kmsKeyArn?: pulumi.Input<string>;
}

/** Where Lambda sends events that failed to the end, as they are: give one of the first two. */
export interface LambdaDeadLetterArgs {
  /** ARN of a standard SQS queue. */
  queueArn?: pulumi.Input<string>;
  /** ARN of a standard SNS topic. */
  topicArn?: pulumi.Input<string>;
  /** ARN of the customer-managed key of the queue or topic. @default none */
  kmsKeyArn?: pulumi.Input<string>;
}

/** What becomes of events that callers hand over without waiting for the answer. */
export interface AsynchronousArgs extends DeadLetterAlarmArgs {
  /** Longest that an event waits and is retried, in seconds, 60 to 21,600. @default 21600, six hours */
  maxEventAgeSeconds?: number;
  /** Retries after an error of the function, 0 to 2. @default 2 */
  maxRetries?: number;
  /** Make an encrypted queue for the events that failed to the end, kept for 14 days, and an alarm on it. @default false */
  deadLetterQueue?: boolean;
  /** Where those events go instead. Excludes `deadLetterQueue`. @default nowhere */
  deadLetters?: LambdaDeadLetterArgs;
  /** Where a record of the failure goes; it says more than a dead letter: the error beside the event. @default nowhere */
  onFailure?: LambdaDestinationArgs;
  /** Where a record of the success goes, with the answer. @default nowhere */
  onSuccess?: LambdaDestinationArgs;
}

/** What a kind of destination is, and what sending to it takes. */
const KINDS = {
  queueArn: { service: "sqs", action: "sqs:SendMessage" },
  topicArn: { service: "sns", action: "sns:Publish" },
  eventBusArn: { service: "events", action: "events:PutEvents" },
  functionArn: { service: "lambda", action: "lambda:InvokeFunction" },
} as const;
type Kind = keyof typeof KINDS;

const DEAD_LETTER_KINDS = ["queueArn", "topicArn"] as const;
const DESTINATION_KINDS = ["queueArn", "topicArn", "eventBusArn", "functionArn"] as const;

// Ranges: docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html

export function checkAsynchronous(checks: ArgumentChecks, args: AsynchronousArgs): void {
  checks
    .integer("asynchronous.maxEventAgeSeconds", args.maxEventAgeSeconds, 60, 21_600, "seconds")
    .integer("asynchronous.maxRetries", args.maxRetries, 0, 2)
    .exclusive(
      {
        "asynchronous.deadLetterQueue": args.deadLetterQueue || undefined,
        "asynchronous.deadLetters": args.deadLetters,
      },
      true,
    );
  checkDeadLetterAlarms(checks, args, "asynchronous.");
  for (const option of ["alarmTopicArn", "withoutAlarms"] as const) {
    if (args[option] !== undefined && !args.deadLetterQueue) {
      checks.fail(
        `asynchronous.${option}`,
        args[option],
        "it is for the made queue: set deadLetterQueue too, or drop it",
      );
    }
  }
  checkDestination(checks, "asynchronous.deadLetters", args.deadLetters, DEAD_LETTER_KINDS);
  checkDestination(checks, "asynchronous.onFailure", args.onFailure, DESTINATION_KINDS);
  checkDestination(checks, "asynchronous.onSuccess", args.onSuccess, DESTINATION_KINDS);
}

function checkDestination(
  checks: ArgumentChecks,
  path: string,
  args: LambdaDestinationArgs | undefined,
  kinds: readonly Kind[],
): void {
  if (!args) return;
  checks.exclusive(Object.fromEntries(kinds.map((kind) => [`${path}.${kind}`, args[kind]])));
  for (const kind of kinds) {
    const { service } = KINDS[kind];
    const pattern = new RegExp(`^arn:[^:]+:${service}:`);
    checks.matches(`${path}.${kind}`, args[kind], pattern, `use an ARN of ${service}, arn:aws:${service}:…`);
    // docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    const standard = !String(args[kind]).endsWith(".fifo");
    checks.that(`${path}.${kind}`, args[kind], standard, "name a standard one: Lambda sends to no FIFO queue or topic");
  }
  checks.arn(`${path}.kmsKeyArn`, args.kmsKeyArn, "kms", "a KMS key");
  if (args.kmsKeyArn !== undefined && args.queueArn === undefined && args.topicArn === undefined) {
    checks.fail(`${path}.kmsKeyArn`, "given", "leave it out: just a queue or a topic has a key");
  }
}

/** A destination that the function's role may send to. */
export interface AdmittedDestination {
  readonly arn: pulumi.Output<string>;
  readonly policy: RolePolicy;
}

/** Lets the function send to a destination, as a policy of that name, and says where that is. */
export function admitDestination(
  name: string,
  to: Grantable,
  args: LambdaDestinationArgs,
  region: pulumi.Output<string>,
  options: pulumi.CustomResourceOptions,
): AdmittedDestination {
  const kind = DESTINATION_KINDS.find((one) => args[one] !== undefined) ?? "queueArn";
  const { service, action } = KINDS[kind];
  const arn = pulumi.output(args[kind] ?? "");
  const statements: Statement[] = [{ Effect: "Allow", Action: action, Resource: arn }];
  if (args.kmsKeyArn !== undefined) {
    statements.push({
      Effect: "Allow",
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: args.kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": pulumi.interpolate`${service}.${region}.amazonaws.com` } },
    });
  }
  return { arn, policy: new RolePolicy(name, { role: to.role.name, policy: policyDocument(...statements) }, options) };
}

/** What the configuration of asynchronous invocations is made from. */
export interface AsynchronousInput {
  readonly name: string;
  readonly args: AsynchronousArgs;
  readonly functionName: pulumi.Output<string>;
  /** Name of the alias, once it is there. */
  readonly qualifier: pulumi.Output<string>;
  readonly admit: (verb: string, to: LambdaDestinationArgs | undefined) => AdmittedDestination | undefined;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Bounds the retries of what is handed to the alias, and says where the records of it go. */
export function configureAsynchronous(input: AsynchronousInput): void {
  const { name, args, functionName, qualifier, admit, child } = input;
  const failure = admit("on-failure", args.onFailure);
  const success = admit("on-success", args.onSuccess);
  new FunctionEventInvokeConfig(
    `${name}-asynchronous`,
    {
      functionName,
      qualifier,
      maximumEventAgeInSeconds: args.maxEventAgeSeconds ?? 21_600,
      maximumRetryAttempts: args.maxRetries ?? 2,
      destinationConfig:
        failure || success
          ? {
              onFailure: failure && { destination: failure.arn },
              onSuccess: success && { destination: success.arn },
            }
          : undefined,
    },
    // Lambda refuses a destination that the role can't send to.
    child({ dependsOn: [failure, success].flatMap((one) => (one ? [one.policy] : [])) }),
  );
}
