import { apiPrivatePolicy } from "../../../../../policies/controls/apigateway/private-policy";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const http = { subject: sample("aws:apigatewayv2/api:Api", "web") };
const types = (kind: unknown) => ({ endpointConfiguration: { types: kind } });

const endpoint = sample("aws:ec2/vpcEndpoint:VpcEndpoint", "api", { id: "vpce-1" });
const everybody = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
const others = (change: object = {}) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: "execute-api:/*",
  Condition: { StringNotEquals: { "aws:SourceVpce": ["vpce-1"] } },
  ...change,
});
const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const inner = (props: Record<string, unknown> = {}): Sample =>
  sample("aws:apigateway/restApi:RestApi", "inner", { id: "abc", ...types("PRIVATE"), ...props });
const beside = (document: unknown) => ({
  subject: inner(),
  others: [
    sample("aws:apigateway/restApiPolicy:RestApiPolicy", "inner", { restApiId: "abc", policy: document }),
    endpoint,
  ],
});
const named = (condition: object, principal: unknown = "*") => ({
  ...everybody,
  Principal: principal,
  Condition: condition,
});

describeControl(apiPrivatePolicy, {
  compliant: {
    "a Deny for other endpoints": beside(policy(everybody, others())),
    "a Deny for others than an endpoint that is not there yet": beside({
      Statement: [everybody, others({ Condition: { StringNotEquals: { "aws:SourceVpce": UNKNOWN } } })],
    }),
    "a Deny for other VPCs": beside(
      policy(everybody, others({ Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } })),
    ),
    "an Allow for an endpoint": beside(policy(named({ StringEquals: { "aws:sourceVpce": "vpce-1" } }))),
    "a Deny of all, and of a part": beside(
      policy(everybody, others({ Resource: ["execute-api:/prod/*", "execute-api:/*"] })),
    ),
    "a Deny of several actions": beside(
      policy(everybody, others({ Action: ["execute-api:ManageConnections", "execute-api:Invoke"] })),
    ),
    "a Deny of every action": beside(policy(everybody, others({ Action: "execute-api:*" }))),
    "a Deny of something for everybody, beside an Allow for a role": beside(
      policy(
        named({}, { AWS: "arn:aws:iam::123456789012:role/caller" }),
        others({ Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      ),
    ),
    "an Allow for nobody, which AWS refuses": beside(policy({ ...everybody, Principal: undefined })),
    "an Allow for a role": beside(policy(named({}, { AWS: "arn:aws:iam::123456789012:role/caller" }))),
    "a policy in the API": { subject: inner({ policy: policy(everybody, others()) }) },
    "a policy in its document": {
      subject: inner({
        body: JSON.stringify({ "x-amazon-apigateway-policy": JSON.parse(policy(everybody, others())) }),
      }),
    },
    "a Deny, whatever else is not known": beside({ Statement: [others(), UNKNOWN] }),
  },
  violating: {
    everybody: { ...beside(policy(everybody)), at: "policy" },
    "everybody, in the API's document": {
      subject: inner({ body: JSON.stringify({ "x-amazon-apigateway-policy": JSON.parse(policy(everybody)) }) }),
      at: "body.x-amazon-apigateway-policy",
    },
    "a Deny of another action": {
      ...beside(policy(everybody, others({ Action: "execute-api:ManageConnections" }))),
      at: "policy",
    },
    "a Deny of all but one action": {
      ...beside(policy(everybody, others({ Action: undefined, NotAction: "execute-api:*" }))),
      at: "policy",
    },
    "a Deny for all but everybody": {
      ...beside(policy(everybody, others({ Principal: undefined, NotPrincipal: "*" }))),
      at: "policy",
    },
    "a Deny of a part": { ...beside(policy(everybody, others({ Resource: "execute-api:/prod/*" }))), at: "policy" },
    "a Deny for one": {
      ...beside(policy(everybody, others({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }))),
      at: "policy",
    },
    "a Deny with a further condition": {
      ...beside(
        policy(
          everybody,
          others({
            Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" }, Bool: { "aws:SecureTransport": "false" } },
          }),
        ),
      ),
      at: "policy",
    },
    "a Deny for the named ones": {
      ...beside(policy(everybody, others({ Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }))),
      at: "policy",
    },
    "a Deny that matches nobody": {
      ...beside(policy(everybody, others({ Condition: { StringNotLike: { "aws:SourceVpce": "*" } } }))),
      at: "policy",
    },
    "a Deny by something else": {
      ...beside(policy(everybody, others({ Condition: { StringNotEquals: { "aws:SourceAccount": "1" } } }))),
      at: "policy",
    },
    "a Deny of all but a part": {
      ...beside(
        policy(everybody, {
          Effect: "Deny",
          Principal: "*",
          Action: "execute-api:Invoke",
          NotResource: "execute-api:/*",
          Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
        }),
      ),
      at: "policy",
    },
    "an Allow for other endpoints": {
      ...beside(policy(named({ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }))),
      at: "policy",
    },
    "an Allow for all but one": {
      ...beside(
        policy({ ...everybody, Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
      ),
      at: "policy",
    },
    "everybody, beside a Deny of something else": {
      ...beside(policy(everybody, others({ Condition: undefined }))),
      at: "policy",
    },
  },
  undecided: {
    "a policy that is not known yet": { ...beside(UNKNOWN), because: /policy is not known/ },
    "a statement that is not known yet": {
      ...beside({ Statement: [everybody, UNKNOWN] }),
      because: /Statement\[1\] is not known/,
    },
    "an effect that is not known yet": {
      ...beside({ Statement: [{ ...everybody, Effect: UNKNOWN }] }),
      because: /Effect is not known/,
    },
    "a Deny with a further condition that is not known yet": {
      ...beside({
        Statement: [
          everybody,
          others({ Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" }, Bool: UNKNOWN } }),
        ],
      }),
      because: /Bool is not known/,
    },
    "a principal that is not known yet": {
      ...beside({ Statement: [{ ...everybody, Principal: UNKNOWN }] }),
      because: /Principal is not known/,
    },
    "a condition that is not known yet": {
      ...beside({ Statement: [{ ...everybody, Condition: UNKNOWN }] }),
      because: /Condition is not known/,
    },
  },
  notApplicable: {
    "a private API without a policy, which admits nobody": { subject: inner() },
    "a public API": { subject: sample("aws:apigateway/restApi:RestApi", "open", { policy: policy(everybody) }) },
    "an HTTP API": http,
  },
  mayBeDropped: {
    "policy.Statement": "a policy without statements admits nobody",
  },
});
