// Where alarms go, and who gets them. A topic under AWS's own key would lose them without a word; this one has a key that
// CloudWatch may use.
import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { AlertTopic } from "../../infra/observability";

const alerts = new AlertTopic("on-call", {
  // Each address is asked once whether it wants to.
  emails: ["on-call@example.com"],
});

// A queue for whatever opens tickets. What does not get there, or nobody can handle, is told to the others.
const tickets = alerts.subscribe("tickets", { alarmTopicArn: alerts.topicArn });

new MetricAlarm("spending", {
  comparisonOperator: "GreaterThanThreshold",
  namespace: "Shop",
  metricName: "RefundedCents",
  statistic: "Sum",
  period: 300,
  evaluationPeriods: 1,
  threshold: 1_000_000,
  treatMissingData: "notBreaching",
  alarmActions: [alerts.topicArn],
});

export const topicArn = alerts.topicArn;
export const ticketsQueueUrl = tickets.url;
