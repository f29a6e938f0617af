import { efsAccessPointRoot } from "../../../../../policies/controls/efs/access-point-root";
import { efsAccessPointUser } from "../../../../../policies/controls/efs/access-point-user";
import { efsAnonymousClients } from "../../../../../policies/controls/efs/anonymous-clients";
import { efsBackup } from "../../../../../policies/controls/efs/backup";
import { efsEncryption } from "../../../../../policies/controls/efs/encryption";
import { efsSecureTransport } from "../../../../../policies/controls/efs/secure-transport";
import { examplesOf, mustBeOn, one, referring } from "../../../../support/examples";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const fileSystem = "aws:efs/fileSystem:FileSystem";
const accessPoint = "aws:efs/accessPoint:AccessPoint";
const files = sample(fileSystem, "files", { id: UNKNOWN });
const other = sample(fileSystem, "other", { id: UNKNOWN });

describeControl(efsEncryption, mustBeOn([fileSystem], "encrypted"));

const backedUp = (status: unknown, targets = [files]) => ({
  subject: files,
  others: [
    referring("aws:efs/backupPolicy:BackupPolicy", "policy", "fileSystemId", targets, { backupPolicy: { status } }),
  ],
});

describeControl(efsBackup, {
  compliant: {
    "a backup policy": backedUp("ENABLED"),
    "a backup plan": {
      subject: files,
      others: [
        sample("aws:backup/selection:Selection", "daily", { resources: [UNKNOWN] }, { from: { resources: [files] } }),
      ],
    },
  },
  violating: {
    neither: { subject: files, at: "" },
    "a policy that is off": { ...backedUp("DISABLED"), at: "backupPolicy.status" },
  },
  undecided: {
    "a status that is not known yet": { ...backedUp(UNKNOWN), because: /status is not known/ },
    "a policy that may be another's": { ...backedUp("ENABLED", [files, other]), because: /any of files, other/ },
  },
});

describeControl(
  efsAccessPointRoot,
  examplesOf({ types: [accessPoint], path: "rootDirectory.path", good: ["/orders"], bad: ["/"], absent: "bad" }),
);

const user = (uid: unknown, gid: unknown) => one(accessPoint, { posixUser: { uid, gid } });

describeControl(efsAccessPointUser, {
  compliant: { "a user of its own": user(1000, 1000), "the first one after root": user(1, 1) },
  violating: {
    "no word of it": { ...one(accessPoint), at: "posixUser.uid" },
    root: { ...user(0, 1000), at: "posixUser.uid" },
    "root's group": { ...user(1000, 0), at: "posixUser.gid" },
  },
  undecided: { "a user who is not known yet": { ...user(UNKNOWN, 1000), because: /uid is not known/ } },
});

const guarded = (policy: unknown) => ({
  subject: files,
  others: [referring("aws:efs/fileSystemPolicy:FileSystemPolicy", "policy", "fileSystemId", [files], { policy })],
});
const denial = (more: Record<string, unknown> = {}) =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
        ...more,
      },
    ],
  });

describeControl(efsSecureTransport, {
  compliant: {
    "a policy that denies the rest": guarded(denial()),
    "one about mounts": guarded(denial({ Action: "elasticfilesystem:Client*" })),
  },
  violating: {
    "no policy": { subject: files, at: "" },
    "a policy that allows": { ...guarded(denial({ Effect: "Allow" })), at: "policy" },
    "a policy about writes alone": { ...guarded(denial({ Action: "elasticfilesystem:ClientWrite" })), at: "policy" },
  },
  undecided: { "a policy that is not known yet": { ...guarded(UNKNOWN), because: /policy is not known/ } },
});

const allowing = (more: Record<string, unknown>) =>
  guarded(JSON.stringify({ Statement: [{ Effect: "Allow", Action: "elasticfilesystem:ClientMount", ...more }] }));

describeControl(efsAnonymousClients, {
  compliant: {
    "a policy that only denies": guarded(denial()),
    "a policy that names a role": allowing({ Principal: { AWS: "arn:aws:iam::123456789012:role/orders" } }),
  },
  violating: {
    "no policy": { subject: files, at: "" },
    "a policy for everybody": { ...allowing({ Principal: { AWS: "*" } }), at: "policy.Statement[0]" },
    "one policy of two for everybody": {
      ...allowing({ Principal: { AWS: "*" } }),
      others: [...guarded(denial()).others, ...allowing({ Principal: { AWS: "*" } }).others],
      at: "policy.Statement[0]",
    },
    "a policy for everybody at an address": {
      ...allowing({ Principal: { AWS: "*" }, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
      at: "policy.Statement[0]",
    },
    "a policy for everybody who reaches a mount target": {
      ...allowing({
        Principal: { AWS: "*" },
        Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
      }),
      at: "policy.Statement[0]",
    },
  },
  undecided: { "a policy that is not known yet": { ...guarded(UNKNOWN), because: /policy is not known/ } },
});
