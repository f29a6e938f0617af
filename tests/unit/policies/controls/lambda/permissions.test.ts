import {
  lambdaPermissionSource,
  lambdaPublicLayer,
  lambdaPublicPermission,
} from "../../../../../policies/controls/lambda/public-permission";
import { lambdaUrlAuth, lambdaUrlCors } from "../../../../../policies/controls/lambda/url";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const permission = (principal: unknown, props: Record<string, unknown> = {}) => ({
  subject: sample("aws:lambda/permission:Permission", "call", { function: "orders", principal, ...props }),
});
const document = (...statements: unknown[]) => ({
  subject: sample("aws:lambda/resourcePolicy:ResourcePolicy", "policy", { policy: { Statement: statements } }),
});
const fn = { subject: sample("aws:lambda/function:Function", "orders") };
const allow = (change: object = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "lambda:InvokeFunction",
  ...change,
});
const role = { AWS: "arn:aws:iam::123456789012:role/caller" };

describeControl(lambdaPublicPermission, {
  compliant: {
    "an account": permission("123456789012"),
    "a service": permission("sns.amazonaws.com"),
    "everybody of an organization": permission("*", { principalOrgId: "o-1" }),
    "everybody for a resource": permission("*", { sourceArn: UNKNOWN }),
    "everybody of an account": permission("*", { sourceAccount: "123456789012" }),
    "a policy for a role": document(allow({ Principal: role })),
    "a policy for everybody of an organization": document(
      allow({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    ),
    "a policy that denies everybody something": document(allow({ Effect: "Deny" })),
    "a statement about nobody, which AWS refuses": document(allow({ Principal: undefined })),
  },
  violating: {
    everybody: { ...permission("*"), at: "principalOrgId" },
    "everybody by URL": { ...permission("*", { functionUrlAuthType: "NONE" }), at: "sourceAccount" },
    "a policy for everybody": { ...document(allow({ Principal: role }), allow()), at: "policy.Statement[1]" },
    "a policy for everybody who comes over TLS": {
      ...document(allow({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      at: "policy.Statement[0]",
    },
    "a policy for all but one": {
      ...document(allow({ Principal: undefined, NotPrincipal: role })),
      at: "policy.Statement[0]",
    },
    "a policy that is no JSON": {
      subject: sample("aws:lambda/resourcePolicy:ResourcePolicy", "policy", { policy: "{" }),
      at: "policy",
    },
  },
  undecided: {
    "a caller that is not known yet": { ...permission(UNKNOWN), because: /principal is not known/ },
    "a statement that is not known yet": { ...document(UNKNOWN), because: /Statement\[0\] is not known/ },
    "an effect that is not known yet": { ...document(allow({ Effect: UNKNOWN })), because: /Effect is not known/ },
    "a principal that is not known yet": {
      ...document(allow({ Principal: UNKNOWN })),
      because: /Principal is not known/,
    },
    "a condition that is not known yet": {
      ...document(allow({ Condition: UNKNOWN })),
      because: /Condition is not known/,
    },
  },
  notApplicable: {
    "a function": fn,
    "no policy": { subject: sample("aws:lambda/resourcePolicy:ResourcePolicy", "policy") },
  },
  mayBeDropped: {
    principal: "AWS refuses a permission for nobody",
    "policy.Statement": "there is then no statement",
  },
});

describeControl(lambdaPermissionSource, {
  compliant: {
    "a rule": permission("events.amazonaws.com", { sourceArn: "arn:aws:events:eu-central-1:123456789012:rule/a" }),
    "an API that is not there yet": permission("apigateway.amazonaws.com", { sourceArn: UNKNOWN }),
    "an account": permission("config.amazonaws.com", { sourceAccount: "123456789012" }),
    "an organization": permission("config.amazonaws.com", { principalOrgId: "o-1" }),
    "a bucket, and its account": permission("s3.amazonaws.com", { sourceAccount: "123456789012" }),
    "a skill of Alexa": permission("alexa-appkit.amazon.com", { eventSourceToken: "amzn1.ask.skill.1" }),
    "a service in China": permission("events.amazonaws.com.cn", { sourceArn: "arn" }),
  },
  violating: {
    "any rule": { ...permission("events.amazonaws.com"), at: "sourceArn" },
    "any rule in China": { ...permission("events.amazonaws.com.cn"), at: "sourceArn" },
    "a bucket of whichever account": {
      ...permission("s3.amazonaws.com", { sourceArn: "arn:aws:s3:::uploads" }),
      at: "sourceAccount",
    },
    "any skill": { ...permission("alexa-appkit.amazon.com"), at: "eventSourceToken" },
  },
  undecided: { "a caller that is not known yet": { ...permission(UNKNOWN), because: /principal is not known/ } },
  notApplicable: { "an account": permission("123456789012"), "a role": permission(role.AWS), "a function": fn },
});

const layer = (principal: unknown, props: Record<string, unknown> = {}) => ({
  subject: sample("aws:lambda/layerVersionPermission:LayerVersionPermission", "share", { principal, ...props }),
});

describeControl(lambdaPublicLayer, {
  compliant: { "an account": layer("123456789012"), "an organization": layer("*", { organizationId: "o-1" }) },
  violating: { everybody: { ...layer("*"), at: "organizationId" } },
  undecided: { "a caller that is not known yet": { ...layer(UNKNOWN), because: /principal is not known/ } },
  notApplicable: { "a function": fn },
  mayBeDropped: { principal: "AWS refuses a permission for nobody" },
});

const url = (props: Record<string, unknown>) => ({
  subject: sample("aws:lambda/functionUrl:FunctionUrl", "orders", props),
});

describeControl(lambdaUrlAuth, {
  compliant: { "callers that sign": url({ authorizationType: "AWS_IAM" }) },
  violating: {
    everybody: { ...url({ authorizationType: "NONE" }), at: "authorizationType" },
    "nothing said": { ...url({}), at: "authorizationType" },
  },
  undecided: {
    "a type that is not known yet": {
      ...url({ authorizationType: UNKNOWN }),
      because: /authorizationType is not known/,
    },
  },
  notApplicable: { "a function": fn },
});

const cors = (allowCredentials: unknown, ...allowOrigins: unknown[]) =>
  url({ cors: { allowCredentials, allowOrigins } });

describeControl(lambdaUrlCors, {
  compliant: { "origins by name": cors(true, "https://shop.example.com") },
  violating: {
    "every origin": { ...cors(true, "https://shop.example.com", "*"), at: "cors.allowOrigins[1]" },
    "every origin over HTTPS": { ...cors(true, "https://*"), at: "cors.allowOrigins[0]" },
    "every origin over HTTP": { ...cors(true, "http://*"), at: "cors.allowOrigins[0]" },
  },
  undecided: {
    "an origin that is not known yet": { ...cors(true, UNKNOWN), because: /allowOrigins\[0\] is not known/ },
    "credentials that are not known yet": { ...cors(UNKNOWN, "*"), because: /allowCredentials is not known/ },
  },
  notApplicable: { "every origin without credentials": cors(false, "*"), "no CORS": url({}) },
  mayBeDropped: { "cors.allowOrigins": "no page may call then" },
});
