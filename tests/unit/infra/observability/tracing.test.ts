import { strict as assert } from "node:assert";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import { LambdaService } from "../../../../infra/compute";
import { ArgumentError } from "../../../../infra/core";
import { openTelemetry, TraceDestination, Tracing, type TracingArgs } from "../../../../infra/observability";
import { graph, type TestGraph } from "../../../../testing";
import { optionsOf } from "../audit/order";

const build = (args?: TracingArgs): Promise<TestGraph> => graph(() => new Tracing("traces", args));
const layerArn = "arn:aws:lambda:eu-central-1:615299751070:layer:AWSOpenTelemetryDistroJs:8";

async function refusal(program: () => unknown): Promise<string> {
  try {
    await graph(program);
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

describe("Tracing", () => {
  it("changes nothing of the account with nothing given", async () => {
    assert.deepEqual((await build()).types(), { "aws-microservices-platform:observability:Tracing": 1 });
  });

  it("groups traces and reports insights where asked", async () => {
    const seen = await build({
      groups: {
        failures: { filterExpression: "error OR fault", insights: true, notifications: true },
        orders: { filterExpression: 'service("orders-api")' },
      },
    });
    const failures = seen.one("traces-failures").inputs;
    assert.equal(failures["groupName"], "failures");
    assert.equal(failures["filterExpression"], "error OR fault");
    assert.deepEqual(failures["insightsConfiguration"], { insightsEnabled: true, notificationsEnabled: true });
    assert.deepEqual(seen.one("traces-orders").inputs["insightsConfiguration"], {
      insightsEnabled: false,
      notificationsEnabled: false,
    });
  });

  it("samples as told, and everything that was not told as X-Ray does", async () => {
    const seen = await build({
      samplingRules: {
        payments: { priority: 10, reservoir: 50, rate: 1, path: "/orders/*/payment", method: "POST" },
        rest: { priority: 9999 },
      },
    });
    const { tags, ...payments } = seen.one("traces-sampling-payments").inputs;
    assert.ok(tags);
    assert.deepEqual(payments, {
      ruleName: "payments",
      priority: 10,
      reservoirSize: 50,
      fixedRate: 1,
      serviceName: "*",
      serviceType: "*",
      host: "*",
      httpMethod: "POST",
      urlPath: "/orders/*/payment",
      resourceArn: "*",
      version: 1,
    });
    const rest = seen.one("traces-sampling-rest").inputs;
    assert.equal(rest["reservoirSize"], 1);
    assert.equal(rest["fixedRate"], 0.05);
  });

  it("keeps every span in CloudWatch Logs, which lets X-Ray write for this account alone, and indexes a part", async () => {
    const seen = await build({ destination: TraceDestination.CloudWatchLogs, indexedPercent: 5 });
    assert.deepEqual(seen.one("traces-destination").inputs, { destination: "CloudWatchLogs" });
    assert.deepEqual(seen.one("traces-indexing").inputs, {
      name: "Default",
      rule: { probabilistic: { desiredSamplingPercentage: 5 } },
    });
    assert.deepEqual(seen.json("traces-spans-policy", "policyDocument"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TransactionSearchXRayAccess",
          Effect: "Allow",
          Principal: { Service: "xray.amazonaws.com" },
          Action: "logs:PutLogEvents",
          Resource: [
            "arn:aws:logs:eu-central-1:123456789012:log-group:aws/spans:*",
            "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/application-signals/data:*",
          ],
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:xray:eu-central-1:123456789012:*" },
            StringEquals: { "aws:SourceAccount": "123456789012" },
          },
        },
      ],
    });
  });

  it("changes the destination once X-Ray may write there, and the index after that", async () => {
    const args = { destination: TraceDestination.CloudWatchLogs, indexedPercent: 5 };
    const options = await optionsOf((opts) => graph(() => new Tracing("traces", args, opts)));
    assert.deepEqual(options.get("traces-destination")?.dependsOn, ["traces-spans-policy"]);
    assert.deepEqual(options.get("traces-indexing")?.dependsOn, ["traces-destination"]);
  });

  it("sets X-Ray as destination with no leave to write logs", async () => {
    const seen = await build({ destination: TraceDestination.XRay });
    assert.deepEqual(seen.one("traces-destination").inputs, { destination: "XRay" });
    assert.equal(seen.types()["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"], undefined);
  });

  it("encrypts with a key of its own, or one that exists", async () => {
    const own = await build({ customerKey: true });
    const ownArn = "arn:aws:kms:eu-central-1:123456789012:traces-key";
    assert.deepEqual(own.one("traces-encryption").inputs, { type: "KMS", keyId: ownArn });
    const keyId = "arn:aws:kms:eu-central-1:123456789012:key/abc";
    const given = await build({ kmsKeyArn: keyId });
    assert.deepEqual(given.one("traces-encryption").inputs, { type: "KMS", keyId });
  });

  const filterExpression = "error";
  const refused: [string, TracingArgs, RegExp][] = [
    ["a group of everything", { groups: { all: { filterExpression: " " } } }, /groups.all.filterExpression is ""/],
    ["too long a group's name", { groups: { [`a${"b".repeat(32)}`]: { filterExpression } } }, /at most 32/],
    ["X-Ray's own group", { groups: { Default: { filterExpression } } }, /X-Ray has a group of that name/],
    ["notifications of nothing", { groups: { all: { filterExpression, notifications: true } } }, /set insights too/],
    ["X-Ray's own rule", { samplingRules: { Default: { priority: 1 } } }, /X-Ray has a rule of that name/],
    ["priority 0", { samplingRules: { a: { priority: 0 } } }, /samplingRules.a.priority is 0/],
    ["two rules of one priority", { samplingRules: { a: { priority: 7 }, b: { priority: 7 } } }, /a has it too/],
    ["a rate in per cent", { samplingRules: { a: { priority: 1, rate: 5 } } }, /samplingRules.a.rate is 5/],
    ["a negative reservoir", { samplingRules: { a: { priority: 1, reservoir: -1 } } }, /reservoir is -1/],
    ["no attributes", { samplingRules: { a: { priority: 1, attributes: {} } } }, /attributes is \[\]/],
    ["two keys", { customerKey: true, kmsKeyArn: "arn:aws:kms:a:b:key/c" }, /only one of them/],
    ["a key's id", { kmsKeyArn: "abc" }, /kmsKeyArn is "abc"/],
    ["an index of X-Ray's store", { indexedPercent: 5 }, /only spans in CloudWatch Logs are indexed/],
    [
      "more than all",
      { destination: TraceDestination.CloudWatchLogs, indexedPercent: 101 },
      /indexedPercent is 101; use 0 to 100/,
    ],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(() => new Tracing("traces", args)), expected));
  }
});

