// AWS Config: what is in the account, and how it changes. One a region and account, in the stack that is its foundation.
import { ConfigPeriod, ConfigurationRecorder } from "../../infra/audit";

const recorder = new ConfigurationRecorder("recorder", {
  // Everything that AWS Config knows is recorded, continuously. What changes all day long and interests nobody may be left
  // out: each change is billed.
  exceptResourceTypes: ["AWS::EC2::NetworkInterface"],
  // A picture of the whole, beside the changes.
  snapshotPeriod: ConfigPeriod.Day,
  // Two further accounts are seen from this one, once they have agreed.
  aggregator: { accountIds: ["111122223333", "444455556666"] },
});

// Rules take the recorder, so that they are made after it: see ComplianceRule and CompliancePack.
export const bucketName = recorder.bucketName;
export const aggregatorArn = recorder.aggregatorArn;
