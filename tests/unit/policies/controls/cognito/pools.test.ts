import { poolDeletionProtection } from "../../../../../policies/controls/cognito/deletion-protection";
import { identityPoolFlow } from "../../../../../policies/controls/cognito/identity-pool-flow";
import { identityPoolGuests } from "../../../../../policies/controls/cognito/identity-pool-guests";
import { identityPoolTokenCheck } from "../../../../../policies/controls/cognito/identity-pool-token-check";
import { poolMfa } from "../../../../../policies/controls/cognito/mfa";
import { poolPasswordPolicy } from "../../../../../policies/controls/cognito/password-policy";
import { poolSelfSignUp } from "../../../../../policies/controls/cognito/self-sign-up";
import { poolSmsExternalId } from "../../../../../policies/controls/cognito/sms-external-id";
import { poolThreatProtection } from "../../../../../policies/controls/cognito/threat-protection";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const pool = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cognito/userPool:UserPool", "shoppers", props),
});
const identities = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cognito/identityPool:IdentityPool", "shoppers", props),
});
const group = { subject: sample("aws:cognito/userGroup:UserGroup", "staff") };

const strong = {
  minimumLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 7,
};
const passwords = (change: object = {}) => pool({ passwordPolicy: { ...strong, ...change } });

describeControl(poolPasswordPolicy, {
  compliant: {
    "strong passwords": passwords(),
    "AWS's own days": passwords({ temporaryPasswordValidityDays: undefined }),
    "one day, where a team takes no more": {
      ...passwords({ temporaryPasswordValidityDays: 1 }),
      config: { temporaryDays: 1 },
    },
    "what a team takes": { ...passwords({ minimumLength: 6 }), config: { minimumLength: 6 } },
  },
  violating: {
    "no policy": { ...pool(), at: "passwordPolicy.minimumLength" },
    "seven characters": { ...passwords({ minimumLength: 7 }), at: "passwordPolicy.minimumLength" },
    "no small letters": { ...passwords({ requireLowercase: false }), at: "passwordPolicy.requireLowercase" },
    "no capitals": { ...passwords({ requireUppercase: false }), at: "passwordPolicy.requireUppercase" },
    "no numbers": { ...passwords({ requireNumbers: false }), at: "passwordPolicy.requireNumbers" },
    "no symbols": { ...passwords({ requireSymbols: undefined }), at: "passwordPolicy.requireSymbols" },
    "eight days": {
      ...passwords({ temporaryPasswordValidityDays: 8 }),
      at: "passwordPolicy.temporaryPasswordValidityDays",
    },
    "AWS's own days, where a team takes one": {
      ...passwords({ temporaryPasswordValidityDays: undefined }),
      config: { temporaryDays: 6 },
      at: "passwordPolicy.temporaryPasswordValidityDays",
    },
    "less than a team takes": { ...passwords(), config: { minimumLength: 9 }, at: "passwordPolicy.minimumLength" },
  },
  undecided: {
    "a length that is not known yet": {
      ...passwords({ minimumLength: UNKNOWN }),
      because: /minimumLength is not known/,
    },
  },
  notApplicable: { "a group": group },
  mayBeDropped: { "passwordPolicy.temporaryPasswordValidityDays": "AWS then takes 7 days" },
});

describeControl(poolMfa, {
  compliant: {
    "a factor for all": { ...pool({ mfaConfiguration: "ON" }), config: { mode: "required" } },
    "a factor for those that want one": pool({ mfaConfiguration: "OPTIONAL" }),
    "a factor for those that want one, in so many words": {
      ...pool({ mfaConfiguration: "OPTIONAL" }),
      config: { mode: "optional" },
    },
    "a factor for all, where some would do": pool({ mfaConfiguration: "ON" }),
    "a factor beside the only other": pool({
      mfaConfiguration: "ON",
      signInPolicy: { allowedFirstAuthFactors: ["PASSWORD"] },
    }),
  },
  violating: {
    "no factor": { ...pool({ mfaConfiguration: "OFF" }), at: "mfaConfiguration" },
    "what AWS does with nothing given": { ...pool(), at: "mfaConfiguration" },
    "a factor for some, where all have to": {
      ...pool({ mfaConfiguration: "OPTIONAL" }),
      config: { mode: "required" },
      at: "mfaConfiguration",
    },
  },
  undecided: {
    "a setting that is not known yet": {
      ...pool({ mfaConfiguration: UNKNOWN }),
      because: /mfaConfiguration is not known/,
    },
    "a first factor that is not known yet": {
      ...pool({ signInPolicy: { allowedFirstAuthFactors: UNKNOWN } }),
      because: /allowedFirstAuthFactors is not known/,
    },
  },
  notApplicable: {
    "a pool whose users may do without a password": pool({
      signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] },
    }),
    "a group": group,
  },
  mayBeDropped: { "signInPolicy.allowedFirstAuthFactors": "AWS then takes passwords" },
});

const guarded = (mode: unknown, more: object = {}, config: object = {}) => ({
  ...pool({ userPoolAddOns: { advancedSecurityMode: mode }, ...more }),
  config: { required: true, ...config },
});
const custom = (customAuthMode: unknown) => ({
  userPoolAddOns: { advancedSecurityMode: "ENFORCED", advancedSecurityAdditionalFlows: { customAuthMode } },
  lambdaConfig: { createAuthChallenge: "arn:aws:lambda:eu-central-1:123456789012:function:challenge" },
});