describe("openTelemetry", () => {
  it("gives a function its layer and variables", async () => {
    const seen = await graph(() => {
      const code = new AssetArchive({ "index.js": new StringAsset("exports.handler = async () => 0;") });
      const attributes = { "deployment.environment.name": "prod", team: "shop" };
      new LambdaService("orders", { code, ...openTelemetry({ layerArn, serviceName: "orders", attributes }) });
    });
    const { inputs } = seen.one("orders", "aws:lambda/function:Function");
    assert.deepEqual(inputs["layers"], [layerArn]);
    const environment = inputs["environment"];
    assert.ok(typeof environment === "object" && environment !== null && "variables" in environment);
    const variables = Object(environment.variables);
    assert.equal(variables.AWS_LAMBDA_EXEC_WRAPPER, "/opt/otel-instrument");
    assert.equal(variables.OTEL_SERVICE_NAME, "orders");
    assert.equal(variables.OTEL_PROPAGATORS, "tracecontext,baggage,xray");
    assert.equal(variables.OTEL_AWS_APPLICATION_SIGNALS_ENABLED, "false");
    assert.equal(variables.OTEL_RESOURCE_ATTRIBUTES, "deployment.environment.name=prod,team=shop");
    assert.equal(variables.OTEL_EXPORTER_OTLP_ENDPOINT, undefined);
  });

  it("sends to a collector by OTLP", () => {
    const { environment } = openTelemetry({ layerArn, serviceName: "orders", endpoint: "http://collector:4318" });
    assert.equal(environment["OTEL_EXPORTER_OTLP_ENDPOINT"], "http://collector:4318");
    assert.equal(environment["OTEL_EXPORTER_OTLP_PROTOCOL"], "http/protobuf");
  });

  it("refuses what is no version of a layer, no name, no address and no attribute", async () => {
    const serviceName = "orders";
    const cases: [Parameters<typeof openTelemetry>[0], RegExp][] = [
      [{ layerArn: layerArn.replace(/:8$/, ""), serviceName }, /layerArn is/],
      [{ layerArn, serviceName: "the orders" }, /serviceName is "the orders"/],
      [{ layerArn, serviceName, endpoint: "collector:4318" }, /endpoint is "collector:4318"/],
      [{ layerArn, serviceName, attributes: { team: "a,b" } }, /attributes.team is "a,b"/],
    ];
    for (const [args, expected] of cases) assert.match(await refusal(() => openTelemetry(args)), expected);
  });
});
