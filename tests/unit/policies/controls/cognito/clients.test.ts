import { clientCallbacksHttps } from "../../../../../policies/controls/cognito/client-callbacks-https";
import { clientOauthFlows } from "../../../../../policies/controls/cognito/client-oauth-flows";
import { clientPasswordFlows } from "../../../../../policies/controls/cognito/client-password-flows";
import { clientTokenRevocation } from "../../../../../policies/controls/cognito/client-token-revocation";
import { clientUserExistence } from "../../../../../policies/controls/cognito/client-user-existence";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const client = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cognito/userPoolClient:UserPoolClient", "web", props),
});
const managed = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cognito/managedUserPoolClient:ManagedUserPoolClient", "search", props),
});
const pool = { subject: sample("aws:cognito/userPool:UserPool", "shoppers") };

describeControl(clientUserExistence, {
  compliant: { "one answer for all": client({ preventUserExistenceErrors: "ENABLED" }) },
  violating: {
    "answers that tell": { ...client({ preventUserExistenceErrors: "LEGACY" }), at: "preventUserExistenceErrors" },
    "nothing said": { ...managed(), at: "preventUserExistenceErrors" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...client({ preventUserExistenceErrors: UNKNOWN }),
      because: /preventUserExistenceErrors is not known/,
    },
  },
  notApplicable: { "a pool": pool },
});

describeControl(clientTokenRevocation, {
  compliant: {
    "tokens that can be revoked": client({ enableTokenRevocation: true }),
    "what AWS does with nothing given": managed(),
  },
  violating: {
    "tokens that can't": { ...client({ enableTokenRevocation: false }), at: "enableTokenRevocation" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...client({ enableTokenRevocation: UNKNOWN }),
      because: /enableTokenRevocation is not known/,
    },
  },
  notApplicable: { "a pool": pool },
  mayBeDropped: { enableTokenRevocation: "AWS then takes true" },
});

describeControl(clientOauthFlows, {
  compliant: {
    "tokens for a code": client({ allowedOauthFlows: ["code"] }),
    "no such flows": managed(),
  },
  violating: {
    "tokens in the address": { ...client({ allowedOauthFlows: ["code", "implicit"] }), at: "allowedOauthFlows[1]" },
  },
  undecided: {
    "flows that are not known yet": {
      ...client({ allowedOauthFlows: UNKNOWN }),
      because: /allowedOauthFlows is not known/,
    },
  },
  notApplicable: { "a pool": pool },
  mayBeDropped: { allowedOauthFlows: "there are no such flows then" },
});

describeControl(clientCallbacksHttps, {
  compliant: {
    "addresses over HTTPS": client({
      callbackUrls: ["https://shop.example.com/in"],
      logoutUrls: ["https://shop.example.com/out"],
      defaultRedirectUri: "https://shop.example.com/in",
    }),
    "the developer's own machine, and an app": client({
      callbackUrls: [
        "http://localhost:3000/in",
        "http://localhost",
        "http://127.0.0.1/in",
        "http://[::1]:80/",
        "shop://in",
      ],
    }),
    "no addresses": managed(),
  },
  violating: {
    "plain HTTP": {
      ...client({ callbackUrls: ["https://shop.example.com/in", "http://shop.example.com/in"] }),
      at: "callbackUrls[1]",
    },
    "plain HTTP in capitals, on leaving": {
      ...client({ logoutUrls: ["HTTP://shop.example.com/"] }),
      at: "logoutUrls[0]",
    },
    "plain HTTP where nothing else is said": {
      ...client({ defaultRedirectUri: "http://shop.example.com/" }),
      at: "defaultRedirectUri[0]",
    },
    "a host that only begins like one's own machine": {
      ...client({ callbackUrls: ["http://localhost.example.com/"] }),
      at: "callbackUrls[0]",
    },
  },
  undecided: {
    "an address that is not known yet": {
      ...client({ callbackUrls: [UNKNOWN] }),
      because: /callbackUrls\[0\] is not known/,
    },
  },
  notApplicable: { "a pool": pool },
  mayBeDropped: {
    callbackUrls: "there is then no such address",
    logoutUrls: "there is then no such address",
    defaultRedirectUri: "there is then no such address",
  },
});

const all = { config: { refused: "all" } };

describeControl(clientPasswordFlows, {
  compliant: {
    "passwords that stay": {
      ...client({ explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] }),
      ...all,
    },
    "passwords that go to Cognito": client({ explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
    "passwords that go to Cognito, in so many words": {
      ...client({ explicitAuthFlows: ["USER_PASSWORD_AUTH"] }),
      config: { refused: "administrators" },
    },
    "what AWS does with nothing given": managed(),
  },
  violating: {
    "a server that signs users in": {
      ...client({ explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"] }),
      at: "explicitAuthFlows[1]",
    },
    ...Object.fromEntries(
      ["ADMIN_NO_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"].flatMap((flow) =>
        ["administrators", "all"].map((refused) => [
          `${flow} where ${refused} are refused`,
          { ...client({ explicitAuthFlows: [flow] }), config: { refused }, at: "explicitAuthFlows[0]" },
        ]),
      ),
    ),
    "passwords that go to Cognito by its older name, where they may not": {
      ...client({ explicitAuthFlows: ["USER_PASSWORD_AUTH"] }),
      ...all,
      at: "explicitAuthFlows[0]",
    },
    "a server that signs users in, by its older name": {
      ...client({ explicitAuthFlows: ["ADMIN_NO_SRP_AUTH"] }),
      ...all,
      at: "explicitAuthFlows[0]",
    },
    "passwords that go to Cognito, where they may not": {
      ...client({ explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
      ...all,
      at: "explicitAuthFlows[0]",
    },
  },
  undecided: {
    "a flow that is not known yet": {
      ...client({ explicitAuthFlows: [UNKNOWN] }),
      because: /explicitAuthFlows\[0\] is not known/,
    },
  },
  notApplicable: { "a pool": pool },
  mayBeDropped: { explicitAuthFlows: "AWS then takes flows without passwords" },
});
