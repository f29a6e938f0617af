import { alarmActions, alarmActionsEnabled } from "../../../../../policies/controls/cloudwatch/alarm-actions";
import { logGroupKey } from "../../../../../policies/controls/cloudwatchlogs/key";
import { logGroupExpiry, logGroupRetention } from "../../../../../policies/controls/cloudwatchlogs/retention";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const alarm = (props: Record<string, unknown> = {}) =>
  sample("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", { name: "errors", arn: "arn:errors", ...props });
const composite = (props: Record<string, unknown>, from = {}) =>
  sample("aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", props, { from });
const unnamed = alarm({ name: UNKNOWN, arn: UNKNOWN });
const topic = "arn:aws:sns:eu-central-1:111122223333:alerts";

const other = sample("aws:cloudwatch/metricAlarm:MetricAlarm", "other", { alarmActions: [topic] });

describeControl(alarmActions, {
  compliant: { "a topic": { subject: alarm({ alarmActions: [topic] }) } },
  violating: {
    "nothing said": { subject: alarm(), others: [other], at: "alarmActions" },
    "no action": { subject: alarm({ alarmActions: [] }), others: [other], at: "alarmActions" },
    "no action beside a composite alarm that has one": {
      subject: alarm(),
      others: [composite({ alarmRule: 'ALARM("latency")', alarmActions: [topic] })],
      at: "alarmActions",
    },
    "no action beside one that may have one": {
      subject: alarm(),
      others: [composite({ alarmActions: UNKNOWN })],
      at: "alarmActions",
    },
    "an action when all is well": { subject: alarm({ okActions: [topic] }), others: [other], at: "alarmActions" },
    "a stack without actions, where a team wants them always": {
      subject: alarm(),
      config: { always: true },
      at: "alarmActions",
    },
  },
  undecided: {
    "actions that are not known yet": { subject: alarm({ alarmActions: UNKNOWN }), because: /alarmActions/ },
  },
  notApplicable: {
    "a stack without actions": { subject: alarm({ alarmActions: [] }), others: [composite({ alarmActions: [] })] },
    "an alarm of a composite one": {
      subject: alarm(),
      others: [other, composite({ alarmRule: 'OK(other) AND ALARM("errors")' })],
    },
    "an alarm of a composite one, without quotes": {
      subject: alarm(),
      others: [other, composite({ alarmRule: "OK( errors )" })],
    },
    "an alarm of a composite one that can't tell": {
      subject: alarm(),
      others: [other, composite({ alarmRule: "INSUFFICIENT_DATA(arn:errors)" })],
    },
    "an alarm that a composite one comes from": {
      subject: unnamed,
      others: [other, composite({ alarmRule: UNKNOWN }, { alarmRule: [unnamed] })],
    },
    "an alarm of a deployment": {
      subject: alarm(),
      others: [
        other,
        sample("aws:codedeploy/deploymentGroup:DeploymentGroup", "d", { alarmConfiguration: { alarms: ["errors"] } }),
      ],
    },
    "an alarm of a service": {
      subject: alarm(),
      others: [other, sample("aws:ecs/service:Service", "s", { alarms: { alarmNames: ["errors"] } })],
    },
    "an alarm of a configuration": {
      subject: alarm(),
      others: [other, sample("aws:appconfig/environment:Environment", "e", { monitors: [{ alarmArn: "arn:errors" }] })],
    },
    "an alarm of a health check": {
      subject: alarm(),
      others: [other, sample("aws:route53/healthCheck:HealthCheck", "h", { cloudwatchAlarmName: "errors" })],
    },
  },
});

describeControl(alarmActionsEnabled, {
  compliant: { "AWS's default": { subject: alarm() }, on: { subject: alarm({ actionsEnabled: true }) } },
  violating: {
    off: { subject: alarm({ actionsEnabled: false }), at: "actionsEnabled" },
    "off, of a composite alarm": { subject: composite({ actionsEnabled: false }), at: "actionsEnabled" },
  },
  undecided: { "what is not known yet": { subject: alarm({ actionsEnabled: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: { actionsEnabled: "AWS takes true" },
});

const group = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cloudwatch/logGroup:LogGroup", "orders", props),
});
describeControl(logGroupRetention, {
  compliant: {
    "for ever": group(),
    "for ever, said": group({ retentionInDays: 0 }),
    "a week": group({ retentionInDays: 7 }),
    "what a team wants": { ...group({ retentionInDays: 365 }), config: { minimumDays: 365 } },
  },
  violating: {
    "less than a week": { ...group({ retentionInDays: 5 }), at: "retentionInDays" },
    "less than a team wants": {
      ...group({ retentionInDays: 364 }),
      config: { minimumDays: 365 },
      at: "retentionInDays",
    },
  },
  undecided: { "what is not known yet": { ...group({ retentionInDays: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: { retentionInDays: "logs are then kept for ever" },
});
describeControl(logGroupExpiry, {
  compliant: { "a day": group({ retentionInDays: 1 }) },
  violating: {
    "AWS's default": { ...group(), at: "retentionInDays" },
    "for ever": { ...group({ retentionInDays: 0 }), at: "retentionInDays" },
  },
  undecided: { "what is not known yet": { ...group({ retentionInDays: UNKNOWN }), because: /is not known/ } },
});
describeControl(logGroupKey, {
  compliant: { "a key": group({ kmsKeyId: UNKNOWN }) },
  violating: { "AWS's key": { ...group(), at: "kmsKeyId" } },
  undecided: {},
  alwaysDecides: "the ARN of a key can't turn out to be nothing",
});
