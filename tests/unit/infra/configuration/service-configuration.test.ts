import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import {
  ConfigurationPace,
  ServiceConfiguration,
  type ServiceConfigurationArgs,
} from "../../../../infra/configuration";
import { graph } from "../../../../testing";
import { ALARM, build, content, grantee, known, refusal, VERSION, values } from "./fixtures";

const POLICY = "aws:iam/rolePolicy:RolePolicy";
const STRATEGY = "aws:appconfig/deploymentStrategy:DeploymentStrategy";
const DEPLOYMENT = "aws:appconfig/deployment:Deployment";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234";
const DOCUMENT = '{"limits":{"lines":50}}';

describe("ServiceConfiguration in AppConfig", () => {
  it("is an application with one environment and one profile, and the document deployed to it", async () => {
    const seen = await build({ document: DOCUMENT });
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:configuration:ServiceConfiguration": 1,
      "aws:appconfig/application:Application": 1,
      "aws:appconfig/environment:Environment": 1,
      "aws:appconfig/configurationProfile:ConfigurationProfile": 1,
      [VERSION]: 1,
      [STRATEGY]: 1,
      [DEPLOYMENT]: 1,
    });
    const { tags: _, ...profile } = seen.one("orders-profile").inputs;
    assert.deepEqual(profile, { applicationId: "orders-id", locationUri: "hosted", type: "AWS.Freeform" });
    const { content: ___, ...version } = seen.one("orders-version").inputs;
    assert.deepEqual(version, {
      applicationId: "orders-id",
      configurationProfileId: "prof1",
      contentType: "application/json",
    });
    assert.equal(content(seen), DOCUMENT);
    const { tags: __, ...deployment } = seen.one("orders-deployment").inputs;
    assert.deepEqual(deployment, {
      applicationId: "orders-id",
      environmentId: "env1",
      configurationProfileId: "prof1",
      configurationVersion: "7",
      deploymentStrategyId: "orders-strategy-id",
    });
    assert.equal(seen.one("orders-environment").inputs["monitors"], undefined);
  });

  it("deploys step by step and watches for ten minutes more", async () => {
    assert.deepEqual(await strategy({}), [10, 20, "LINEAR", 10, "NONE"]);
  });

  it("takes the other paces, and minutes and percentages of one's own", async () => {
    assert.deepEqual(await strategy({ pace: ConfigurationPace.Canary }), [20, 10, "EXPONENTIAL", 10, "NONE"]);
    const atOnce = { pace: ConfigurationPace.AllAtOnce, bakeMinutes: 0 };
    assert.deepEqual(await strategy(atOnce), [0, 100, "LINEAR", 0, "NONE"]);
    const own = { deploymentMinutes: 60, growthPercent: 5, bakeMinutes: 30 };
    assert.deepEqual(await strategy(own), [60, 5, "LINEAR", 30, "NONE"]);
  });

  it("validates the document with its schema, and says what it is for", async () => {
    const schema = '{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}';
    const seen = await build({ document: DOCUMENT, schema, description: "Limits of orders." });
    assert.deepEqual(seen.one("orders-profile").inputs["validators"], [{ type: "JSON_SCHEMA", content: schema }]);
    const application = seen.one("orders", "aws:appconfig/application:Application");
    assert.equal(application.inputs["description"], "Limits of orders.");
  });

  it("takes back a configuration on the given alarms, with a role that sees them and no others", async () => {
    const seen = await build({ document: DOCUMENT, rollbackAlarmArns: [ALARM] });
    assert.deepEqual(seen.one("orders-environment").inputs["monitors"], [
      { alarmArn: ALARM, alarmRoleArn: "arn:aws:iam:eu-central-1:123456789012:orders-alarm-role" },
    ]);
    assert.deepEqual(seen.json("orders-alarm-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "appconfig.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    assert.deepEqual(seen.json("orders-alarm-role-policy", "policy", POLICY), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: [ALARM] }],
    });
  });

  it("writes feature flags as AppConfig reads them", async () => {
    const seen = await build({
      featureFlags: {
        express: { enabled: true, description: "Deliver within a day.", attributes: { limit: "20" } },
        gifts: { enabled: false },
      },
    });
    assert.equal(seen.one("orders-profile").inputs["type"], "AWS.AppConfig.FeatureFlags");
    assert.deepEqual(JSON.parse(content(seen)), {
      version: "1",
      flags: {
        express: {
          name: "express",
          description: "Deliver within a day.",
          attributes: { limit: { constraints: { type: "string" } } },
        },
        gifts: { name: "gifts" },
      },
      values: { express: { enabled: true, limit: "20" }, gifts: { enabled: false } },
    });
  });

  it("gives services its ids, and lets them read this configuration in this environment alone", async () => {
    let variables: Record<string, pulumi.Output<string>> = {};
    const seen = await build({ document: DOCUMENT }, (configuration) => {
      variables = configuration.environment;
      configuration.grantRead(grantee(), "api");
    });
    assert.deepEqual(await values(variables), {
      CONFIG_APPLICATION: "orders-id",
      CONFIG_ENVIRONMENT: "env1",
      CONFIG_PROFILE: "prof1",
    });
    assert.deepEqual(seen.json("orders-read-api", "policy", POLICY), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"],
          Resource: [
            "arn:aws:appconfig:eu-central-1:123456789012:application/orders-id/environment/env1/configuration/prof1",
          ],
        },
      ],
    });
  });

  it("takes a document with outputs in it, and checks it as soon as they are known", async () => {
    const url = () => pulumi.output(Promise.resolve("https://queue.example.com"));
    const fine = await build({ document: pulumi.jsonStringify({ queueUrl: url() }) });
    assert.equal(content(fine), '{"queueUrl":"https://queue.example.com"}');
    const message = await refusal(() => build({ document: pulumi.jsonStringify({ db: { password: url() } }) }));
    assert.match(message, /ServiceConfiguration "orders": document\.db\.password is "…"; it is named like a secret/);
    assert.match(await refusal(() => build({ document: pulumi.output("[]") })), /document is "…"; use JSON text/);
  });

  it("previews with a document that is not known yet", async () => {
    const program = () => {
      const role = new Role("later", { assumeRolePolicy: "{}" });
      new ServiceConfiguration("orders", { document: pulumi.jsonStringify({ roleArn: role.arn }) });
    };
    const seen = await graph(program, { preview: true });
    assert.equal(seen.all(DEPLOYMENT).length, 1);
  });
});

