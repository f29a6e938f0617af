import { recorderInFoundation } from "../../../../../policies/controls/config/foundation";
import { recorderComplete, recorderOn, recorderStarted } from "../../../../../policies/controls/config/recorder";
import { configRetention } from "../../../../../policies/controls/config/retention";
import { recorderRole } from "../../../../../policies/controls/config/role";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const recorder = (props: Record<string, unknown> = {}) => sample("aws:cfg/recorder:Recorder", "default", props);
const recording = (recordingGroup: unknown) => ({ subject: recorder({ recordingGroup }) });

describeControl(recorderComplete, {
  compliant: {
    "AWS's default": { subject: recorder() },
    everything: recording({
      allSupported: true,
      recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
    }),
    "all but some": recording({
      allSupported: false,
      recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
    }),
  },
  violating: {
    "a strategy of named types": {
      ...recording({ recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }] }),
      at: "recordingGroup.recordingStrategies[0].useOnly",
    },
    "named types": {
      ...recording({ allSupported: false, resourceTypes: ["AWS::S3::Bucket"] }),
      at: "recordingGroup.allSupported",
    },
    "all but some where a team takes none": {
      ...recording({ recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }] }),
      config: { exclusions: false },
      at: "recordingGroup.recordingStrategies[0].useOnly",
    },
  },
  undecided: { "what is not known yet": { ...recording(UNKNOWN), because: /recordingGroup is not known/ } },
  mayBeDropped: {
    "recordingGroup.allSupported": "AWS's default",
    "recordingGroup.recordingStrategies": "AWS's default",
  },
});

const status = (props: Record<string, unknown>) => sample("aws:cfg/recorderStatus:RecorderStatus", "s", props);
describeControl(recorderOn, {
  compliant: { on: { subject: status({ isEnabled: true }) } },
  violating: {
    off: { subject: status({ isEnabled: false }), at: "isEnabled" },
    "nothing said": { subject: status({}), at: "isEnabled" },
  },
  undecided: { "what is not known yet": { subject: status({ isEnabled: UNKNOWN }), because: /isEnabled/ } },
});

const named = recorder({ name: "main" });
describeControl(recorderStarted, {
  compliant: { "a status": { subject: named, others: [status({ name: "main" })] } },
  violating: {
    none: { subject: named, at: "" },
    "one of another": { subject: named, others: [status({ name: "other" })], at: "" },
  },
  undecided: {
    "one of nobody knows which": {
      subject: named,
      others: [status({ name: UNKNOWN })],
      because: /s: name is not known/,
    },
  },
});

const linked = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
const by = (roleArn: unknown) => recorder({ roleArn });
describeControl(recorderRole, {
  compliant: {
    "AWS's role of the account": { subject: by(linked) },
    "AWS's role of the stack": {
      subject: by(linked),
      others: [sample("aws:iam/serviceLinkedRole:ServiceLinkedRole", "r", { arn: linked })],
    },
  },
  violating: {
    "a role of the account": { subject: by("arn:aws:iam::111122223333:role/config"), at: "roleArn" },
    "a role of the stack": {
      subject: by("arn:r"),
      others: [sample("aws:iam/role:Role", "r", { arn: "arn:r" })],
      at: "roleArn",
    },
    none: { subject: recorder(), at: "roleArn" },
  },
  undecided: { "a role that is not known yet": { subject: by(UNKNOWN), because: /roleArn is not known/ } },
});

describeControl(recorderInFoundation, {
  compliant: { "a recorder": { others: [recorder()], config: { foundation: true } } },
  violating: {
    none: { config: { foundation: true }, at: "" },
    "none, by the stack's tag": { stackTags: { foundation: "true" }, at: "" },
  },
  undecided: {},
  alwaysDecides: "a recorder is there or not",
  notApplicable: {
    "a stack that is no foundation": {},
    "a stack that says so": { stackTags: { foundation: "false" } },
    "a single recorder": { subject: recorder(), config: { foundation: true } },
  },
});

const retention = (retentionPeriodInDays: unknown) => ({
  subject: sample("aws:cfg/retentionConfiguration:RetentionConfiguration", "r", { retentionPeriodInDays }),
});
describeControl(configRetention, {
  compliant: {
    "a year": retention(365),
    "what a team takes": { ...retention(30), config: { minimumDays: 30 } },
  },
  violating: { "a day less": { ...retention(364), at: "retentionPeriodInDays" } },
  undecided: { "what is not known yet": { ...retention(UNKNOWN), because: /is not known/ } },
});
