import { strict as assert } from "node:assert";
import type * as pulumi from "@pulumi/pulumi";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import {
  CompliancePack,
  type CompliancePackArgs,
  ComplianceRule,
  type ComplianceRuleArgs,
  ConfigPeriod,
  ConfigurationRecorder,
  EvaluationMode,
} from "../../../../infra/audit";
import { LambdaService } from "../../../../infra/compute";
import { ArgumentError } from "../../../../infra/core";
import { graph, type TestGraph } from "../../../../testing";
import { optionsOf } from "./order";

const RULE = "aws:cfg/rule:Rule";
const STAGE = "AWS::ApiGateway::Stage";
const guardPolicy = "rule https { configuration.methodSettings exists }";
const ON_CHANGE = [
  { eventSource: "aws.config", messageType: "ConfigurationItemChangeNotification" },
  { eventSource: "aws.config", messageType: "OversizedConfigurationItemChangeNotification" },
];

function build(args: ComplianceRuleArgs, preview = false): Promise<TestGraph> {
  return graph(() => new ComplianceRule("https", args), { preview });
}

function pack(args: CompliancePackArgs): Promise<TestGraph> {
  return graph(() => new CompliancePack("controls", args));
}

async function refusal(program: () => Promise<unknown>): Promise<string> {
  try {
    await program();
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

function judge(): LambdaService {
  const code = new AssetArchive({ "index.js": new StringAsset("exports.handler = async () => 0;") });
  return new LambdaService("judge", { code });
}

describe("ComplianceRule", () => {
  it("takes a managed rule with parameters and types, once the recorder records", async () => {
    const program = (opts: pulumi.ComponentResourceOptions = {}) =>
      graph(() => {
        const args = {
          identifier: "API_GW_SSL_ENABLED",
          description: "Stages have a client certificate.",
          parameters: { CertificateIDs: "abc" },
          resourceTypes: [STAGE],
          modes: [EvaluationMode.Detective, EvaluationMode.Proactive],
          period: ConfigPeriod.Day,
          recorder: new ConfigurationRecorder("inventory"),
        };
        return new ComplianceRule("https", args, opts);
      });
    const options = await optionsOf(program);
    assert.deepEqual(options.get("https")?.dependsOn, ["inventory-status"]);
    const seen = await program();
    const { tags, ...inputs } = seen.one("https", RULE).inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      description: "Stages have a client certificate.",
      source: { owner: "AWS", sourceIdentifier: "API_GW_SSL_ENABLED" },
      scope: { complianceResourceTypes: [STAGE] },
      maximumExecutionFrequency: "TwentyFour_Hours",
      inputParameters: '{"CertificateIDs":"abc"}',
      evaluationModes: [{ mode: "DETECTIVE" }, { mode: "PROACTIVE" }],
    });
  });

  it("judges by tag, or one resource", async () => {
    const byTag = await build({ identifier: "API_GW_SSL_ENABLED", tagKey: "exposure", tagValue: "public" });
    assert.deepEqual(byTag.one("https", RULE).inputs["scope"], { tagKey: "exposure", tagValue: "public" });
    const one = await build({ identifier: "API_GW_SSL_ENABLED", resourceTypes: [STAGE], resourceId: "a/stages/b" });
    const expected = { complianceResourceTypes: [STAGE], complianceResourceId: "a/stages/b" };
    assert.deepEqual(one.one("https", RULE).inputs["scope"], expected);
  });

  it("takes a Guard policy, judged on changes", async () => {
    const seen = await build({ guardPolicy, resourceTypes: [STAGE] });
    assert.deepEqual(seen.one("https", RULE).inputs["source"], {
      owner: "CUSTOM_POLICY",
      sourceDetails: ON_CHANGE,
      customPolicyDetails: { policyRuntime: "guard-2.x.x", policyText: guardPolicy },
    });
  });

  it("has a function judge, that AWS Config may invoke for this account alone and that may report", async () => {
    const seen = await graph(() => new ComplianceRule("https", { function: judge(), resourceTypes: [STAGE] }));
    assert.deepEqual(seen.one("https", RULE).inputs["source"], {
      owner: "CUSTOM_LAMBDA",
      sourceIdentifier: "arn:aws:lambda:eu-central-1:123456789012:judge:live",
      sourceDetails: ON_CHANGE,
    });
    assert.deepEqual(seen.one("https-permission").inputs, {
      action: "lambda:InvokeFunction",
      function: "judge",
      qualifier: "live",
      principal: "config.amazonaws.com",
      sourceAccount: "123456789012",
    });
    assert.deepEqual(seen.json("https-evaluations", "policy"), {
      Version: "2012-10-17",
      Statement: [{ Sid: "Evaluations", Effect: "Allow", Action: "config:PutEvaluations", Resource: "*" }],
    });
  });

  it("makes a function's rule once AWS Config may invoke it, and a document's once its role may act", async () => {
    const options = await optionsOf((opts) => graph(() => new ComplianceRule("https", { function: judge() }, opts)));
    assert.deepEqual(options.get("https")?.dependsOn, ["https-permission", "https-evaluations"]);
    const remediation = {
      document: "Fix",
      permissions: [{ actions: ["s3:PutBucketPolicy"], resources: ["arn:aws:s3:::a"] }],
    };
    const args = { identifier: "S3_BUCKET_SSL_REQUESTS_ONLY", remediation };
    const fixed = await optionsOf((opts) => graph(() => new ComplianceRule("https", args, opts)));
    assert.deepEqual(fixed.get("https-remediation")?.dependsOn, ["https-remediation-role-policy"]);
  });

  it("has a function judge every so often", async () => {
    const seen = await graph(() => new ComplianceRule("https", { function: judge(), period: ConfigPeriod.OneHour }));
    const { inputs } = seen.one("https", RULE);
    assert.match(JSON.stringify(inputs["source"]), /"ScheduledNotification"/);
    assert.match(JSON.stringify(inputs["source"]), /"maximumExecutionFrequency":"One_Hour"/);
    assert.equal(inputs["maximumExecutionFrequency"], undefined);
  });

  it("runs a document as a role that may do what was named, for this account's automations alone", async () => {
    const seen = await build({
      identifier: "API_GW_EXECUTION_LOGGING_ENABLED",
      resourceTypes: [STAGE],
      remediation: {
        document: "Shop-EnableStageLogs",
        documentVersion: "3",
        automatic: true,
        maximumAttempts: 3,
        retrySeconds: 600,
        concurrencyPercent: 20,
        errorPercent: 10,
        parameters: { Stage: { resourceId: true }, Level: { value: "INFO" }, Owners: { values: ["a", "b"] } },
        permissions: [
          { actions: ["apigateway:PATCH"], resources: ["arn:aws:apigateway:eu-central-1::/restapis/abc/stages/live"] },
        ],
      },
    });
    assert.deepEqual(seen.one("https-remediation").inputs, {
      configRuleName: "https",
      resourceType: STAGE,
      targetType: "SSM_DOCUMENT",
      targetId: "Shop-EnableStageLogs",
      targetVersion: "3",
      automatic: true,
      maximumAutomaticAttempts: 3,
      retryAttemptSeconds: 600,
      executionControls: { ssmControls: { concurrentExecutionRatePercentage: 20, errorPercentage: 10 } },
      parameters: [
        {
          name: "AutomationAssumeRole",
          staticValue: "arn:aws:iam:eu-central-1:123456789012:https-remediation-role",
        },
        { name: "Stage", resourceValue: "RESOURCE_ID" },
        { name: "Level", staticValue: "INFO" },
        { name: "Owners", staticValues: ["a", "b"] },
      ],
    });
    assert.deepEqual(seen.json("https-remediation-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ssm.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:ssm:eu-central-1:123456789012:automation-execution/*" },
          },
        },
      ],
    });
    assert.deepEqual(seen.json("https-remediation-role-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["apigateway:PATCH"],
          Resource: ["arn:aws:apigateway:eu-central-1::/restapis/abc/stages/live"],
        },
      ],
    });
  });

  it("leaves a document to people unless told, with AWS's own limits", async () => {
    const seen = await build({ identifier: "API_GW_SSL_ENABLED", remediation: { document: "Shop-Fix" } });
    const { inputs } = seen.one("https-remediation");
    assert.equal(inputs["automatic"], false);
    assert.equal(inputs["maximumAutomaticAttempts"], 5);
    assert.equal(inputs["retryAttemptSeconds"], 60);
    assert.deepEqual(inputs["parameters"], []);
    assert.equal(seen.types()["aws:iam/role:Role"], undefined);
  });

  const identifier = "API_GW_SSL_ENABLED";
  const document = "Shop-Fix";
  const refused: [string, ComplianceRuleArgs, RegExp][] = [
    ["nothing to judge by", {}, /give one of them/],
    ["two ways to judge", { identifier, guardPolicy, resourceTypes: [STAGE] }, /only one of them/],
    ["no identifier", { identifier: "api-gw-ssl-enabled" }, /identifier is "api-gw-ssl-enabled"/],
    ["a Guard policy for no type", { guardPolicy }, /name the types/],
    ["an empty Guard policy", { guardPolicy: " ", resourceTypes: [STAGE] }, /give the text of a Guard policy/],
    ["too long a Guard policy", { guardPolicy: "x".repeat(10_001), resourceTypes: [STAGE] }, /10,000 characters/],
    ["a periodic Guard policy", { guardPolicy, resourceTypes: [STAGE], period: ConfigPeriod.Day }, /on changes only/],
    ["a runtime with no Guard policy", { identifier, guardRuntime: "guard-2.x.x" }, /rules with guardPolicy only/],
    ["two scopes", { identifier, tagKey: "a", resourceTypes: [STAGE] }, /either a tag or resourceTypes/],
    ["a value of no tag", { identifier, tagValue: "a" }, /give tagKey too/],
    ["a resource of no type", { identifier, resourceId: "a" }, /name the one type of resourceId/],
    ["no mode", { identifier, modes: [] }, /modes is \[\]/],
    ["automation with no role", { identifier, remediation: { document, automatic: true } }, /nobody lends it a role/],
    [
      "permission for everything",
      { identifier, remediation: { document, permissions: [{ actions: ["s3:*"], resources: ["*"] }] } },
      /permissions\[0\].actions is "s3:\*"/,
    ],
    [
      "two roles",
      {
        identifier,
        remediation: {
          document,
          parameters: { AutomationAssumeRole: { value: "arn" } },
          permissions: [{ actions: ["s3:PutBucketPolicy"], resources: ["arn:aws:s3:::a"] }],
        },
      },
      /names a role: leave one out/,
    ],
    [
      "a parameter with two values",
      { identifier, remediation: { document, parameters: { A: { value: "a", resourceId: true } } } },
      /only one of them/,
    ],
    ["too many attempts", { identifier, remediation: { document, maximumAttempts: 26 } }, /maximumAttempts is 26/],
    ["no time at all", { identifier, remediation: { document, retrySeconds: 0 } }, /retrySeconds is 0/],
    ["no share", { identifier, remediation: { document, concurrencyPercent: 0 } }, /concurrencyPercent is 0/],
    ["more than all", { identifier, remediation: { document, errorPercent: 101 } }, /errorPercent is 101/],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(() => build(args)), expected));
  }
});

