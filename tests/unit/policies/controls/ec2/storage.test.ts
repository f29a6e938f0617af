import {
  ebsSnapshotsPrivate,
  ec2ImagePrivate,
  ec2ImagesBlockPublicAccess,
} from "../../../../../policies/controls/ec2/sharing";
import { ebsEncrypted, ebsEncryptedByDefault } from "../../../../../policies/controls/ec2/volumes";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const volume = (encrypted?: unknown) => ({ subject: sample("aws:ebs/volume:Volume", "data", { encrypted }) });
const instance = (props: Record<string, unknown>, from: Record<string, readonly Sample[]> = {}) => ({
  subject: sample("aws:ec2/instance:Instance", "worker", props, { from }),
});
const template = (...blockDeviceMappings: unknown[]) => ({
  subject: sample("aws:ec2/launchTemplate:LaunchTemplate", "workers", { blockDeviceMappings }),
});
const byDefault = (enabled?: unknown) =>
  sample("aws:ebs/encryptionByDefault:EncryptionByDefault", "account", { enabled });
const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };
const root = { encrypted: true };

describeControl(ebsEncrypted, {
  compliant: {
    "a volume": volume(true),
    "an instance": instance({ rootBlockDevice: root, ebsBlockDevices: [{ encrypted: true }] }),
    "an instance with the root alone": instance({ rootBlockDevice: root }),
    "a template": template({ ebs: { encrypted: "true" } }, { virtualName: "ephemeral0" }),
    "a volume of an account that encrypts": { ...volume(), others: [byDefault(true)] },
    "a volume of an account that encrypts, as it does with nothing given": { ...volume(false), others: [byDefault()] },
  },
  violating: {
    "a volume in plain": { ...volume(false), at: "encrypted" },
    "a volume with nothing given": { ...volume(), at: "encrypted" },
    "a volume of an account that does not": { ...volume(), others: [byDefault(false)], at: "encrypted" },
    "a root in plain": { ...instance({ rootBlockDevice: { encrypted: false } }), at: "rootBlockDevice.encrypted" },
    "a root with nothing given": { ...instance({}), at: "rootBlockDevice.encrypted" },
    "a root that AWS will tell of": { ...instance({ rootBlockDevice: UNKNOWN }), at: "rootBlockDevice.encrypted" },
    "one of the further volumes": {
      ...instance({ rootBlockDevice: root, ebsBlockDevices: [{ encrypted: true }, {}] }),
      at: "ebsBlockDevices[1].encrypted",
    },
    "one of a template's": {
      ...template({ ebs: { encrypted: "true" } }, { ebs: { encrypted: "false" } }),
      at: "blockDeviceMappings[1].ebs.encrypted",
    },
    "one of a template's with nothing given": { ...template({ ebs: {} }), at: "blockDeviceMappings[0].ebs.encrypted" },
  },
  undecided: {
    "a volume that is not known yet": { ...volume(UNKNOWN), because: /encrypted is not known/ },
    "a root that comes from elsewhere": {
      ...instance({ rootBlockDevice: UNKNOWN }, { rootBlockDevice: [sample("aws:s3/bucket:Bucket", "b")] }),
      because: /rootBlockDevice is not known/,
    },
    "a template's volumes that are not known yet": {
      subject: sample("aws:ec2/launchTemplate:LaunchTemplate", "workers", { blockDeviceMappings: UNKNOWN }),
      because: /blockDeviceMappings is not known/,
    },
    "a template's volume that is not known yet": {
      ...template({ ebs: UNKNOWN }),
      because: /ebs is not known/,
    },
  },
  mayBeDropped: {
    enabled: "AWS's provider then takes true",
    encrypted: "the account encrypts it then",
    ebsBlockDevices: "it has no further volume then",
  },
  notApplicable: {
    ...notApplicable,
    "a template that says nothing of volumes": template(),
    "a template of disks of the host": template({ virtualName: "ephemeral0" }),
  },
});

describeControl(ebsEncryptedByDefault, {
  compliant: { on: { subject: byDefault(true) }, "on by default": { subject: byDefault() } },
  violating: { off: { subject: byDefault(false), at: "enabled" } },
  undecided: { "a setting that is not known yet": { subject: byDefault(UNKNOWN), because: /enabled is not known/ } },
  mayBeDropped: { enabled: "the provider then takes true" },
  notApplicable,
});

const state = (type: string, value: unknown) => ({ subject: sample(type, "account", { state: value }) });
const snapshots = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess";
const images = "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess";

describeControl(ebsSnapshotsPrivate, {
  compliant: {
    "none at all": state(snapshots, "block-all-sharing"),
    "no new ones": state(snapshots, "block-new-sharing"),
  },
  violating: { any: { ...state(snapshots, "unblocked"), at: "state" } },
  undecided: { "a state that is not known yet": { ...state(snapshots, UNKNOWN), because: /state is not known/ } },
  notApplicable,
});

describeControl(ec2ImagesBlockPublicAccess, {
  compliant: { "no new ones": state(images, "block-new-sharing") },
  violating: { any: { ...state(images, "unblocked"), at: "state" } },
  undecided: { "a state that is not known yet": { ...state(images, UNKNOWN), because: /state is not known/ } },
  notApplicable,
});

const permission = (props: Record<string, unknown>) => ({
  subject: sample("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "p", props),
});

describeControl(ec2ImagePrivate, {
  compliant: { "an account": permission({ accountId: "123456789012" }), "another group": permission({ group: "ops" }) },
  violating: { everybody: { ...permission({ group: "all" }), at: "group" } },
  undecided: { "a group that is not known yet": { ...permission({ group: UNKNOWN }), because: /group is not known/ } },
  mayBeDropped: { group: "an account or an organization is named then" },
  notApplicable,
});
