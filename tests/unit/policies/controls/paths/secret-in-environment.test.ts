import { strict as assert } from "node:assert";
import { secretInEnvironment } from "../../../../../policies/controls/paths/secret-in-environment";
import { describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const SECRET = "correct-horse-9";
const version = (secretString: unknown, name = "orders"): Sample =>
  sample("aws:secretsmanager/secretVersion:SecretVersion", name, { arn: `arn:${name}`, secretString });
const password = sample("random:index/randomPassword:RandomPassword", "admin", { result: UNKNOWN });
const parameter = (type: string): Sample => sample("aws:ssm/parameter:Parameter", "key", { type, value: SECRET });

const fn = (variables: unknown, ...from: Sample[]) =>
  sample("aws:lambda/function:Function", "f", { environment: { variables } }, { from: { environment: from } });
const task = (containerDefinitions: unknown, ...from: Sample[]) =>
  sample(
    "aws:ecs/taskDefinition:TaskDefinition",
    "t",
    { containerDefinitions },
    { from: { containerDefinitions: from } },
  );
const container = (value: unknown, more: Record<string, unknown> = {}) =>
  JSON.stringify([{ name: "app", environment: [{ name: "DB", value }], ...more }]);
const machine = (userData: unknown, ...from: Sample[]) =>
  sample("aws:ec2/launchTemplate:LaunchTemplate", "m", { userData }, { from: { userData: from } });
const build = (type?: string) =>
  sample("aws:codebuild/project:Project", "b", {
    environment: { environmentVariables: [{ name: "T", value: SECRET, type }] },
  });
const configuration = (content: unknown, ...from: Sample[]) =>
  sample(
    "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion",
    "c",
    { content },
    { from: { content: from } },
  );
const file = (key: unknown, more: Record<string, unknown>, type = "aws:s3/bucketObjectv2:BucketObjectv2") =>
  sample(type, "o", { key, ...more }, { from: { content: [version(SECRET)], contentBase64: [version(SECRET)] } });
const plainParameter = (inputs: Record<string, unknown>, ...from: Sample[]) =>
  sample("aws:ssm/parameter:Parameter", "p", inputs, { from: { insecureValue: from } });
const base64 = (text: string) => Buffer.from(text).toString("base64");

describeControl(secretInEnvironment, {
  compliant: {
    "a function that is told the secret's ARN": { subject: fn({ DB: "arn:orders" }, version(SECRET)) },
    "one that is told of something else": { subject: fn({ DB: "correct-horse-8" }), others: [version(SECRET)] },
    "one whose unknown variable is a reference": { subject: fn({ DB_SECRET_ARN: UNKNOWN }, version(UNKNOWN)) },
    "one whose unknown variable comes from nothing secret": { subject: fn({ DB: UNKNOWN }, parameter("String")) },
    "a text that is secret nowhere": { subject: fn({ DB: SECRET }, parameter("String")) },
    "the user's name out of a secret document": {
      subject: fn({ DB: "orders-user-1" }, version(JSON.stringify({ username: "orders-user-1", password: SECRET }))),
    },
    "a word that is secret elsewhere too": { subject: fn({ DB: "production" }), others: [version("production")] },
    "a short text": { subject: fn({ DB: "a1" }), others: [version("a1")] },
    "a variable that comes from a database, whose address it is": {
      subject: fn({ DB: UNKNOWN }, sample("aws:rds/instance:Instance", "db", { password: SECRET })),
    },
    "a container that names its secret": {
      subject: task(container("x", { secrets: [{ valueFrom: "arn:orders" }] })),
      others: [version(SECRET)],
    },
    "a configuration with the secret's ARN": {
      subject: configuration('{"db":"arn:orders"}'),
      others: [version(SECRET)],
    },
    "a parameter whose unknown value says where something is": {
      subject: plainParameter({ name: "/shop/db-host", type: "String", insecureValue: UNKNOWN }, version(UNKNOWN)),
    },
    "a build that is told the parameter's name": { subject: build("PARAMETER_STORE"), others: [version(SECRET)] },
  },
  violating: {
    "a function that is told the secret": {
      subject: fn({ DB: SECRET }),
      others: [version(SECRET)],
      at: "environment.variables.DB",
      saying: /^secret orders -> environment variable DB of function f$/,
    },
    "one that is told it within a text": {
      subject: fn({ DB: `postgres://u:${SECRET}@db/orders` }, version(SECRET)),
      at: "environment.variables.DB",
    },
    "one that is told a password out of a secret document": {
      subject: fn({ DB: SECRET }, version(JSON.stringify({ username: "u", password: SECRET }))),
      at: "environment.variables.DB",
    },
    "one that is told a password that is not known yet": {
      subject: fn({ DB: UNKNOWN }, password),
      at: "environment.variables.DB",
      saying: /^password admin -> /,
    },
    "one whose whole environment comes from a password": { subject: fn(UNKNOWN, password), at: "environment" },
    "one that is told a secure parameter": {
      subject: fn({ DB: SECRET }),
      others: [parameter("SecureString")],
      at: "environment.variables.DB",
    },
    "one that is told a database's password": {
      subject: fn({ DB: SECRET }),
      others: [sample("aws:rds/instance:Instance", "db", { password: SECRET })],
      at: "environment.variables.DB",
      saying: /^database db -> /,
    },
    "one that is told a broker's": {
      subject: fn({ DB: SECRET }),
      others: [sample("aws:mq/broker:Broker", "mq", { users: [{ username: "u", password: SECRET }] })],
      at: "environment.variables.DB",
    },
    "a container": {
      subject: task(container(SECRET)),
      others: [version(SECRET)],
      at: "containerDefinitions[0].environment[0].value",
      saying: /environment variable DB of task definition t$/,
    },
    "containers that are not known, and come from a password": {
      subject: task(UNKNOWN, password),
      at: "containerDefinitions",
    },
    "a machine's script": { subject: machine(`#!/bin/sh\nexport DB=${SECRET}`, version(SECRET)), at: "userData" },
    "a machine's script in Base64": {
      subject: machine(base64(`#!/bin/sh\nDB=${SECRET}`), version(SECRET)),
      at: "userData",
    },
    "a build": { subject: build(), others: [version(SECRET)], at: "environment.environmentVariables[0].value" },
    "a job": {
      subject: sample("aws:batch/jobDefinition:JobDefinition", "j", {
        containerProperties: JSON.stringify({ environment: [{ name: "DB", value: SECRET }] }),
      }),
      others: [version(SECRET)],
      at: "containerProperties.environment[0].value",
    },
    "a config map": {
      subject: sample("kubernetes:core/v1:ConfigMap", "c", { data: { DB: SECRET } }),
      others: [version(SECRET)],
      at: "data.DB",
    },
    "a configuration in AppConfig": {
      subject: configuration(JSON.stringify({ db: SECRET }), version(SECRET)),
      at: "content",
      saying: /^secret orders -> content of configuration c$/,
    },
    "a configuration that is a password, not known yet": { subject: configuration(UNKNOWN, password), at: "content" },
    "a file of environment variables": {
      subject: file("app.env", { content: `DB=${SECRET}\n` }),
      at: "content",
    },
    "a file of environment variables in Base64, of the older type": {
      subject: file("app.env", { contentBase64: base64(`DB=${SECRET}\n`) }, "aws:s3/bucketObject:BucketObject"),
      at: "contentBase64",
    },
    "a file whose name is not known yet": {
      subject: file(UNKNOWN, { content: `DB=${SECRET}\n` }),
      at: "content",
    },
    "a plain parameter that could be Base64, and was not computed from the secret": {
      subject: plainParameter({ name: "/shop/db", type: "String", value: "correctHorse9battery" }),
      others: [version("correctHorse9battery")],
      at: "value",
    },
    "a plain parameter": {
      subject: plainParameter({ name: "/shop/db", type: "String", insecureValue: SECRET }),
      others: [version(SECRET)],
      at: "insecureValue",
      saying: /^secret orders -> value of parameter p$/,
    },
    "an image of App Runner": {
      subject: sample("aws:apprunner/service:Service", "a", {
        sourceConfiguration: {
          imageRepository: { imageConfiguration: { runtimeEnvironmentVariables: { DB: SECRET } } },
        },
      }),
      others: [version(SECRET)],
      at: "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables.DB",
    },
  },
  notApplicable: {
    "a parameter that is encrypted": { subject: parameter("SecureString"), others: [version(SECRET)] },
    "an object that is no file of variables": { subject: file("page.html", { content: `DB=${SECRET}\n` }) },
  },
  undecided: {
    "a parameter that may be the secret": {
      subject: plainParameter({ name: "/shop/db", type: "String", insecureValue: UNKNOWN }, version(UNKNOWN)),
      because: /secret orders -> value of parameter p is the secret itself/,
    },
    "a variable that may be the secret": {
      subject: fn({ DB: UNKNOWN }, version(UNKNOWN)),
      because: /secret orders -> environment variable DB of function f is the secret itself/,
    },
    "containers that may have it": { subject: task(UNKNOWN, version(UNKNOWN)), because: /a part of task definition t/ },
  },
  mayBeDropped: {
    "environment.variables.DB": "what is not there is no secret",
    "environment.variables.DB_SECRET_ARN": "what is not there is no secret",
    "environment.environmentVariables": "what is not there is no secret",
    content: "what is not there is no secret",
    insecureValue: "what is not there is no secret",
    containerDefinitions: "what is not there is no secret",
    secretString: "an empty secret is nobody's",
    type: "a parameter of no type is no secure one",
  },
});

describe("what comes from a resource that has a secret", () => {
  const secrets: Record<string, [string, "fail" | "undecided" | "pass"]> = {
    "random:index/randomPassword:RandomPassword": ["result", "fail"],
    "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "undecided"],
    "tls:index/privateKey:PrivateKey": ["privateKeyPem", "undecided"],
    "aws:iam/accessKey:AccessKey": ["secret", "undecided"],
    "aws:rds/instance:Instance": ["password", "pass"],
    "aws:rds/cluster:Cluster": ["masterPassword", "pass"],
    "aws:docdb/cluster:Cluster": ["masterPassword", "pass"],
    "aws:redshift/cluster:Cluster": ["masterPassword", "pass"],
    "aws:elasticache/replicationGroup:ReplicationGroup": ["authToken", "pass"],
    "aws:elasticache/user:User": ["passwords", "pass"],
    "aws:mq/broker:Broker": ["users", "pass"],
  };
  for (const [type, [property, unknown]] of Object.entries(secrets)) {
    it(`is the secret where it is known, and ${unknown} where it is not: ${type}`, () => {
      const source = sample(type, "s", {
        [property]: property === "passwords" ? [SECRET] : property === "users" ? [{ password: SECRET }] : SECRET,
      });
      const kindOf = (value: unknown) => judge(secretInEnvironment, { subject: fn({ DB: value }, source) }).kind;
      assert.equal(kindOf(SECRET), "fail");
      assert.equal(kindOf(`x ${SECRET} y`), "fail");
      assert.equal(kindOf("something else"), "pass");
      assert.equal(kindOf(UNKNOWN), unknown);
    });
  }
  it("is looked for in lists that are not known, too", () => {
    const some = JSON.stringify([{ name: "app", environment: UNKNOWN }]);
    assert.equal(judge(secretInEnvironment, { subject: task(some, password) }).kind, "fail");
    assert.equal(judge(secretInEnvironment, { subject: task(some, parameter("String")) }).kind, "pass");
  });
});
