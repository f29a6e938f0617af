// Rules that belong together, deployed and counted as one: what a team has promised to keep.
import { CompliancePack, ConfigurationRecorder } from "../../infra/audit";

const recorder = new ConfigurationRecorder("pack-recorder");

const pack = new CompliancePack("data-protection", {
  recorder,
  rules: {
    "tables-recoverable": { identifier: "DYNAMODB_PITR_ENABLED" },
    "volumes-encrypted": { identifier: "ENCRYPTED_VOLUMES" },
    "keys-rotated": { identifier: "CMK_BACKING_KEY_ROTATION_ENABLED", resourceTypes: ["AWS::KMS::Key"] },
  },
});

export const packName = pack.packName;
