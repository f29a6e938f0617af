import type * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../compute";
import type { ArgumentChecks, PlatformArgs } from "../core";
import type { Workflow } from "../workflow";
import { ChangeKind } from "./change-kinds";

/** Calls to watch that no kind has. */
export interface WatchedCallsArgs {
  /** CloudTrail's `eventSource`, such as `lambda.amazonaws.com`. */
  eventSource: string;
  /** CloudTrail's `eventName`s, such as `UpdateFunctionCode20150331v2`. @default every call that changes something */
  eventNames?: string[];
}

/** Arguments of {@link ChangeAlerts}. Give at least one of `emails`, `topicArn`, `function` and `workflow`. */
export interface ChangeAlertsArgs extends PlatformArgs {
  /** Kinds of change to watch. Global ones need a provider in us-east-1. @default every kind that is not global */
  kinds?: ChangeKind[];
  /** Other calls to watch, by name. @default none */
  calls?: Record<string, WatchedCallsArgs>;
  /**
   * ARNs of IAM roles and users whose calls are no news, such as the role that deploys this stack. A role's sessions are
   * matched by the role. @default none: everybody is watched
   */
  exceptPrincipals?: pulumi.Input<string>[];
  /** Report calls that AWS refused too, which an attacker's attempts are. @default false: changes that happened */
  withFailedCalls?: boolean;

  /** Addresses that get a message that people can read, each to be confirmed once. An encrypted topic is made. @default none */
  emails?: string[];
  /**
   * Send messages to this topic instead: its policy, and its key's, have to admit `events.amazonaws.com`, as an
   * `AlertTopic` with the source `EventBridgeRules` does. Excludes `emails`. @default none
   */
  topicArn?: pulumi.Input<string>;
  /** Function that is invoked with CloudTrail's event as it is. @default none */
  function?: LambdaService;
  /** Workflow that is started with CloudTrail's event as it is. @default none */
  workflow?: Workflow;

  /** Attempts to deliver again, 0 to 185. @default 185, AWS's most */
  maximumRetryAttempts?: number;
  /** Age at which attempts end, in seconds, 60 to 86,400. @default 86400, AWS's most */
  maximumEventAgeSeconds?: number;
  /** Match nothing for now. @default false */
  disabled?: boolean;
}

const NAME = /^[a-z][a-z0-9-]*$/;
const PRINCIPAL = /^arn:[^:]+:(iam|sts)::\d{12}:(role|user|assumed-role|root)/;

/** EventBridge's limit for a pattern, in characters: docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAX_PATTERN = 2048;

/** Checks the arguments of change alerts. */
export function checkChangeAlerts(checks: ArgumentChecks, args: ChangeAlertsArgs): void {
  for (const kind of args.kinds ?? []) checks.oneOf("kinds", kind, Object.values(ChangeKind));
  if (args.kinds?.length === 0 && Object.keys(args.calls ?? {}).length === 0) {
    checks.fail("kinds", args.kinds, "with no calls either nothing is watched; name some, or leave it out for all");
  }
  for (const [name, { eventSource, eventNames }] of Object.entries(args.calls ?? {})) {
    const path = `calls.${name}`;
    checks.matches(path, name, NAME, "name it with lower-case letters, digits and hyphens");
    if (Object.values(ChangeKind).some((kind) => kind === name)) {
      checks.fail(path, name, "a kind has that name; use another");
    }
    checks.matches(
      `${path}.eventSource`,
      eventSource,
      /^[a-z0-9.-]+\.amazonaws\.com$/,
      'use the service\'s name in CloudTrail, such as "lambda.amazonaws.com"',
    );
    checks.length(`${path}.eventNames`, eventNames, 1, 60);
    for (const [index, event] of (eventNames ?? []).entries()) {
      checks.matches(`${path}.eventNames[${index}]`, event, /^[A-Za-z0-9]+$/, 'use an action, such as "DeleteTable"');
    }
  }
  for (const [index, principal] of (args.exceptPrincipals ?? []).entries()) {
    const expected = "use the ARN of a role or user, arn:aws:iam::123456789012:role/deploy";
    checks.matches(`exceptPrincipals[${index}]`, principal, PRINCIPAL, expected);
  }
  checks
    .exclusive({ emails: args.emails, topicArn: args.topicArn }, true)
    .arn("topicArn", args.topicArn, "sns", "an SNS topic");
  checks.length("emails", args.emails, 1, 100);
  if (!args.emails && args.topicArn === undefined && !args.function && !args.workflow) {
    checks.fail("emails or topicArn or function or workflow", null, "say who is to be told");
  }
  // docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
  checks.integer("maximumRetryAttempts", args.maximumRetryAttempts, 0, 185);
  checks.integer("maximumEventAgeSeconds", args.maximumEventAgeSeconds, 60, 86_400, "seconds");
}
