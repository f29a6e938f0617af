// AWS Config: what is in the account, and how it changes. One a region and account, in the stack that is its foundation.
import { ConfigurationRecorder } from "../../infra/audit";

const recorder = new ConfigurationRecorder("recorder", {
  // Files of the history go after seven years.
  bucketRetentionDays: 2557,
});

export const bucketName = recorder.bucketName;
