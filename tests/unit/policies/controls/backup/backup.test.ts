import { backupPlanFrequency } from "../../../../../policies/controls/backup/plan-frequency";
import { backupPlanRetention } from "../../../../../policies/controls/backup/plan-retention";
import { backupVaultKept } from "../../../../../policies/controls/backup/vault-kept";
import { backupVaultKey } from "../../../../../policies/controls/backup/vault-key";
import { backupVaultPolicy } from "../../../../../policies/controls/backup/vault-policy";
import { backupVaultProtected } from "../../../../../policies/controls/backup/vault-protected";
import { mustBeOff, one, plus, referring } from "../../../../support/examples";
import { type Case, describeControl, sample, UNKNOWN } from "../../../../support/policies";

const vaultType = "aws:backup/vault:Vault";
const plan = (...rules: Record<string, unknown>[]) => one("aws:backup/plan:Plan", { rules });

describeControl(backupVaultKey, {
  compliant: {
    "a key by its ARN": one(vaultType, { kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" }),
    "a key that is not made yet": one(vaultType, { kmsKeyArn: UNKNOWN }),
  },
  violating: { "AWS's own": { ...one(vaultType), at: "kmsKeyArn" } },
  undecided: {},
  alwaysDecides: "a key that is not known yet is one that the program makes",
});

describeControl(
  backupVaultKept,
  plus(mustBeOff([vaultType], "forceDestroy"), {
    notApplicable: {
      "a stack to be thrown away": { ...one(vaultType, { forceDestroy: true }), stackTags: { disposable: "true" } },
    },
  }),
);

const keeping = (deleteAfter?: unknown) => ({ lifecycle: { deleteAfter } });

describeControl(backupPlanRetention, {
  compliant: {
    "five weeks": plan(keeping(35)),
    "for ever": plan({ schedule: "cron(0 1 * * ? *)" }),
    "a week where a team takes it": { ...plan(keeping(7)), config: { minimumDays: 7 } },
  },
  violating: {
    "a day less": { ...plan(keeping(35), keeping(34)), at: "rules[1].lifecycle.deleteAfter" },
    "no rules": { ...one("aws:backup/plan:Plan"), at: "rules" },
  },
  undecided: { "days that are not known yet": { ...plan(keeping(UNKNOWN)), because: /deleteAfter is not known/ } },
});

const at = (schedule: unknown): Case => plan({ schedule });
const daily = [
  "cron(0 1 * * ? *)",
  "cron(0 5 ? * * *)",
  "cron(0 */4 * * ? *)",
  "cron(0 1,13 */1 * ? *)",
  "cron(0 1 1/1 * ? *)",
  "rate(1 day)",
  "rate(24 hours)",
  "rate(90 minutes)",
];
const rarer = [
  "cron(0 5 ? * SUN *)",
  "cron(0 5 1 * ? *)",
  "cron(0 5 * 1 ? *)",
  "cron(0 5 * * ? 2027)",
  "rate(2 days)",
  "rate(25 hours)",
  "cron(0 5)",
  "cron(0 5 * * ?)",
  "every day",
];

describeControl(backupPlanFrequency, {
  compliant: {
    ...Object.fromEntries(daily.map((schedule) => [schedule, at(schedule)])),
    "what AWS takes by itself": plan({}),
    "a rule that goes on all the time": plan({ enableContinuousBackup: true, schedule: "cron(0 5 ? * SUN *)" }),
    "a rule of every day beside one of every month": plan({ schedule: rarer[1] }, { schedule: daily[0] }),
  },
  violating: {
    ...Object.fromEntries(rarer.map((schedule) => [schedule, { ...at(schedule), at: "rules" }])),
    "no rules": { ...one("aws:backup/plan:Plan"), at: "rules" },
  },
  undecided: { "a schedule that is not known yet": { ...at(UNKNOWN), because: /schedule is not known/ } },
});

const vault = sample(vaultType, "vault", { name: UNKNOWN });
const locked = (values: Record<string, unknown>) => ({
  subject: vault,
  others: [
    referring("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", "backupVaultName", [vault], values),
  ],
});
const guarded = (statement: Record<string, unknown>) => ({
  subject: vault,
  others: [
    referring("aws:backup/vaultPolicy:VaultPolicy", "policy", "backupVaultName", [vault], {
      policy: JSON.stringify({
        Statement: [
          { Effect: "Deny", Principal: "*", Action: ["backup:DeleteRecoveryPoint"], Resource: "*", ...statement },
        ],
      }),
    }),
  ],
});

describeControl(backupVaultProtected, {
  compliant: {
    "a lock": locked({ minRetentionDays: 7 }),
    "a lock for a day": locked({ minRetentionDays: 1 }),
    "a policy": guarded({}),
    "a policy for every account": guarded({ Principal: { AWS: "*" } }),
    "a policy against all deletions": guarded({ Action: "backup:Delete*" }),
    "a policy against all of AWS Backup": guarded({ Action: "backup:*" }),
    "a policy against everything": guarded({ Action: "*" }),
    "a policy against this and more": guarded({ Action: ["backup:DeleteRecoveryPoint", "backup:DeleteBackupVault"] }),
  },
  violating: {
    neither: { subject: vault, at: "" },
    "a lock that keeps nothing": { ...locked({}), at: "minRetentionDays" },
    "a lock for no days": { ...locked({ minRetentionDays: 0 }), at: "minRetentionDays" },
    "a policy that allows": { ...guarded({ Effect: "Allow" }), at: "policy.Statement" },
    "a policy for one role": {
      ...guarded({ Principal: { AWS: "arn:aws:iam::123456789012:role/x" } }),
      at: "policy.Statement",
    },
    "a policy against other actions": { ...guarded({ Action: "backup:StartCopyJob" }), at: "policy.Statement" },
    "a policy under a condition": {
      ...guarded({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } }),
      at: "policy.Statement",
    },
  },
  undecided: {
    "days that are not known yet": {
      ...locked({ minRetentionDays: UNKNOWN }),
      because: /minRetentionDays is not known/,
    },
  },
});

const policy = (statement: Record<string, unknown>) =>
  one("aws:backup/vaultPolicy:VaultPolicy", {
    policy: JSON.stringify({
      Statement: [{ Effect: "Allow", Action: "backup:CopyIntoBackupVault", Resource: "*", ...statement }],
    }),
  });

describeControl(backupVaultPolicy, {
  compliant: {
    "an account by name": policy({ Principal: { AWS: "210987654321" } }),
    "a denial to everybody": policy({ Effect: "Deny", Principal: "*" }),
  },
  violating: { everybody: { ...policy({ Principal: { AWS: "*" } }), at: "policy.Statement[0]" } },
  undecided: {
    "a policy that is not known yet": {
      ...one("aws:backup/vaultPolicy:VaultPolicy", { policy: UNKNOWN }),
      because: /policy is not known/,
    },
  },
  mayBeDropped: { policy: "without a policy nobody else comes in" },
});