describe("ServiceConfiguration's file for ECS", () => {
  const environmentFile = { variables: { LOG_LEVEL: "INFO", QUEUE_URL: pulumi.output("https://queue.example.com") } };

  it("is a private object with a name of its own for every content", async () => {
    const seen = await build({ environmentFile });
    const file = seen.one("orders-files-file").inputs;
    assert.equal(file["content"], "LOG_LEVEL=INFO\nQUEUE_URL=https://queue.example.com\n");
    assert.match(String(file["key"]), /^[0-9a-f]{16}\.env$/);
    const other = await build({ environmentFile: { variables: { LOG_LEVEL: "DEBUG" } } });
    assert.notEqual(other.one("orders-files-file").inputs["key"], file["key"]);
    const again = await build({ environmentFile });
    assert.equal(again.one("orders-files-file").inputs["key"], file["key"], "the same content keeps its name");
    const bucket = "test-orders-files-123456789012-eu-central-1";
    assert.equal(seen.one("orders-files").inputs["bucket"], bucket);
    assert.equal(seen.one("orders-files").inputs["forceDestroy"], true);
    assert.equal(seen.one("orders-files-access").inputs["blockPublicPolicy"], true);
    assert.deepEqual(seen.json("orders-files-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    assert.deepEqual(seen.all(DEPLOYMENT), [], "AppConfig has nothing to do with it");
  });

  it("is read by task execution roles that are granted it, which can read nothing else", async () => {
    const seen = await build({ environmentFile: { ...environmentFile, kmsKeyArn: KEY } }, (configuration) =>
      configuration.grantReadEnvironmentFile(grantee(), "task"),
    );
    const bucket = "arn:aws:s3:eu-central-1:123456789012:orders-files";
    assert.deepEqual(seen.json("orders-read-file-task", "policy", POLICY), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:GetObject", "s3:GetBucketLocation"], Resource: [bucket, `${bucket}/*.env`] },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: KEY,
          Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
        },
      ],
    });
    const plain = await build({ environmentFile }, (one) => one.grantReadEnvironmentFile(grantee(), "task"));
    assert.ok(!JSON.stringify(plain.json("orders-read-file-task", "policy", POLICY)).includes("kms:"));
  });

  it("lies where it is said to", async () => {
    let arn: pulumi.Output<string> | undefined;
    const named = { ...environmentFile, bucketName: "shop-files" };
    const seen = await build({ environmentFile: named }, (configuration) => {
      arn = configuration.environmentFileArn;
    });
    assert.equal(seen.one("orders-files").inputs["bucket"], "shop-files");
    const key = String(seen.one("orders-files-file").inputs["key"]);
    assert.equal(await known(arn), `arn:aws:s3:eu-central-1:123456789012:orders-files/${key}`);
  });
});

