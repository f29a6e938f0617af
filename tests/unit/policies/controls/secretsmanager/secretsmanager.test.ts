import { secretBlockPublic } from "../../../../../policies/controls/secretsmanager/block-public";
import { secretKey } from "../../../../../policies/controls/secretsmanager/key";
import { secretRecoveryWindow } from "../../../../../policies/controls/secretsmanager/recovery-window";
import { secretRotation } from "../../../../../policies/controls/secretsmanager/rotation";
import { rotationPeriod } from "../../../../../policies/controls/secretsmanager/rotation-period";
import { documentPublic } from "../../../../../policies/controls/ssm/document-public";
import { parameterSecure } from "../../../../../policies/controls/ssm/parameter-secure";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const secret = sample("aws:secretsmanager/secret:Secret", "token", { arn: "arn:secret:token" });
const of = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:secretsmanager/secret:Secret", "token", props),
});
const rotation = (props: Record<string, unknown>) =>
  sample("aws:secretsmanager/secretRotation:SecretRotation", "r", props);
const rules = (rotationRules: unknown) => ({ subject: rotation({ rotationRules }) });

describeControl(secretRotation, {
  compliant: {
    "a rotation": {
      subject: secret,
      others: [rotation({ secretId: "arn:secret:token", rotationRules: { automaticallyAfterDays: 30 } })],
    },
    "a rotation whose rules are not known yet": {
      subject: secret,
      others: [rotation({ secretId: "arn:secret:token", rotationRules: UNKNOWN })],
    },
  },
  violating: {
    none: { subject: secret, at: "" },
    "one of another": { subject: secret, others: [rotation({ secretId: "other", rotationRules: {} })], at: "" },
    "one without rules": { subject: secret, others: [rotation({ secretId: "arn:secret:token" })], at: "rotationRules" },
  },
  undecided: {
    "one of nobody knows which": { subject: secret, others: [rotation({ secretId: UNKNOWN })], because: /r: secretId/ },
  },
});

describeControl(rotationPeriod, {
  compliant: {
    "ninety days": rules({ automaticallyAfterDays: 90 }),
    "a rate in days": rules({ scheduleExpression: "rate(90 days)" }),
    "a rate in hours": rules({ scheduleExpression: "rate(2160 hours)" }),
    "a day of each month": rules({ scheduleExpression: "cron(0 4 1 * ? *)" }),
    "what a team takes": { ...rules({ automaticallyAfterDays: 365 }), config: { maximumDays: 365 } },
  },
  violating: {
    "a day more": { ...rules({ automaticallyAfterDays: 91 }), at: "rotationRules.automaticallyAfterDays" },
    "no time": { ...rules({}), at: "rotationRules.automaticallyAfterDays" },
    "a rate of a day more": {
      ...rules({ scheduleExpression: "rate(91 days)" }),
      at: "rotationRules.scheduleExpression",
    },
    "a rate of an hour more": {
      ...rules({ scheduleExpression: "rate(2161 hours)" }),
      at: "rotationRules.scheduleExpression",
    },
    "each month where a team wants each": {
      ...rules({ scheduleExpression: "cron(0 4 1 * ? *)" }),
      config: { maximumDays: 61 },
      at: "rotationRules.scheduleExpression",
    },
  },
  undecided: {
    "days that are not known yet": { ...rules({ automaticallyAfterDays: UNKNOWN }), because: /is not known/ },
    "a schedule that is not known yet": { ...rules({ scheduleExpression: UNKNOWN }), because: /is not known/ },
    "some months": { ...rules({ scheduleExpression: "cron(0 4 1 1/6 ? *)" }), because: /how often cron/ },
    "one year": { ...rules({ scheduleExpression: "cron(0 4 1 * ? 2030)" }), because: /how often cron/ },
  },
});

describeControl(secretKey, {
  compliant: { "a key": of({ kmsKeyId: UNKNOWN }) },
  violating: { "AWS's key": { ...of(), at: "kmsKeyId" } },
  undecided: {},
  alwaysDecides: "the id of a key can't turn out to be nothing",
});

