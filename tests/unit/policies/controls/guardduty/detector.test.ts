import { guarddutyEnabled, guarddutyFeatures } from "../../../../../policies/controls/guardduty/detector";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const detector = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:guardduty/detector:Detector", "account", props),
});
const feature = (name: unknown, status: unknown) => ({
  subject: sample("aws:guardduty/detectorFeature:DetectorFeature", "f", { name, status }),
});
const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };

describeControl(guarddutyEnabled, {
  compliant: { on: detector({ enable: true }), "on by default": detector() },
  violating: { suspended: { ...detector({ enable: false }), at: "enable" } },
  undecided: {
    "a setting that is not known yet": { ...detector({ enable: UNKNOWN }), because: /enable is not known/ },
  },
  mayBeDropped: { enable: "AWS then watches" },
  notApplicable,
});

const sources = (s3: unknown, audit: unknown = true, volumes: unknown = true) =>
  detector({
    datasources: {
      s3Logs: { enable: s3 },
      kubernetes: { auditLogs: { enable: audit } },
      malwareProtection: { scanEc2InstanceWithFindings: { ebsVolumes: { enable: volumes } } },
    },
  });
const watch = (...unwatched: string[]) => ({ config: { unwatched } });
const s3 = "datasources.s3Logs.enable";
const audit = "datasources.kubernetes.auditLogs.enable";
const volumes = "datasources.malwareProtection.scanEc2InstanceWithFindings.ebsVolumes.enable";

describeControl(guarddutyFeatures, {
  compliant: {
    "a feature that is on": feature("S3_DATA_EVENTS", "ENABLED"),
    "a detector of which nothing is said": detector(),
    "sources that are on": sources(true),
    "a source that may be off": { ...sources(true, false), ...watch("EKS_AUDIT_LOGS") },
  },
  violating: {
    "a feature that is off": { ...feature("S3_DATA_EVENTS", "DISABLED"), at: "status" },
    "another than the one that may be off": {
      ...feature("S3_DATA_EVENTS", "DISABLED"),
      ...watch("EKS_AUDIT_LOGS"),
      at: "status",
    },
    "logs of S3 under their former name": { ...sources(false), at: s3 },
    "audit logs under their former name": { ...sources(true, false), at: audit },
    "volumes under their former name": { ...sources(true, true, false), at: volumes },
  },
  undecided: {
    "a status that is not known yet": { ...feature("S3_DATA_EVENTS", UNKNOWN), because: /status is not known/ },
    "a source that is not known yet": { ...sources(UNKNOWN), because: /s3Logs.enable is not known/ },
  },
  mayBeDropped: {
    name: "one without a name is none that may be off",
    [s3]: "AWS then watches",
    [audit]: "AWS then watches",
    [volumes]: "AWS then watches",
  },
  notApplicable: {
    ...notApplicable,
    "a feature that may be off": { ...feature("EKS_AUDIT_LOGS", "DISABLED"), ...watch("EKS_AUDIT_LOGS") },
  },
});