describe("ServiceConfiguration's parameters", () => {
  const parameters = { "page-size": "50", queue: pulumi.output("https://queue.example.com") };

  it("lie under a path of their own, as text that is no secret", async () => {
    let variables: Record<string, pulumi.Output<string>> = {};
    let arns: Record<string, pulumi.Output<string>> = {};
    const seen = await build({ parameters }, (configuration) => {
      variables = configuration.environment;
      arns = configuration.parameterArns;
    });
    const { tags: _, ...inputs } = seen.one("orders-parameter-page-size").inputs;
    const name = "/project/test/orders/page-size";
    assert.deepEqual(inputs, { name, type: "String", tier: "Standard", insecureValue: "50" });
    assert.equal(seen.one("orders-parameter-queue").inputs["insecureValue"], "https://queue.example.com");
    assert.deepEqual(await values(variables), { CONFIG_PARAMETER_PATH: "/project/test/orders" });
    assert.deepEqual(Object.keys(await values(arns)), ["page-size", "queue"]);
  });

  it("are read by roles that are granted them, which read no others", async () => {
    const seen = await build({ parameters }, (configuration) => configuration.grantReadParameters(grantee(), "api"));
    const path = "arn:aws:ssm:eu-central-1:123456789012:parameter/project/test/orders";
    assert.deepEqual(seen.json("orders-read-parameters-api", "policy", POLICY), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
          Resource: [path, `${path}/*`],
        },
      ],
    });
  });
});

describe("ServiceConfiguration accepts", () => {
  it("what only looks like a secret, where it is named", async () => {
    const seen = await build({
      document: '{"mask":{"token":"***"}}',
      parameters: { token: "opaque" },
      environmentFile: { variables: { TOKEN: "opaque" } },
      notSecret: ["mask.token", "token", "TOKEN"],
    });
    assert.equal(content(seen), '{"mask":{"token":"***"}}');
  });

  it("the ARN of a secret where the secret would be", async () => {
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-a1b2c3";
    const seen = await build({ document: JSON.stringify({ password: arn }) });
    assert.deepEqual(JSON.parse(content(seen)), { password: arn });
  });
});

async function strategy(args: ServiceConfigurationArgs): Promise<unknown[]> {
  const { inputs } = (await build({ document: DOCUMENT, ...args })).one("orders-strategy", STRATEGY);
  const parts = ["deploymentDurationInMinutes", "growthFactor", "growthType", "finalBakeTimeInMinutes", "replicateTo"];
  return parts.map((part) => inputs[part]);
}
