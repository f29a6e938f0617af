import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import {
  ConfigurationPace,
  type ServiceConfiguration,
  type ServiceConfigurationArgs,
} from "../../../../infra/configuration";
import { ALARM, build, grantee, refusal } from "./fixtures";

describe("ServiceConfiguration refuses", () => {
  const file = (variables: Record<string, string>) => ({ environmentFile: { variables } });
  const cases: [string, ServiceConfigurationArgs, RegExp][] = [
    ["nothing at all", {}, /document is null; give it, featureFlags, environmentFile or parameters/],
    ["a document and flags", { document: "{}", featureFlags: { a: { enabled: true } } }, /give only one of them/],
    ["a document that is no JSON", { document: "limits: 5" }, /document is "…"; use JSON text of an object/],
    ["a document that is a list", { document: "[]" }, /document is "…"; use JSON text of an object/],
    [
      "a password in the document",
      { document: '{"db":{"password":"hunter2"}}' },
      /document\.db\.password is "…"; it is/,
    ],
    [
      "a password in a URL",
      { document: '{"mq":"amqps://a:hunter2@b"}' },
      /document\.mq is "…"; it holds a password in/,
    ],
    ["a schema that is no JSON", { document: "{}", schema: "object" }, /schema is "object"; use JSON text/],
    [
      "a draft that AppConfig does not know",
      { document: "{}", schema: '{"$schema":"https://json-schema.org/draft/2020-12/schema"}' },
      /schema\.\$schema is .*; use "http:\/\/json-schema\.org\/draft-04/,
    ],
    ["a schema that is too long", { document: "{}", schema: `{"title":"${"x".repeat(32_768)}"}` }, /use at most 32768/],
    ["a schema for flags", { featureFlags: { a: { enabled: true } }, schema: "{}" }, /schema is "…"; leave it out/],
    ["a description that is too long", { document: "{}", description: "x".repeat(1025) }, /description is .* 1024/],
    ["no flags", { featureFlags: {} }, /featureFlags is \[\]; give at least 1/],
    [
      "a flag with a capital first",
      { featureFlags: { New: { enabled: true } } },
      /featureFlags\.New is "New"; name it/,
    ],
    [
      "an attribute with a space",
      { featureFlags: { a: { enabled: true, attributes: { "b c": "1" } } } },
      /featureFlags\.a\.attributes\.b c is "b c"; name it/,
    ],
    [
      "an attribute that would switch the flag",
      { featureFlags: { a: { enabled: false, attributes: { enabled: "true" } } } },
      /featureFlags\.a\.attributes\.enabled is "enabled"; name it otherwise/,
    ],
    [
      "a secret among attributes",
      { featureFlags: { a: { enabled: true, attributes: { apiKey: "hunter2" } } } },
      /featureFlags\.a\.apiKey is "…"; it is named like a secret/,
    ],
    [
      "a pace that AppConfig does not have",
      JSON.parse('{"document":"{}","pace":"slow"}'),
      /pace is "slow"; use one of/,
    ],
    ["no minutes", { document: "{}", deploymentMinutes: 0 }, /deploymentMinutes is 0/],
    ["more than all", { document: "{}", growthPercent: 101 }, /growthPercent is 101/],
    ["more than a day of watching", { document: "{}", bakeMinutes: 1441 }, /bakeMinutes is 1441/],
    [
      "minutes for all at once",
      { document: "{}", pace: ConfigurationPace.AllAtOnce, deploymentMinutes: 5 },
      /deploymentMinutes is 5; leave it out: pace is "all-at-once"/,
    ],
    [
      "percent for all at once",
      { document: "{}", pace: ConfigurationPace.AllAtOnce, growthPercent: 5 },
      /growthPercent is 5; leave it out: pace is "all-at-once"/,
    ],
    [
      "alarms that have no time to go off",
      { document: "{}", pace: ConfigurationPace.AllAtOnce, bakeMinutes: 0, rollbackAlarmArns: [ALARM] },
      /bakeMinutes is 0; use at least 1/,
    ],
    ["six alarms", { document: "{}", rollbackAlarmArns: Array(6).fill(ALARM) }, /rollbackAlarmArns is .*; give 1 to 5/],
    ["an alarm's name", { document: "{}", rollbackAlarmArns: ["errors"] }, /rollbackAlarmArns\[0\] is "errors"/],
    ["a pace for nothing", { ...file({ A: "1" }), bakeMinutes: 5 }, /bakeMinutes is 5; leave it out, or give document/],
    ["an empty file", file({}), /environmentFile\.variables is \[\]; give at least 1/],
    ["a variable with a hyphen", file({ "LOG-LEVEL": "INFO" }), /variables\.LOG-LEVEL is "LOG-LEVEL"; name it/],
    ["a variable of two lines", file({ A: "hunter2\nB=2" }), /variables\.A is "…"; use one line/],
    ["a password among variables", file({ DB_PASSWORD: "hunter2" }), /variables\.DB_PASSWORD is "…"; it is named like/],
    [
      "a bucket name with capitals",
      { environmentFile: { variables: { A: "1" }, bucketName: "Files" } },
      /environmentFile\.bucketName is "Files"/,
    ],
    [
      "a key's alias",
      { environmentFile: { variables: { A: "1" }, kmsKeyArn: "alias/files" } },
      /environmentFile\.kmsKeyArn is "alias\/files"/,
    ],
    ["no parameters", { parameters: {} }, /parameters is \[\]; give at least 1/],
    ["a parameter with a slash", { parameters: { "a/b": "1" } }, /parameters\.a\/b is "a\/b"; name it/],
    [
      "a parameter that AWS keeps to itself",
      { parameters: { awsRegion: "1" } },
      /parameters\.awsRegion is "awsRegion"/,
    ],
    ["an empty parameter", { parameters: { a: "" } }, /parameters\.a is "…"; use text of 1 to 4096 bytes/],
    ["a parameter that is too long", { parameters: { a: "x".repeat(4097) } }, /parameters\.a is "…"; use text of 1 to/],
    ["a secret among parameters", { parameters: { token: "hunter2" } }, /parameters\.token is "…"; it is named like/],
  ];
  for (const [what, args, message] of cases) {
    it(what, async () => {
      const refused = await refusal(() => build(args));
      assert.match(refused, message);
      assert.ok(!refused.includes("hunter2"), refused);
    });
  }

  it("Pulumi secrets, wherever they are put", async () => {
    const secret = () => pulumi.secret("{}");
    for (const [argument, args] of [
      ["document", { document: secret() }],
      ["environmentFile.variables.A", { environmentFile: { variables: { A: secret() } } }],
      ["parameters.a", { parameters: { a: secret() } }],
    ] as const) {
      const message = await refusal(() => build(args));
      assert.ok(message.includes(`ServiceConfiguration "orders": ${argument} is a Pulumi secret; keep it`), message);
    }
  });

  it("variables and parameters that turn out to be wrong once they are known", async () => {
    const later = (text: string) => pulumi.output(Promise.resolve(text));
    const variable = (name: string, text: string) => ({ environmentFile: { variables: { [name]: later(text) } } });
    assert.match(await refusal(() => build(variable("A", "1\n2"))), /variables\.A is "…"; use one line/);
    assert.match(await refusal(() => build(variable("API_KEY", "1"))), /variables\.API_KEY is "…"; it is named like/);
    assert.match(await refusal(() => build({ parameters: { a: later("") } })), /parameters\.a is "…"; use text of/);
    assert.match(await refusal(() => build({ parameters: { token: later("1") } })), /parameters\.token is "…"; it is/);
  });

  it("to grant what is not there", async () => {
    const none = (grant: (configuration: ServiceConfiguration) => unknown) =>
      refusal(() => build({ parameters: { a: "1" } }, grant));
    assert.match(await none((one) => one.grantRead(grantee(), "x")), /give document or featureFlags/);
    assert.match(await none((one) => one.grantReadEnvironmentFile(grantee(), "x")), /give environmentFile/);
    const hosted = build({ document: "{}" }, (one) => one.grantReadParameters(grantee(), "x"));
    assert.match(await refusal(() => hosted), /give parameters/);
  });
});
