import { AuditTrail, ConfigurationRecorder, DataEventSource, EventAccess, TrailInsight } from "../../infra/audit";
import { ApiGatewayAccount } from "../../infra/edge";
import { LogArchive } from "../../infra/observability";
import type { FoundationSettings } from "./settings";

/** What an account has once, and the stack that is its foundation owns. */
export interface Foundation {
  readonly trail: AuditTrail;
  /** Every log group of the account, in S3. */
  readonly logs: LogArchive;
  readonly recorder: ConfigurationRecorder;
  readonly apiGateway: ApiGatewayAccount;
}

export function createFoundation({ audit }: Pick<FoundationSettings, "audit">): Foundation {
  const { retentionDays, lockDays, dataEvents } = audit;
  const trail = new AuditTrail("audit", {
    trails: {
      account: dataEvents ? { insights: [TrailInsight.ApiCallRate, TrailInsight.ApiErrorRate] } : {},
      // For those who answer for personal data: what was read and written, without the noise of management.
      ...(dataEvents && {
        data: {
          withoutManagementEvents: true,
          dataEvents: [
            { resourceType: DataEventSource.S3Objects, access: EventAccess.All },
            { resourceType: DataEventSource.DynamoDbTables, access: EventAccess.WriteOnly },
            { resourceType: DataEventSource.LambdaFunctions, access: EventAccess.All },
          ],
        },
      }),
    },
    retentionDays,
    archiveAfterDays: retentionDays > 90 ? 90 : undefined,
    objectLock: lockDays === undefined ? undefined : { days: lockDays },
    notifications: true,
  });
  const recorder = new ConfigurationRecorder("recorder");
  // Whatever else keeps a log group and for how long, its lines are here for as long as the trail's.
  const logs = new LogArchive("account-logs", { accountWide: {}, retentionDays });
  return { logs, trail, recorder, apiGateway: new ApiGatewayAccount("api-gateway") };
}
