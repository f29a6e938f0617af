// Who did what in the account, kept for seven years in a form that nobody can change unseen.
import { AuditTrail, DataEventSource, EventAccess, TrailInsight } from "../../infra/audit";

const trail = new AuditTrail("audit", {
  trails: {
    // Management events of all regions, and a look at what is unusual.
    account: { insights: [TrailInsight.ApiCallRate, TrailInsight.ApiErrorRate] },
    // For those who answer for personal data: who read and wrote it.
    data: {
      withoutManagementEvents: true,
      dataEvents: [{ resourceType: DataEventSource.DynamoDbTables, access: EventAccess.All }],
    },
  },
  retentionDays: 2557,
  archiveAfterDays: 90,
  // Nobody deletes or overwrites a file before this, but those with a permission of its own.
  objectLock: { days: 365 },
});

export const bucketName = trail.bucketName;
export const keyArn = trail.keyArn;
