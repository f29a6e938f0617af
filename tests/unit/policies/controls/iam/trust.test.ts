import { trustSource } from "../../../../../policies/controls/iam/trust-source";
import { githubSubject, webIdentitySubject } from "../../../../../policies/controls/iam/web-identity";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const trust = (...Statement: unknown[]) => ({
  subject: sample("aws:iam/role:Role", "r", { assumeRolePolicy: JSON.stringify({ Statement }) }),
});
const map = (...Statement: unknown[]) => ({
  subject: sample("aws:iam/role:Role", "r", { assumeRolePolicy: { Statement } }),
});
const unknown = { subject: sample("aws:iam/role:Role", "r", { assumeRolePolicy: UNKNOWN }), because: /is not known/ };
const at = "assumeRolePolicy.Statement[0]";
const mayBeDropped = { assumeRolePolicy: "nobody takes the role on without" };

const service = (Service: unknown, Condition?: unknown, Effect: unknown = "Allow") => ({
  Effect,
  Principal: { Service },
  Action: "sts:AssumeRole",
  ...(Condition !== undefined && { Condition }),
});
describeControl(trustSource, {
  compliant: {
    ...Object.fromEntries(
      ["aws:SourceArn", "AWS:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"].map((key) => [
        `a condition on ${key}`,
        trust(service("states.amazonaws.com", { StringEquals: { [key]: "1" } })),
      ]),
    ),
    "a service that does not say for whom it acts": trust(service("lambda.amazonaws.com")),
    "a denial": trust(service("states.amazonaws.com", undefined, "Deny")),
    "an account": trust({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }),
    nobody: trust({ Effect: "Allow", Action: "sts:AssumeRole" }),
  },
  violating: {
    ...Object.fromEntries(
      ["scheduler.amazonaws.com", "states.amazonaws.com", "vpc-flow-logs.amazonaws.com"].map((name) => [
        name,
        { ...trust(service(name)), at, saying: new RegExp(name) },
      ]),
    ),
    "one among others": { ...trust(service(["lambda.amazonaws.com", "states.amazonaws.com"])), at },
    "a condition on something else": {
      ...trust(service("states.amazonaws.com", { StringEquals: { "aws:RequestedRegion": "eu-central-1" } })),
      at,
    },
  },
  undecided: {
    "a policy that is not known yet": unknown,
    "a condition that is not known yet": {
      ...map(service("states.amazonaws.com", UNKNOWN)),
      because: /Condition is not known/,
    },
    "an effect that is not known yet": {
      ...map(service("states.amazonaws.com", undefined, UNKNOWN)),
      because: /Effect is not known/,
    },
  },
  mayBeDropped,
});

const eks = "oidc.eks.eu-central-1.amazonaws.com/id/ABC";
const github = "token.actions.githubusercontent.com";
const web = (provider: unknown, Condition?: unknown, more: Record<string, unknown> = {}) => ({
  Effect: "Allow",
  Principal: {
    Federated:
      typeof provider === "string" && provider !== UNKNOWN && !provider.startsWith("cognito")
        ? `arn:aws:iam::111122223333:oidc-provider/${provider}`
        : provider,
  },
  Action: "sts:AssumeRoleWithWebIdentity",
  ...(Condition !== undefined && { Condition }),
  ...more,
});

describeControl(webIdentitySubject, {
  compliant: {
    ...Object.fromEntries(
      ["sub", "aud", "amr", "app_id"].map((key) => [
        `a condition on ${key}`,
        trust(web(eks, { StringEquals: { [`${eks.toUpperCase()}:${key}`]: "x" } })),
      ]),
    ),
    "a condition of a pool of Cognito's": trust(
      web("cognito-identity.amazonaws.com", {
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
      }),
    ),
    "a pattern": trust(web(eks, { StringLike: { [`${eks}:sub`]: "system:serviceaccount:shop:*" } })),
    "a denial": trust(web(eks, undefined, { Effect: "Deny" })),
    "another way to take it on": trust(web(eks, undefined, { Action: "sts:AssumeRole" })),
    "an account": trust({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }),
  },
  violating: {
    everybody: { ...trust(web(eks)), at, saying: /everybody whom oidc/ },
    "everybody, among other actions": {
      ...trust(web(eks, undefined, { Action: ["sts:TagSession", "STS:AssumeRoleWithWebIdentity"] })),
      at,
    },
    "a condition on another provider": { ...trust(web(eks, { StringEquals: { [`${github}:sub`]: "x" } })), at },
    "a condition on something else": { ...trust(web(eks, { StringEquals: { "aws:RequestTag/a": "x" } })), at },
    "a condition that others don't pass": { ...trust(web(eks, { StringNotEquals: { [`${eks}:sub`]: "x" } })), at },
  },
  undecided: {
    "a policy that is not known yet": unknown,
    "a provider that is not known yet": { ...map(web(UNKNOWN)), because: /Federated.* is not known/ },
    "a condition that is not known yet": { ...map(web(eks, UNKNOWN)), because: /Condition is not known/ },
    "statements that are not known yet": {
      subject: sample("aws:iam/role:Role", "r", { assumeRolePolicy: { Statement: UNKNOWN } }),
      because: /Statement is not known/,
    },
    "actions that are not known yet": {
      ...map(web(UNKNOWN, undefined, { Action: UNKNOWN })),
      because: /is not known/,
    },
  },
  mayBeDropped,
});

const workflow = (operator: string, value: unknown) => web(github, { [operator]: { [`${github}:sub`]: value } });
const subject = `${at}.Condition.StringLike["${github}:sub"][0]`;
describeControl(githubSubject, {
  compliant: {
    "a branch": trust(workflow("StringEquals", "repo:shop/orders:ref:refs/heads/main")),
    "anything of a repository": trust(workflow("StringLike", ["repo:shop/orders:*", "repo:shop/stock:*"])),
    "another provider": trust(web(eks)),
    "a denial": trust({ ...workflow("StringLike", "*"), Effect: "Deny" }),
  },
  violating: {
    "every repository": { ...trust(web(github)), at, saying: /every repository/ },
    "a condition on the audience": {
      ...trust(web(github, { StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" } })),
      at,
    },
    ...Object.fromEntries(
      [
        "*",
        "repo:*",
        "repo:shop/*",
        "repo:shop/*:ref:refs/heads/main",
        "repo:sho?/orders:*",
        "repo:shop/orders",
        "repo:shop/orders:",
      ].map((value) => [`the subject ${value}`, { ...trust(workflow("StringLike", value)), at: subject }]),
    ),
    "a pattern beside a name, by another operator": {
      ...trust(
        web(github, {
          StringEquals: { [`${github}:sub`]: "repo:shop/orders:ref:refs/heads/main" },
          StringLike: { [`${github}:sub`]: "repo:shop/*" },
        }),
      ),
      at: subject,
    },
    "a pattern beside a name": {
      ...trust(workflow("StringLike", ["repo:shop/orders:*", "repo:shop/*"])),
      at: `${at}.Condition.StringLike["${github}:sub"][1]`,
    },
  },
  undecided: {
    "a policy that is not known yet": unknown,
    "a subject that is not known yet": { ...map(workflow("StringEquals", UNKNOWN)), because: /sub.* is not known/ },
  },
  mayBeDropped,
});
