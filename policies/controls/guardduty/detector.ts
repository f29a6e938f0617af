import { all, control, notApplicable, pass, texts, type Value, type Verdict } from "../../core";

const detector = "aws:guardduty/detector:Detector";
const features = ["aws:guardduty/detectorFeature:DetectorFeature"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html";

/** Holds detectors to watching. */
export const guarddutyEnabled = control({
  id: "guardduty-enabled",
  title: "GuardDuty is on where there is a detector",
  severity: "high",
  why: "A detector that is suspended finds nothing, while everybody thinks that the account is watched.",
  fix: "Set enable to true, or drop it.",
  url: `${page}#guardduty-1`,
  on: [detector],
  check: (one) => one.boolean("enable").mustBeTrue({ absent: pass }),
});

/** Sources under their former names, in the detector itself. */
const former: Readonly<Record<string, string>> = {
  S3_DATA_EVENTS: "datasources.s3Logs.enable",
  EKS_AUDIT_LOGS: "datasources.kubernetes.auditLogs.enable",
  EBS_MALWARE_PROTECTION: "datasources.malwareProtection.scanEc2InstanceWithFindings.ebsVolumes.enable",
};

/** Holds detectors to what they may look at. */
export const guarddutyFeatures = control({
  id: "guardduty-features",
  title: "GuardDuty leaves nothing out that it could look at",
  severity: "high",
  why: "A protection plan that is off leaves a whole service unwatched.",
  fix: "Set status of the feature to ENABLED.",
  url: "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html",
  on: [detector, ...features],
  config: {
    unwatched: texts({
      default: [],
      description: "Features that may be off, for example EKS_AUDIT_LOGS where no cluster is.",
    }),
  },
  check: (one, { config }) => {
    if (one.type !== detector) return isOn(one, config.unwatched);
    return all(
      Object.entries(former)
        .filter(([name]) => !config.unwatched.includes(name))
        .map(([, path]) => one.boolean(path).mustBeTrue({ absent: pass })),
    );
  },
});

function isOn(feature: Value, unwatched: readonly string[]): Verdict {
  return unwatched.includes(feature.string("name").value ?? "")
    ? notApplicable("it may be off")
    : feature.string("status").equals("ENABLED");
}
