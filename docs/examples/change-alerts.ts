// Tells people within minutes that somebody changed a network or a key, or what else matters here. It needs a trail in the
// account: an AuditTrail is one.
import { ChangeAlerts, ChangeKind } from "../../infra/audit";

const changes = new ChangeAlerts("changes", {
  kinds: [ChangeKind.SecurityGroups, ChangeKind.Network, ChangeKind.Kms, ChangeKind.CloudTrail],
  // Calls of your own choice.
  calls: { tables: { eventSource: "dynamodb.amazonaws.com", eventNames: ["DeleteTable", "UpdateContinuousBackups"] } },
  // Deployments change all day long.
  exceptPrincipals: ["arn:aws:iam::123456789012:role/deployments"],
  emails: ["security@example.com"],
});

// The function or workflow that acts on a change would be given as `function` or `workflow`, beside the people.
export const topicArn = changes.topicArn;
// What could not be delivered.
export const undeliveredQueue = changes.undeliveredQueueName;
