import { apiAccessLogFormat } from "../../../../../policies/controls/apigateway/access-log-format";
import { apiAccessLogs } from "../../../../../policies/controls/apigateway/access-logs";
import { apiClientCertificate } from "../../../../../policies/controls/apigateway/client-certificate";
import { apiFirewall } from "../../../../../policies/controls/apigateway/firewall";
import { apiTracing } from "../../../../../policies/controls/apigateway/tracing";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { alone, api, httpApi, httpStage, other, stage, stageOf } from "./stage-samples";

const destinationArn = "arn:aws:logs:eu-central-1:123456789012:log-group:api";
const format = (text: unknown) => ({ subject: stageOf(api, { accessLogSettings: { destinationArn, format: text } }) });

describeControl(apiAccessLogs, {
  compliant: {
    "a stage with logs": format("{}"),
    "a log group that is not there yet": {
      subject: httpStage(httpApi, { accessLogSettings: { destinationArn: UNKNOWN } }),
    },
  },
  violating: {
    "a stage without logs": { subject: stage, at: "accessLogSettings.destinationArn" },
    "an HTTP API without logs": { subject: httpStage(httpApi), at: "accessLogSettings.destinationArn" },
    "logs that go nowhere": {
      subject: stageOf(api, { accessLogSettings: { destinationArn: "" } }),
      at: "accessLogSettings.destinationArn",
    },
  },
  undecided: {},
  alwaysDecides: "a destination that is not known yet is one",
  notApplicable: { "a deployment": alone },
});

describeControl(apiAccessLogFormat, {
  compliant: {
    "JSON with the request's id": format('{"id":"$context.requestId"}'),
    "JSON of an HTTP API": {
      subject: httpStage(httpApi, { accessLogSettings: { destinationArn, format: '{"id":"$context.requestId"}' } }),
    },
    "JSON with the extended id, and a number without quotes": format(
      '{"id":"$context.extendedRequestId","status":$context.status,"error":"$context.authorizer.claims.sub"}',
    ),
  },
  violating: {
    "a line of text": { ...format('$context.requestId - "$context.status"'), at: "accessLogSettings.format" },
    "JSON without an id": { ...format('{"status":"$context.status"}'), at: "accessLogSettings.format" },
    "an id that only begins so": { ...format('{"id":"$context.requestIdentity"}'), at: "accessLogSettings.format" },
    "a JSON list": { ...format('["$context.requestId"]'), at: "accessLogSettings.format" },
    "a number": { ...format("$context.requestId"), at: "accessLogSettings.format" },
    "no format": { ...format(undefined), at: "accessLogSettings.format" },
  },
  undecided: { "a format that is not known yet": { ...format(UNKNOWN), because: /format is not known/ } },
  notApplicable: { "a stage without logs": { subject: stage } },
});

describeControl(apiTracing, {
  compliant: { "a traced stage": { subject: stageOf(api, { xrayTracingEnabled: true }) } },
  violating: {
    "a stage that is not": { subject: stageOf(api, { xrayTracingEnabled: false }), at: "xrayTracingEnabled" },
    "what AWS does with nothing given": { subject: stage, at: "xrayTracingEnabled" },
  },
  undecided: {
    "a setting that is not known yet": {
      subject: stageOf(api, { xrayTracingEnabled: UNKNOWN }),
      because: /xrayTracingEnabled is not known/,
    },
  },
  notApplicable: { "an HTTP API, which can't be": { subject: httpStage(httpApi) } },
});

const integration = (type: unknown, from?: Sample[]): Sample =>
  sample(
    "aws:apigateway/integration:Integration",
    "backend",
    { restApi: from ? UNKNOWN : "abc123", type },
    { from: from ? { restApi: from } : {} },
  );
const withBody = (body: unknown): Sample => sample("aws:apigateway/restApi:RestApi", "orders", { id: "abc123", body });
const httpBody = JSON.stringify({
  paths: { "/a": { get: { "x-amazon-apigateway-integration": { type: "http_proxy", uri: "https://b/" } } } },
});
const certified = (of: Sample = api): Sample => stageOf(of, { clientCertificateId: "cert1" });

