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

export const topicArn = changes.topicArn;
