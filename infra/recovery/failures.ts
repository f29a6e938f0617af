import type { Vault } from "@pulumi/aws/backup";
import { EventRule, EventTarget } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { alarmOnQueue } from "../messaging/queue-alarm";
import { createDeadLetterQueue } from "../messaging/queue-resources";
import { alarmAboveZero } from "../workflow/alarms";
import type { RecoveryInput } from "./vaults";

/**
 * Tells of backups, copies and restores that failed, and has an alarm for each kind. SNS notifications of a vault can't:
 * they have no event for a failed backup alone. The events are those of
 * docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html; those of restores name no vault.
 */
export function watchFailures(input: RecoveryInput, vault: Vault): void {
  const { name, args, child, tags } = input;
  const kinds = [
    {
      kind: "backups",
      type: "Backup Job State Change",
      detail: { state: ["FAILED", "ABORTED", "EXPIRED"], backupVaultName: [vault.name] },
    },
    { kind: "copies", type: "Copy Job State Change", detail: { state: ["FAILED"], sourceBackupVaultArn: [vault.arn] } },
    { kind: "restores", type: "Restore Job State Change", detail: { status: ["FAILED", "ABORTED"] } },
  ];
  const rules = kinds.map(({ kind, type, detail }) => {
    const ruleName = `${name}-failed-${kind}`;
    const rule = new EventRule(
      ruleName,
      {
        description: `AWS Backup: ${kind} that failed.`,
        eventPattern: pulumi.jsonStringify({ source: ["aws.backup"], "detail-type": [type], detail }),
        tags: tags(ruleName),
      },
      child(),
    );
    alarmAboveZero(
      { name, topicArn: args.alarmTopicArn, tags, child },
      `${kind}-alarm`,
      // docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
      { namespace: "AWS/Events", name: "TriggeredRules", statistic: "Sum", dimensions: { RuleName: rule.name } },
      `${kind} of ${name} failed.`,
    );
    return { ruleName, rule };
  });
  const undelivered = createDeadLetterQueue(
    `${name}-undelivered`,
    { tags, child, kmsKeyArn: undefined, fifo: false, alarms: undefined },
    rules.map(({ rule }) => ({ service: "events.amazonaws.com", sourceArn: rule.arn })),
  );
  for (const { ruleName, rule } of rules) {
    new EventTarget(
      `${ruleName}-target`,
      { rule: rule.name, arn: args.alarmTopicArn, deadLetterConfig: { arn: undelivered.arn } },
      child(),
    );
  }
  const alarm = `${name}-undelivered-alarm`;
  alarmOnQueue({
    name: alarm,
    description: `Failures that ${name} could not report wait in its queue.`,
    queueName: undelivered.name,
    topicArn: args.alarmTopicArn,
    tags: tags(alarm),
    options: child(),
  });
}
