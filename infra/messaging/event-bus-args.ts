import type * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS, type PlatformArgs } from "../core";
import type { EncryptionArgs } from "./customer-key";
import { checkEncryption } from "./customer-key";
import type { EventRuleArgs } from "./event-rule-args";
import type { EventSchemaArgs } from "./event-schemas";
import { checkPattern } from "./patterns";
import { checkDeadLetterAlarms, type DeadLetterAlarmArgs } from "./queue-settings";

/** How much of an event's way an event bus logs. */
export const EventLogLevel = { Error: "ERROR", Info: "INFO", Trace: "TRACE" } as const;
export type EventLogLevel = (typeof EventLogLevel)[keyof typeof EventLogLevel];

/** Arguments of {@link EventBus}. */
export interface EventBusArgs extends PlatformArgs, EncryptionArgs, DeadLetterAlarmArgs {
  /**
   * Receive the events of a partner (SaaS), by the name of the event source that the partner made for this account, such
   * as `aws.partner/example.com/123`. The bus then has that name. @default the account's own events
   */
  partnerEventSource?: string;
  /** What the bus is for. @default "Events of <name>." */
  description?: string;
  /** Rules by name. More can follow with `addRule`. @default none */
  rules?: Record<string, EventRuleArgs>;

  /** Days that events are archived, which is how far back a replay can go, 1 to 3,653. @default 30 */
  archiveDays?: number;
  /** Events that are archived, as the JSON text of an event pattern. @default all of them */
  archivePattern?: string;
  /** Archive nothing: lost events can't be replayed. @default false */
  withoutArchive?: boolean;

  /** Schemas of the bus's events by name, such as `shop.orders@OrderPlaced`. @default none, and no registry */
  schemas?: Record<string, EventSchemaArgs>;
  /** Derive schemas from the events that pass. Not under a customer-managed key. @default false */
  schemaDiscovery?: boolean;

  /** Other accounts that may put events, 12 digits each. @default none */
  publisherAccountIds?: string[];
  /**
   * Organisation that may put events, such as `o-a1b2c3d4e5`; with `publisherAccountIds` just those accounts, and just
   * while they belong to it. @default none
   */
  publisherOrganizationId?: string;

  /** What is logged. @default "ERROR" */
  logLevel?: EventLogLevel;
  /** Log the events' contents too, which may be personal data. @default false */
  logWithEventDetail?: boolean;
  /** Days that logs are kept: 1, 3, 5, 7, 14, 30, 60, 90, …, as in `LOG_RETENTION_DAYS`. @default 30 */
  logRetentionDays?: number;
  /** Encrypts the logs; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  logKmsKeyArn?: pulumi.Input<string>;
  /** Log nothing about events, not even failed deliveries. @default false */
  withoutLogs?: boolean;
}

export function checkEventBus(checks: ArgumentChecks, name: string, args: EventBusArgs): void {
  checkEncryption(checks, args);
  checkDeadLetterAlarms(checks, args);
  const partner = "use the name of a partner event source, aws.partner/<partner>/…";
  checks.matches("partnerEventSource", args.partnerEventSource, /^aws\.partner(\/[\w.-]+){2,}$/, partner);
  checks.integer("archiveDays", args.archiveDays, 1, 3653, "days");
  checkPattern(checks, "archivePattern", args.archivePattern);
  // An archive's name has at most 48 characters: the component's, "-archive" and eight random ones.
  if (!args.withoutArchive) {
    checks.that("name", name, name.length <= 32, "use at most 32 characters, or set withoutArchive");
  }
  for (const [index, account] of (args.publisherAccountIds ?? []).entries()) {
    checks.matches(`publisherAccountIds[${index}]`, account, /^\d{12}$/, "use an account id of 12 digits");
  }
  const organization = "use the id of an AWS organisation, o- and 10 to 32 letters and digits";
  checks.matches("publisherOrganizationId", args.publisherOrganizationId, /^o-[a-z0-9]{10,32}$/, organization);
  checks.oneOf("logLevel", args.logLevel, Object.values(EventLogLevel));
  checks
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("logKmsKeyArn", args.logKmsKeyArn, "kms", "a KMS key")
    .idle("withoutLogs", args.withoutLogs, {
      logLevel: args.logLevel,
      logWithEventDetail: args.logWithEventDetail,
      logRetentionDays: args.logRetentionDays,
      logKmsKeyArn: args.logKmsKeyArn,
    })
    .idle("withoutArchive", args.withoutArchive, {
      archiveDays: args.archiveDays,
      archivePattern: args.archivePattern,
    });
  if (args.schemaDiscovery && (args.customerKey || args.kmsKeyArn !== undefined)) {
    // docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
    checks.fail("schemaDiscovery", true, "EventBridge discovers no schemas under a customer-managed key; drop one");
  }
}