describeControl(apiClientCertificate, {
  compliant: {
    "a certificate for a backend over HTTP": { subject: certified(), others: [integration("HTTP_PROXY")] },
    "a certificate for a backend in a document": { subject: certified(withBody(httpBody)) },
    "a certificate that is not there yet": {
      subject: sample(
        "aws:apigateway/stage:Stage",
        "live",
        { restApi: UNKNOWN, clientCertificateId: UNKNOWN },
        {
          from: {
            restApi: [api],
            clientCertificateId: [sample("aws:apigateway/clientCertificate:ClientCertificate", "c")],
          },
        },
      ),
      others: [integration("HTTP")],
    },
    "a certificate, whatever is behind": { subject: certified(withBody(UNKNOWN)) },
  },
  violating: {
    "no certificate for a backend over HTTP": {
      subject: stage,
      others: [integration("HTTP")],
      at: "clientCertificateId",
    },
    "no certificate for a backend in a document": { subject: stageOf(withBody(httpBody)), at: "clientCertificateId" },
  },
  undecided: {
    "a document that is not known yet": { subject: stageOf(withBody(UNKNOWN)), because: /body is not known/ },
    "an integration of one of two APIs": {
      subject: stage,
      others: [integration("HTTP", [api, other])],
      because: /may be any of orders, stock/,
    },
    "an API of another stack": {
      subject: sample("aws:apigateway/stage:Stage", "live", { restApi: "xyz" }),
      because: /its API is not in this stack/,
    },
  },
  notApplicable: {
    "an API that calls functions": { subject: stage, others: [integration("AWS_PROXY")] },
    "an API without backends": { subject: stage },
  },
  mayBeDropped: {
    restApi: "there is a certificate, whichever API it is",
  },
});

const association = (of: Sample[], resourceArn: unknown = UNKNOWN): Sample =>
  sample("aws:wafv2/webAclAssociation:WebAclAssociation", "waf", { resourceArn }, { from: { resourceArn: of } });
const privateApi = sample("aws:apigateway/restApi:RestApi", "inner", {
  id: "p",
  endpointConfiguration: { types: "PRIVATE" },
});

describeControl(apiFirewall, {
  compliant: { "a stage behind a web ACL": { subject: stage, others: [association([stage])] } },
  violating: {
    "a stage without one": { subject: stage, at: "" },
    "a web ACL of a load balancer that is not there yet": {
      subject: stage,
      others: [association([sample("aws:lb/loadBalancer:LoadBalancer", "web")])],
      at: "",
    },
    "a web ACL of another stage": { subject: stage, others: [association([stageOf(other)])], at: "" },
    "a stage of another stack's API without one": {
      subject: sample("aws:apigateway/stage:Stage", "live", { restApi: "xyz" }),
      at: "",
    },
    "a stack that is there to stay": { subject: stage, stackTags: { disposable: "false" }, at: "" },
  },
  undecided: {
    "a web ACL of another stack's": {
      subject: stage,
      others: [association([sample("pulumi:pulumi:StackReference", "edge")])],
      because: /resourceArn is not known/,
    },
    "a web ACL of this stage or another": {
      subject: stage,
      others: [association([stage, stageOf(other)])],
      because: /may be any of/,
    },
    "a web ACL of what a parameter says": {
      subject: stage,
      others: [association([sample("aws:ssm/parameter:Parameter", "protected")])],
      because: /resourceArn is not known/,
    },
    "a web ACL of nobody knows what": {
      subject: stage,
      others: [association([])],
      because: /resourceArn is not known/,
    },
    "an API of which it is not known whether it is private": {
      subject: stageOf(
        sample(
          "aws:apigateway/restApi:RestApi",
          "inner",
          { id: "inner", endpointConfiguration: UNKNOWN },
          { from: { endpointConfiguration: [other] } },
        ),
      ),
      because: /endpointConfiguration is not known/,
    },
  },
  notApplicable: {
    "a private API": { subject: stageOf(privateApi) },
    "a stack to throw away, by its tag": { subject: stage, stackTags: { disposable: "true" } },
    "a stack to throw away, by the setting": { subject: stage, config: { disposable: true } },
  },
  mayBeDropped: { restApi: "there is a web ACL, whatever API it is" },
});
