import type * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS, type PlatformArgs } from "../core";
import type { MessageSource } from "./access";
import { checkSources } from "./access";
import type { EncryptionArgs } from "./customer-key";
import { checkEncryption } from "./customer-key";
import { checkPattern } from "./patterns";
import type { DeadLetterAlarmArgs, FifoSettings, QueueSettings } from "./queue-settings";
import { checkDeadLetterAlarms, checkFifo, checkQueueSettings } from "./queue-settings";

/** What of a message a filter policy looks at. */
export const FilterScope = { Attributes: "MessageAttributes", Body: "MessageBody" } as const;
export type FilterScope = (typeof FilterScope)[keyof typeof FilterScope];

/** A queue that gets messages of the bus. */
export interface MessageSubscriptionArgs extends QueueSettings {
  /** Messages that the queue gets, as the JSON text of an SNS filter policy. @default all of them */
  filterPolicy?: string;
  /** What `filterPolicy` looks at. @default "MessageAttributes" */
  filterScope?: FilterScope;
  /** Wrap each message in SNS's JSON envelope instead of handing it on as it was published. @default false */
  enveloped?: boolean;
}

/** Arguments of {@link MessageBus}. */
export interface MessageBusArgs extends PlatformArgs, EncryptionArgs, FifoSettings, DeadLetterAlarmArgs {
  /** Queues that get the messages, by name. More can follow with `subscribe`. @default none */
  subscriptions?: Record<string, MessageSubscriptionArgs>;
  /**
   * AWS services that may publish. They can't use a topic under AWS's own key: give `customerKey` or `kmsKeyArn` too.
   * IAM roles get `grantPublish` instead. @default none
   */
  sources?: MessageSource[];
  /** Other accounts that may publish, 12 digits each; they need `customerKey` or `kmsKeyArn` too. @default none */
  publisherAccountIds?: string[];
  /** Days that a FIFO bus keeps its messages for replay, 1 to 365. FIFO only. @default no archive */
  archiveDays?: number;
  /** Per cent of successful deliveries that are logged, 0 to 100; failures always are. @default 0 */
  deliveryLogSuccessPercent?: number;
  /** Days that delivery logs are kept: 1, 3, 5, 7, 14, 30, 60, 90, …, as in `LOG_RETENTION_DAYS`. @default 30 */
  deliveryLogRetentionDays?: number;
  /** Encrypts the delivery logs; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  deliveryLogKmsKeyArn?: pulumi.Input<string>;
  /** Log no delivery at all, not even failures. @default false */
  withoutDeliveryLogs?: boolean;
}

export function checkMessageBus(checks: ArgumentChecks, args: MessageBusArgs): void {
  checkEncryption(checks, args);
  checkFifo(checks, args);
  checkDeadLetterAlarms(checks, args);
  checkSources(checks, "sources", args.sources);
  for (const [index, account] of (args.publisherAccountIds ?? []).entries()) {
    checks.matches(`publisherAccountIds[${index}]`, account, /^\d{12}$/, "use an account id of 12 digits");
  }
  const own = args.customerKey || args.kmsKeyArn !== undefined;
  for (const option of ["sources", "publisherAccountIds"] as const) {
    if (!own && (args[option] ?? []).length > 0) {
      const expected = "they can't use AWS's own key for SNS: set customerKey to true, or give kmsKeyArn";
      checks.fail(option, args[option], expected);
    }
  }
  checks.integer("archiveDays", args.archiveDays, 1, 365, "days");
  if (args.archiveDays !== undefined && !args.fifo) {
    checks.fail("archiveDays", args.archiveDays, "only FIFO topics have an archive: set fifo to true or leave it out");
  }
  checks.integer("deliveryLogSuccessPercent", args.deliveryLogSuccessPercent, 0, 100, "per cent");
  checks
    .oneOf("deliveryLogRetentionDays", args.deliveryLogRetentionDays, LOG_RETENTION_DAYS)
    .arn("deliveryLogKmsKeyArn", args.deliveryLogKmsKeyArn, "kms", "a KMS key")
    .idle("withoutDeliveryLogs", args.withoutDeliveryLogs, {
      deliveryLogSuccessPercent: args.deliveryLogSuccessPercent,
      deliveryLogRetentionDays: args.deliveryLogRetentionDays,
      deliveryLogKmsKeyArn: args.deliveryLogKmsKeyArn,
    });
}

export function checkSubscription(checks: ArgumentChecks, name: string, args: MessageSubscriptionArgs): void {
  const path = `subscriptions.${name}`;
  // A subscription "x" has the children "x" and "x-dlq".
  const expected = "name it with lower-case letters, digits and hyphens, and no -dlq at the end";
  checks.matches(path, name, /^[a-z][a-z0-9-]*(?<!-dlq)$/, expected);
  checkQueueSettings(checks, args, `${path}.`);
  checkPattern(checks, `${path}.filterPolicy`, args.filterPolicy);
  checks.oneOf(`${path}.filterScope`, args.filterScope, Object.values(FilterScope));
  if (args.filterScope !== undefined && args.filterPolicy === undefined) {
    checks.fail(`${path}.filterScope`, args.filterScope, "give a filterPolicy too, or leave it out");
  }
}