describe("CompliancePack", () => {
  it("makes one template of all rules", async () => {
    const seen = await pack({
      rules: {
        "api-certificates": {
          identifier: "API_GW_SSL_ENABLED",
          parameters: { CertificateIDs: "abc" },
          tagKey: "public",
        },
        "api-logs": { guardPolicy, resourceTypes: [STAGE], description: "Stages log." },
      },
      deliveryBucketName: "awsconfigconforms-shop",
    });
    const { inputs } = seen.one("controls", "aws:cfg/conformancePack:ConformancePack");
    assert.equal(inputs["deliveryS3Bucket"], "awsconfigconforms-shop");
    assert.deepEqual(seen.json("controls", "templateBody", "aws:cfg/conformancePack:ConformancePack"), {
      Resources: {
        ApiXCertificates: {
          Type: "AWS::Config::ConfigRule",
          Properties: {
            ConfigRuleName: "api-certificates",
            InputParameters: { CertificateIDs: "abc" },
            Scope: { TagKey: "public" },
            Source: { Owner: "AWS", SourceIdentifier: "API_GW_SSL_ENABLED" },
          },
        },
        ApiXLogs: {
          Type: "AWS::Config::ConfigRule",
          Properties: {
            ConfigRuleName: "api-logs",
            Description: "Stages log.",
            Scope: { ComplianceResourceTypes: [STAGE] },
            Source: {
              Owner: "CUSTOM_POLICY",
              CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: guardPolicy },
              SourceDetails: ON_CHANGE.map(({ eventSource, messageType }) => ({
                EventSource: eventSource,
                MessageType: messageType,
              })),
            },
          },
        },
      },
    });
  });

  it("gives rules whose names differ by hyphens alone resources of their own", async () => {
    const rule = { identifier: "API_GW_SSL_ENABLED" };
    const names = ["a1", "a-1", "ax1", "a--1", "a1-"];
    const seen = await pack({ rules: Object.fromEntries(names.map((name) => [name, rule])) });
    const template = seen.json("controls", "templateBody", "aws:cfg/conformancePack:ConformancePack");
    assert.ok(typeof template === "object" && template !== null && "Resources" in template);
    const ids = Object.keys(Object(template.Resources));
    assert.equal(ids.length, names.length);
    for (const id of ids) assert.match(id, /^[A-Za-z0-9]+$/, "CloudFormation takes letters and digits");
  });

  const rules = (count: number, description?: string) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`rule-${index}`, { identifier: "API_GW_SSL_ENABLED", description }]),
    );
  const refused: [string, CompliancePackArgs, RegExp][] = [
    ["no rules", { rules: {} }, /rules is \[\]/],
    ["more rules than a pack takes", { rules: rules(131) }, /1 to 130/],
    [
      "a larger template than AWS Config takes",
      { rules: rules(130, "x".repeat(400)) },
      /template of \d+ characters.*51200/,
    ],
    ["a name in capitals", { rules: { HTTPS: { identifier: "API_GW_SSL_ENABLED" } } }, /rules.HTTPS is "HTTPS"/],
    ["a rule of nothing", { rules: { https: {} } }, /rules.https.identifier or rules.https.guardPolicy/],
    ["a wrong rule", { rules: { https: { identifier: "x" } } }, /rules.https.identifier is "x"/],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(() => pack(args)), expected));
  }
});