describeControl(poolThreatProtection, {
  compliant: {
    "sign-ins that are stopped": guarded("ENFORCED"),
    "sign-ins that are stopped, in so many words": guarded("ENFORCED", {}, { mode: "ENFORCED" }),
    "sign-ins that are recorded, where a team takes it": guarded("AUDIT", {}, { mode: "AUDIT" }),
    "sign-ins that are stopped, where recording would do": guarded("ENFORCED", {}, { mode: "AUDIT" }),
    "custom sign-ins that are stopped": guarded("ENFORCED", custom("ENFORCED")),
  },
  violating: {
    nothing: { ...pool(), config: { required: true }, at: "userPoolAddOns.advancedSecurityMode" },
    "sign-ins that are recorded": { ...guarded("AUDIT"), at: "userPoolAddOns.advancedSecurityMode" },
    "sign-ins that are recorded, in so many words": {
      ...guarded("AUDIT", {}, { mode: "ENFORCED" }),
      at: "userPoolAddOns.advancedSecurityMode",
    },
    "protection that is off": { ...guarded("OFF", {}, { mode: "AUDIT" }), at: "userPoolAddOns.advancedSecurityMode" },
    "custom sign-ins that nobody looks at": {
      ...guarded("ENFORCED", custom(undefined)),
      at: "userPoolAddOns.advancedSecurityAdditionalFlows.customAuthMode",
    },
  },
  undecided: { "a mode that is not known yet": { ...guarded(UNKNOWN), because: /advancedSecurityMode is not known/ } },
  notApplicable: { "a pool without it, where no team asks for it": pool() },
  mayBeDropped: { "lambdaConfig.createAuthChallenge": "there are no custom sign-ins then" },
});

describeControl(poolDeletionProtection, {
  compliant: { "a protected pool": pool({ deletionProtection: "ACTIVE" }) },
  violating: {
    "a pool that is not": { ...pool({ deletionProtection: "INACTIVE" }), at: "deletionProtection" },
    "what AWS does with nothing given": { ...pool(), at: "deletionProtection" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...pool({ deletionProtection: UNKNOWN }),
      because: /deletionProtection is not known/,
    },
  },
  notApplicable: {
    "a stack to throw away, by its tag": { ...pool(), stackTags: { disposable: "true" } },
    "a stack to throw away, by the setting": { ...pool(), config: { disposable: true } },
  },
});

const signUp = (allowAdminCreateUserOnly: unknown) => ({
  ...pool({ adminCreateUserConfig: { allowAdminCreateUserOnly } }),
  config: { required: true },
});

describeControl(poolSelfSignUp, {
  compliant: { "users that somebody let in": signUp(true) },
  violating: {
    "users that signed up": { ...signUp(false), at: "adminCreateUserConfig.allowAdminCreateUserOnly" },
    "what AWS does with nothing given": {
      ...pool(),
      config: { required: true },
      at: "adminCreateUserConfig.allowAdminCreateUserOnly",
    },
  },
  undecided: {
    "a setting that is not known yet": { ...signUp(UNKNOWN), because: /allowAdminCreateUserOnly is not known/ },
  },
  notApplicable: { "a shop, whose customers sign up": pool() },
});

const sms = (externalId?: unknown) => pool({ smsConfiguration: { snsCallerArn: "arn", externalId } });

describeControl(poolSmsExternalId, {
  compliant: { "an external id": sms("shop-7f3a") },
  violating: {
    none: { ...sms(), at: "smsConfiguration.externalId" },
    "an empty one": { ...sms(""), at: "smsConfiguration.externalId" },
  },
  undecided: { "one that is not known yet": { ...sms(UNKNOWN), because: /externalId is not known/ } },
  notApplicable: { "a pool without text messages": pool() },
});

describeControl(identityPoolGuests, {
  compliant: {
    "signed-in users": identities({ allowUnauthenticatedIdentities: false }),
    "what AWS does with nothing given": identities(),
  },
  violating: {
    guests: { ...identities({ allowUnauthenticatedIdentities: true }), at: "allowUnauthenticatedIdentities" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...identities({ allowUnauthenticatedIdentities: UNKNOWN }),
      because: /allowUnauthenticatedIdentities is not known/,
    },
  },
  notApplicable: { "a user pool": pool() },
  mayBeDropped: { allowUnauthenticatedIdentities: "AWS then takes false" },
});

describeControl(identityPoolFlow, {
  compliant: {
    "the enhanced flow": identities({ allowClassicFlow: false }),
    "what AWS does with nothing given": identities(),
  },
  violating: { "the classic flow": { ...identities({ allowClassicFlow: true }), at: "allowClassicFlow" } },
  undecided: {
    "a setting that is not known yet": {
      ...identities({ allowClassicFlow: UNKNOWN }),
      because: /allowClassicFlow is not known/,
    },
  },
  notApplicable: { "a user pool": pool() },
  mayBeDropped: { allowClassicFlow: "AWS then takes false" },
});

const provided = (...checks: unknown[]) =>
  identities({
    cognitoIdentityProviders: checks.map((serverSideTokenCheck) => ({ clientId: "c", serverSideTokenCheck })),
  });

describeControl(identityPoolTokenCheck, {
  compliant: { "a pool that is asked": provided(true), "no user pools": identities() },
  violating: {
    "a pool that is not asked": {
      ...provided(true, false),
      at: "cognitoIdentityProviders[1].serverSideTokenCheck",
    },
    "what AWS does with nothing given": {
      ...provided(undefined),
      at: "cognitoIdentityProviders[0].serverSideTokenCheck",
    },
  },
  undecided: {
    "a setting that is not known yet": { ...provided(UNKNOWN), because: /serverSideTokenCheck is not known/ },
  },
  notApplicable: { "a user pool": pool() },
  mayBeDropped: { cognitoIdentityProviders: "there is then no user pool" },
});
