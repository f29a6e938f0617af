import { lambdaAsynchronousFailures } from "../../../../../policies/controls/lambda/asynchronous-failures";
import { lambdaEnvironmentSecrets } from "../../../../../policies/controls/lambda/environment-secrets";
import {
  lambdaCodeSigning,
  lambdaConcurrency,
  lambdaEnvironmentKey,
  lambdaVpc,
} from "../../../../../policies/controls/lambda/on-demand";
import { lambdaRuntime } from "../../../../../policies/controls/lambda/runtime";
import { lambdaTracing } from "../../../../../policies/controls/lambda/tracing";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
const functionOf = (props: Record<string, unknown> = {}, from: Record<string, Sample[]> = {}): Sample =>
  sample("aws:lambda/function:Function", "orders", { arn, name: "orders", ...props }, { from });
const fn = (props: Record<string, unknown> = {}) => ({ subject: functionOf(props) });
const required = (props: Record<string, unknown> = {}) => ({ ...fn(props), config: { required: true } });
const alias = { subject: sample("aws:lambda/alias:Alias", "live") };

describeControl(lambdaRuntime, {
  compliant: {
    "a supported runtime": fn({ runtime: "nodejs24.x" }),
    "one that came out since": fn({ runtime: "python3.99", packageType: "Zip" }),
  },
  violating: {
    ...Object.fromEntries(
      ["nodejs20.x", "python3.10", "ruby3.2", "dotnet8", "provided.al2"].map((runtime) => [
        `${runtime}, which is deprecated`,
        { ...fn({ runtime }), at: "runtime" },
      ]),
    ),
    "the oldest one": { ...fn({ runtime: "nodejs" }), at: "runtime" },
    none: { ...fn(), at: "runtime" },
  },
  undecided: { "one that is not known yet": { ...fn({ runtime: UNKNOWN }), because: /runtime is not known/ } },
  notApplicable: { "an image": fn({ packageType: "Image" }), "an alias": alias },
  mayBeDropped: { packageType: "AWS then takes Zip" },
});

describeControl(lambdaTracing, {
  compliant: { "a traced function": fn({ tracingConfig: { mode: "Active" } }) },
  violating: {
    "one that leaves it to its callers": {
      ...fn({ tracingConfig: { mode: "PassThrough" } }),
      at: "tracingConfig.mode",
    },
    "what AWS does with nothing given": { ...fn(), at: "tracingConfig.mode" },
  },
  undecided: {
    "a mode that is not known yet": { ...fn({ tracingConfig: { mode: UNKNOWN } }), because: /mode is not known/ },
  },
  notApplicable: { "an alias": alias },
});

describeControl(lambdaVpc, {
  compliant: { "a function in a VPC": required({ vpcConfig: { subnetIds: [UNKNOWN] } }) },
  violating: {
    "one outside": { ...required(), at: "vpcConfig.subnetIds" },
    "one in no subnet": { ...required({ vpcConfig: { subnetIds: [] } }), at: "vpcConfig.subnetIds" },
  },
  undecided: {
    "subnets that are not known yet": {
      ...required({ vpcConfig: { subnetIds: UNKNOWN } }),
      because: /subnetIds is not known/,
    },
  },
  notApplicable: { "one outside, where no team asks for it": fn() },
});

describeControl(lambdaConcurrency, {
  compliant: {
    "a limit": required({ reservedConcurrentExecutions: 10 }),
    "a function that is switched off": required({ reservedConcurrentExecutions: 0 }),
  },
  violating: {
    "the account's limit": { ...required(), at: "reservedConcurrentExecutions" },
    "the account's limit, in so many words": {
      ...required({ reservedConcurrentExecutions: -1 }),
      at: "reservedConcurrentExecutions",
    },
  },
  undecided: {
    "a limit that is not known yet": {
      ...required({ reservedConcurrentExecutions: UNKNOWN }),
      because: /reservedConcurrentExecutions is not known/,
    },
  },
  notApplicable: { "the account's limit, where no team asks for another": fn() },
});