const policy = (props: Record<string, unknown>) => ({
  subject: sample("aws:secretsmanager/secretPolicy:SecretPolicy", "p", props),
});
describeControl(secretBlockPublic, {
  compliant: { on: policy({ blockPublicPolicy: true }) },
  violating: {
    "AWS's default": { ...policy({}), at: "blockPublicPolicy" },
    off: { ...policy({ blockPublicPolicy: false }), at: "blockPublicPolicy" },
  },
  undecided: { "what is not known yet": { ...policy({ blockPublicPolicy: UNKNOWN }), because: /is not known/ } },
});

describeControl(secretRecoveryWindow, {
  compliant: { "AWS's default": of(), "seven days": of({ recoveryWindowInDays: 7 }) },
  violating: {
    "no time": { ...of({ recoveryWindowInDays: 0 }), at: "recoveryWindowInDays" },
    "less than a team wants": {
      ...of({ recoveryWindowInDays: 29 }),
      config: { minimumDays: 30 },
      at: "recoveryWindowInDays",
    },
  },
  undecided: { "what is not known yet": { ...of({ recoveryWindowInDays: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: { recoveryWindowInDays: "AWS then waits for 30 days" },
});

const parameter = (name: unknown, type: unknown = "String", given = "p") => ({
  subject: sample("aws:ssm/parameter:Parameter", given, { name, type }),
});
describeControl(parameterSecure, {
  compliant: {
    "an encrypted password": parameter("/shop/db-password", "SecureString"),
    "an encrypted value that the program calls a token": parameter(undefined, "SecureString", "shop-token"),
  },
  violating: {
    ...Object.fromEntries(
      [
        "/shop/db-password",
        "/shop/passwd",
        "/shop/secret",
        "/shop/auth-token",
        "/shop/credentials",
        "/shop/private_key",
        "/shop/apiKey",
      ].map((name) => [`plain ${name}`, { ...parameter(name), at: "type" }]),
    ),
    "a list of tokens": { ...parameter("/shop/tokens", "StringList"), at: "type" },
    "what the program calls a secret": { ...parameter(undefined, "String", "shop-secret"), at: "type" },
  },
  undecided: {
    "a type that is not known yet": { ...parameter("/shop/secret", UNKNOWN), because: /type is not known/ },
    "a name that is not known yet": { ...parameter(UNKNOWN), because: /name is not known/ },
  },
  notApplicable: {
    "a setting": parameter("/shop/colour"),
    "the ARN of a secret": parameter("/shop/db-secret-arn"),
    "the name of a secret": parameter("/shop/token/name"),
    "the id of a secret": parameter(undefined, "String", "secret-id"),
    "an encrypted one whose name is not known yet": parameter(UNKNOWN, "SecureString"),
  },
});

const document = (permissions?: unknown) => ({
  subject: sample("aws:ssm/document:Document", "d", permissions === undefined ? {} : { permissions }),
});
describeControl(documentPublic, {
  compliant: {
    "no permissions": document(),
    "a named account": document({ type: "Share", account_ids: "111122223333" }),
  },
  violating: {
    everybody: { ...document({ type: "Share", account_ids: "All" }), at: "permissions.account_ids" },
    "everybody beside an account": {
      ...document({ type: "Share", account_ids: "111122223333,all" }),
      at: "permissions.account_ids",
    },
    "everybody, spelt as Pulumi spells": {
      ...document({ type: "Share", accountIds: "all" }),
      at: "permissions.accountIds",
    },
  },
  undecided: {
    "permissions that are not known yet": { ...document(UNKNOWN), because: /permissions is not known/ },
    "accounts that are not known yet": { ...document({ account_ids: UNKNOWN }), because: /account_ids is not known/ },
  },
  mayBeDropped: {
    "permissions.account_ids": "without accounts, nobody gets it",
    "permissions.type": "it says nothing of accounts",
  },
});
