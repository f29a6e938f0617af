import { trailInFoundation } from "../../../../../policies/controls/cloudtrail/foundation";
import {
  trailCloudWatchLogs,
  trailGlobalEvents,
  trailKms,
  trailLogging,
  trailLogValidation,
  trailMultiRegion,
} from "../../../../../policies/controls/cloudtrail/trail";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const trail = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cloudtrail/trail:Trail", "audit", props),
});

describeControl(trailMultiRegion, {
  compliant: { "a trail of all regions": trail({ isMultiRegionTrail: true }) },
  violating: {
    "a trail of one region": { ...trail({ isMultiRegionTrail: false }), at: "isMultiRegionTrail" },
    "nothing said of regions": { ...trail(), at: "isMultiRegionTrail" },
  },
  undecided: { "an unknown": { ...trail({ isMultiRegionTrail: UNKNOWN }), because: /isMultiRegionTrail/ } },
});

describeControl(trailLogging, {
  compliant: { "AWS's default": trail(), "a trail that is on": trail({ enableLogging: true }) },
  violating: { "a trail that is off": { ...trail({ enableLogging: false }), at: "enableLogging" } },
  undecided: { "an unknown": { ...trail({ enableLogging: UNKNOWN }), because: /enableLogging/ } },
  mayBeDropped: { enableLogging: "AWS's default is true" },
});

describeControl(trailGlobalEvents, {
  compliant: { "AWS's default": trail(), "global events": trail({ includeGlobalServiceEvents: true }) },
  violating: {
    "no global events": { ...trail({ includeGlobalServiceEvents: false }), at: "includeGlobalServiceEvents" },
  },
  undecided: { "an unknown": { ...trail({ includeGlobalServiceEvents: UNKNOWN }), because: /includeGlobal/ } },
  mayBeDropped: { includeGlobalServiceEvents: "AWS's default is true" },
});

describeControl(trailLogValidation, {
  compliant: { digests: trail({ enableLogFileValidation: true }) },
  violating: { "no digests": { ...trail(), at: "enableLogFileValidation" } },
  undecided: { "an unknown": { ...trail({ enableLogFileValidation: UNKNOWN }), because: /Validation/ } },
});

describeControl(trailKms, {
  compliant: {
    "a key by ARN": trail({ kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1" }),
    "a key that the program makes": trail({ kmsKeyId: UNKNOWN }),
  },
  violating: {
    "no key": { ...trail(), at: "kmsKeyId" },
    "an empty text": { ...trail({ kmsKeyId: "" }), at: "kmsKeyId" },
  },
  undecided: {},
  alwaysDecides: "the ARN of a key that is made can't turn out to be nothing",
});

describeControl(trailCloudWatchLogs, {
  compliant: {
    "a log group and its role": trail({ cloudWatchLogsGroupArn: "arn:logs", cloudWatchLogsRoleArn: UNKNOWN }),
    "a log group that is not there yet": trail({ cloudWatchLogsGroupArn: UNKNOWN, cloudWatchLogsRoleArn: "arn:role" }),
  },
  violating: {
    "no log group": { ...trail({ cloudWatchLogsRoleArn: UNKNOWN }), at: "cloudWatchLogsGroupArn" },
    "no role": { ...trail({ cloudWatchLogsGroupArn: UNKNOWN }), at: "cloudWatchLogsRoleArn" },
  },
  undecided: {},
  alwaysDecides: "the ARNs of what is made can't turn out to be nothing",
});

const foundation = { stackTags: { foundation: "true" } };

describeControl(trailInFoundation, {
  compliant: {
    "a foundation with a trail": { others: [trail().subject], ...foundation },
    "a foundation by the team's settings": { others: [trail().subject], config: { foundation: true } },
  },
  violating: {
    "a foundation without one": { ...foundation, at: "" },
    "the same by the team's settings": { config: { foundation: true }, at: "" },
  },
  undecided: {},
  alwaysDecides: "whether there is a trail is known",
  notApplicable: { "any other stack": {} },
});