const environment = (variables: unknown) => ({ environment: { variables } });

describeControl(lambdaEnvironmentKey, {
  compliant: {
    "a key": required({ ...environment({ A: "b" }), kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" }),
    "a key that is not there yet": required({ ...environment(UNKNOWN), kmsKeyArn: UNKNOWN }),
  },
  violating: {
    "AWS's own key": { ...required(environment({ A: "b" })), at: "kmsKeyArn" },
    "AWS's own key for variables that are not known yet": { ...required(environment(UNKNOWN)), at: "kmsKeyArn" },
  },
  undecided: {},
  alwaysDecides: "a key that is not known yet is one",
  notApplicable: {
    "no variables": required(),
    "AWS's own key, where no team asks for another": fn(environment({ A: "b" })),
  },
});

describeControl(lambdaCodeSigning, {
  compliant: { "signed code": required({ codeSigningConfigArn: UNKNOWN }) },
  violating: { "any code": { ...required({ packageType: "Zip" }), at: "codeSigningConfigArn" } },
  undecided: {
    "a package that may be an image": { ...required({ packageType: UNKNOWN }), because: /packageType is not known/ },
  },
  notApplicable: { "an image": required({ packageType: "Image" }), "any code, where no team asks for signed": fn() },
});

const variables = (values: object) => fn(environment(values));
const at = (name: string) => ({ at: `environment.variables.${name}`, saying: /a credential in plain text/ });

describeControl(lambdaEnvironmentSecrets, {
  compliant: {
    "names and addresses": variables({
      TABLE_NAME: "orders",
      PASSWORD_POLICY: "strong",
      TOKENS: "3",
      URL: "https://a@b/",
    }),
    "the ARN of a secret": variables({ DB_PASSWORD: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db" }),
    "the path of a parameter": variables({ API_KEY: "/shop/api-key" }),
    "a reference that AWS resolves": variables({ API_KEY: "{{resolve:secretsmanager:key}}" }),
    "what is on or off": variables({ API_KEY: "true", PASSWORD: "False" }),
    "an empty value": variables({ PASSWORD: "" }),
    "another value that is not known yet": variables({ TABLE_NAME: UNKNOWN }),
    "no variables": fn(),
  },
  violating: {
    "a password": { ...variables({ DB_PASSWORD: "hunter2" }), ...at("DB_PASSWORD") },
    "a password by its short name": { ...variables({ pwd: "hunter2" }), ...at("pwd") },
    "a password that only begins like on": { ...variables({ PASSWORD: "true1" }), ...at("PASSWORD") },
    "an API key": { ...variables({ STRIPE_APIKEY: "k" }), ...at("STRIPE_APIKEY") },
    "a token": { ...variables({ GITHUB_ACCESS_TOKEN: "t" }), ...at("GITHUB_ACCESS_TOKEN") },
    "an access key under another name": { ...variables({ KEY_ID: "AKIAIOSFODNN7EXAMPLE" }), ...at("KEY_ID") },
    "a private key under another name": {
      ...variables({ PEM: "-----BEGIN RSA PRIVATE KEY-----\nMII" }),
      ...at("PEM"),
    },
    "a token of GitHub under another name": { ...variables({ GIT: `ghp_${"a1".repeat(18)}` }), ...at("GIT") },
    "a token of Slack under another name": { ...variables({ CHAT: `xoxb-${"1".repeat(10)}` }), ...at("CHAT") },
    "a password in an address": { ...variables({ DATABASE: "postgres://shop:hunter2@db/shop" }), ...at("DATABASE") },
    "a password in an address under a reference's name": {
      ...variables({ PASSWORD: "redis://shop:hunter2@cache/0" }),
      ...at("PASSWORD"),
    },
  },
  undecided: {
    "a password that is not known yet": { ...variables({ DB_PASSWORD: UNKNOWN }), because: /DB_PASSWORD is not known/ },
    "variables that are not known yet": { ...fn(environment(UNKNOWN)), because: /variables is not known/ },
  },
  notApplicable: { "an alias": alias },
  mayBeDropped: Object.fromEntries(
    ["TABLE_NAME", "PASSWORD_POLICY", "TOKENS", "URL", "DB_PASSWORD", "API_KEY", "PASSWORD"].map((name) => [
      `environment.variables.${name}`,
      "what is not there holds nothing",
    ]),
  ),
});

const permission = (principal: unknown, props: Record<string, unknown> = {}): Sample =>
  sample("aws:lambda/permission:Permission", "call", { function: "orders", principal, ...props });
const invoke = (destination: unknown, functionName: unknown = "orders"): Sample =>
  sample("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "asynchronous", {
    functionName,
    destinationConfig: { onFailure: destination === undefined ? undefined : { destination } },
  });
const byBucket = permission("s3.amazonaws.com");

describeControl(lambdaAsynchronousFailures, {
  compliant: {
    "a dead-letter queue": { ...fn({ deadLetterConfig: { targetArn: "arn:aws:sqs:x" } }), others: [byBucket] },
    "a dead-letter queue that is not there yet": {
      ...fn({ deadLetterConfig: { targetArn: UNKNOWN } }),
      others: [permission("sns.amazonaws.com")],
    },
    "a destination": { ...fn(), others: [byBucket, invoke("arn:aws:sqs:x")] },
    "a destination that is not there yet": { ...fn(), others: [byBucket, invoke(UNKNOWN)] },
    "a dead-letter queue, whoever calls": {
      ...fn({ deadLetterConfig: { targetArn: "arn:aws:sqs:x" } }),
      others: [permission("apigateway.amazonaws.com")],
    },
  },
  violating: {
    "events that are dropped": {
      ...fn(),
      others: [permission("apigateway.amazonaws.com"), permission("events.amazonaws.com")],
      at: "deadLetterConfig",
    },
    ...Object.fromEntries(
      ["s3", "sns", "events", "ses", "config", "codecommit", "iot", "logs", "cloudformation"].map((service) => [
        `events of ${service} that are dropped`,
        { ...fn(), others: [permission(`${service}.amazonaws.com`)], at: "deadLetterConfig" },
      ]),
    ),
    "settings without a destination": { ...fn(), others: [byBucket, invoke(undefined)], at: "deadLetterConfig" },
    "a destination of another function": {
      ...fn(),
      others: [byBucket, invoke("arn:aws:sqs:x", "stock")],
      at: "deadLetterConfig",
    },
    "a dead-letter queue without an address": {
      ...fn({ deadLetterConfig: {} }),
      others: [byBucket],
      at: "deadLetterConfig.targetArn",
    },
  },
  undecided: {
    "a caller that is not known yet": { ...fn(), others: [permission(UNKNOWN)], because: /principal is not known/ },
    "a permission of nobody knows which function": {
      ...fn(),
      others: [permission("s3.amazonaws.com", { function: UNKNOWN })],
      because: /call: function is not known/,
    },
    "settings of nobody knows which function": {
      ...fn(),
      others: [byBucket, invoke("arn:aws:sqs:x", UNKNOWN)],
      because: /asynchronous: functionName is not known/,
    },
  },
  notApplicable: {
    "a function that callers wait for": { ...fn(), others: [permission("apigateway.amazonaws.com")] },
    "a function that nobody may call": fn(),
    "an alias": alias,
  },
  mayBeDropped: {
    arn: "the name says which function it is, or there is a dead-letter queue",
    name: "the ARN says which function it is, or there is a dead-letter queue",
    principal: "there is a dead-letter queue, whoever calls",
    function: "there is a dead-letter queue, whoever calls",
  },
});
