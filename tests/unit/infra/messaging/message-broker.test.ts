import { strict as assert } from "node:assert";
import { Subnet } from "@pulumi/aws/ec2";
import { Role } from "@pulumi/aws/iam";
import { Secret } from "@pulumi/aws/secretsmanager";
import type * as pulumi from "@pulumi/pulumi";
import {
  BrokerDay,
  BrokerEngine,
  BrokerProtocol,
  MessageBroker,
  type MessageBrokerArgs,
} from "../../../../infra/messaging";
import { endpointsOf } from "../../../../infra/messaging/broker-endpoints";
import { passwordIn } from "../../../../infra/messaging/broker-users";
import { graph, type TestGraph, UNKNOWN } from "../../../../testing";
import { secretText } from "../data/secrets";

const BROKER = "aws:mq/broker:Broker";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const { ActiveMq, RabbitMq } = BrokerEngine;
const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };

type Options = Omit<MessageBrokerArgs, "engine" | "placement"> & Partial<Pick<MessageBrokerArgs, "placement">>;

function build(engine: BrokerEngine, args: Options = {}, preview = false): Promise<TestGraph> {
  return graph(() => new MessageBroker("warehouse", { engine, placement, ...args }), { preview });
}

describe("MessageBroker", () => {
  it("makes a private ActiveMQ pair over two zones with logs, patches and a user, with nothing given", async () => {
    const seen = await build(ActiveMq);
    const { tags, users, configuration, ...inputs } = seen.one("warehouse", BROKER).inputs;
    assert.ok(tags && users && configuration);
    assert.deepEqual(inputs, {
      engineType: "ActiveMQ",
      engineVersion: "5.19",
      hostInstanceType: "mq.m5.large",
      deploymentMode: "ACTIVE_STANDBY_MULTI_AZ",
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroups: ["warehouse-group-id"],
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      applyImmediately: false,
      encryptionOptions: { useAwsOwnedKey: true },
      logs: { general: true, audit: true },
      maintenanceWindowStartTime: { dayOfWeek: "SUNDAY", timeOfDay: "03:00", timeZone: "UTC" },
    });
    assert.match(String(seen.one("warehouse-configuration").inputs["data"]), /forcePersistencyModeBrokerPlugin/);
    assert.deepEqual(seen.json("warehouse-log-policy", "policyDocument"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "mq.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/amazonmq/*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:mq:eu-central-1:123456789012:broker:*" },
          },
        },
      ],
    });
  });

  it("makes a RabbitMQ cluster over three zones, with no audit log, which RabbitMQ has not", async () => {
    const seen = await build(RabbitMq);
    const broker = seen.one("warehouse", BROKER).inputs;
    assert.equal(broker["deploymentMode"], "CLUSTER_MULTI_AZ");
    assert.equal(broker["engineVersion"], "4.2");
    assert.equal(broker["hostInstanceType"], "mq.m7g.large");
    assert.deepEqual(broker["subnetIds"], placement.subnetIds);
    assert.deepEqual(broker["logs"], { general: true });
    assert.equal(seen.one("warehouse-configuration").inputs["data"], "consumer_timeout = 1800000\n");
    assert.equal(seen.types()["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"], undefined);
    const users = JSON.stringify(broker["users"]);
    assert.doesNotMatch(users, /consoleAccess|groups/, "Amazon MQ refuses them for RabbitMQ");
  });

  it("makes a single instance, the smallest there is, just where that was asked for by name", async () => {
    const active = (await build(ActiveMq, { singleInstance: true })).one("warehouse", BROKER).inputs;
    assert.equal(active["deploymentMode"], "SINGLE_INSTANCE");
    assert.equal(active["hostInstanceType"], "mq.t3.micro");
    assert.deepEqual(active["subnetIds"], ["subnet-a"]);
    assert.equal(active["publiclyAccessible"], false);
    const rabbit = (await build(RabbitMq, { singleInstance: true })).one("warehouse", BROKER).inputs;
    assert.equal(rabbit["hostInstanceType"], "mq.m7g.medium");
  });

  it("keeps passwords in Secrets Manager and hands them over as secrets only", async () => {
    const seen = await build(ActiveMq, { users: { stock: { consoleAccess: true, groups: ["admins"] }, reports: {} } });
    const users = seen.one("warehouse", BROKER).inputs["users"];
    assert.ok(Array.isArray(users));
    const [{ password, ...stock }, reports] = users;
    assert.deepEqual(stock, { username: "stock", consoleAccess: true, groups: ["admins"] });
    const kept = secretText(seen.one("warehouse-user-stock-v1").inputs["secretString"]);
    assert.deepEqual(JSON.parse(kept), { username: "stock", password: secretText(password) });
    assert.match(secretText(password), /^[0-9a-f]{64}$/);
    assert.notEqual(secretText(reports.password), secretText(password), "users share a password");
  });

  it("keeps the first password: later runs make another one, which is ignored", async () => {
    const ignored = new Map<string, string[] | undefined>();
    const look: pulumi.ResourceTransformation = ({ name, opts }) => {
      ignored.set(name, "ignoreChanges" in opts ? opts.ignoreChanges : undefined);
      return undefined;
    };
    await graph(() => new MessageBroker("warehouse", { engine: ActiveMq, placement }, { transformations: [look] }));
    assert.deepEqual(ignored.get("warehouse-user-service-v1"), ["secretString"]);
    assert.deepEqual(ignored.get("warehouse"), undefined, "a changed user has to reach the broker");
  });

  it("makes another password by another version of the secret", async () => {
    const seen = await build(ActiveMq, { users: { stock: { passwordGeneration: 2 } } });
    assert.ok(seen.one("warehouse-user-stock-v2"));
  });

  it("takes a password from a secret that exists, as a secret", async () => {
    const seen = await graph(
      () => {
        const secret = new Secret("legacy");
        new MessageBroker("warehouse", { engine: ActiveMq, placement, users: { stock: { secretArn: secret.arn } } });
      },
      { preview: true },
    );
    assert.equal(seen.types()["aws:secretsmanager/secretVersion:SecretVersion"], undefined);
    assert.match(JSON.stringify(seen.one("warehouse", BROKER).inputs["users"]), new RegExp(UNKNOWN));
    assert.equal(passwordIn('{"username":"stock","password":"p-1234"}'), "p-1234");
    assert.equal(passwordIn("p-1234"), "p-1234");
    assert.equal(passwordIn('{"user":"stock"}'), '{"user":"stock"}');
    assert.equal(passwordIn("123456789012"), "123456789012");
  });

  it("lets nobody in with nothing given, and opens just the ports of what a client speaks", async () => {
    assert.equal((await build(ActiveMq)).types()[RULE], undefined);
    const { Amqp, Console, Mqtt, OpenWire, Stomp, WebSocket } = BrokerProtocol;
    const seen = await graph(() => {
      const broker = new MessageBroker("warehouse", {
        engine: ActiveMq,
        placement,
        clients: {
          inventory: { securityGroupId: "sg-inventory" },
          legacy: { cidr: "10.9.0.0/24", protocols: [OpenWire, Stomp, Mqtt, WebSocket] },
        },
      });
      broker.allowFrom("operators", "sg-operators", [Console, Amqp]);
    });
    const opened = seen.all(RULE).map(({ name, inputs }) => [name, inputs["fromPort"], inputs["toPort"]]);
    assert.deepEqual(opened.sort(), [
      ["warehouse-from-inventory-amqp", 5671, 5671],
      ["warehouse-from-legacy-mqtt", 8883, 8883],
      ["warehouse-from-legacy-openwire", 61_617, 61_617],
      ["warehouse-from-legacy-stomp", 61_614, 61_614],
      ["warehouse-from-legacy-wss", 61_619, 61_619],
      ["warehouse-from-operators-amqp", 5671, 5671],
      ["warehouse-from-operators-console", 8162, 8162],
    ]);
    assert.equal(seen.one("warehouse-from-legacy-mqtt").inputs["cidrIpv4"], "10.9.0.0/24");
    const rabbit = await build(RabbitMq, { clients: { ops: { cidr: "10.0.0.0/16", protocols: [Console] } } });
    assert.equal(rabbit.one("warehouse-from-ops-console").inputs["fromPort"], 443);
  });

  it("uses one key for messages and secrets", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";
    const seen = await build(ActiveMq, { kmsKeyArn, maintenance: { day: BrokerDay.Friday, timeZone: "CET" } });
    const broker = seen.one("warehouse", BROKER).inputs;
    assert.deepEqual(broker["encryptionOptions"], { useAwsOwnedKey: false, kmsKeyId: kmsKeyArn });
    assert.equal(seen.one("warehouse-user-service").inputs["kmsKeyId"], kmsKeyArn);
    assert.deepEqual(broker["maintenanceWindowStartTime"], {
      dayOfWeek: "FRIDAY",
      timeOfDay: "03:00",
      timeZone: "CET",
    });
  });

  it("finds the URLs of each protocol, of both instances", () => {
    const active = ["1", "2"].map((n) => ({
      consoleUrl: `https://b-${n}:8162`,
      endpoints: [
        `ssl://b-${n}:61617`,
        `amqp+ssl://b-${n}:5671`,
        `stomp+ssl://b-${n}:61614`,
        `mqtt+ssl://b-${n}:8883`,
        `wss://b-${n}:61619`,
      ],
    }));
    assert.deepEqual(endpointsOf(BrokerProtocol.OpenWire, active), ["ssl://b-1:61617", "ssl://b-2:61617"]);
    assert.deepEqual(endpointsOf(BrokerProtocol.Amqp, active), ["amqp+ssl://b-1:5671", "amqp+ssl://b-2:5671"]);
    assert.deepEqual(endpointsOf(BrokerProtocol.Stomp, active), ["stomp+ssl://b-1:61614", "stomp+ssl://b-2:61614"]);
    assert.deepEqual(endpointsOf(BrokerProtocol.Mqtt, active), ["mqtt+ssl://b-1:8883", "mqtt+ssl://b-2:8883"]);
    assert.deepEqual(endpointsOf(BrokerProtocol.WebSocket, active), ["wss://b-1:61619", "wss://b-2:61619"]);
    assert.deepEqual(endpointsOf(BrokerProtocol.Console, active), ["https://b-1:8162", "https://b-2:8162"]);
    const rabbit = [{ consoleUrl: "https://b", endpoints: ["amqps://b:5671"] }];
    assert.deepEqual(endpointsOf(BrokerProtocol.Amqp, rabbit), ["amqps://b:5671"]);
    assert.deepEqual(endpointsOf(BrokerProtocol.Stomp, rabbit), []);
  });

  it("knows placement, encryption and logs at preview, and depends on exactly the subnets it takes", async () => {
    const seen = await graph(
      () => {
        const subnetIds = ["a", "b", "c"].map((zone) => new Subnet(zone, { vpcId: "vpc-1" }).id);
        new MessageBroker("warehouse", { engine: ActiveMq, placement: { ...placement, subnetIds } });
      },
      { preview: true },
    );
    const known = ["deploymentMode", "publiclyAccessible", "encryptionOptions", "logs", "autoMinorVersionUpgrade"];
    seen.assertKnown("warehouse", known, BROKER);
    seen.assertKnown("warehouse-log-policy", ["policyDocument"]);
    const broker = seen.one("warehouse", BROKER);
    assert.deepEqual(broker.inputs["subnetIds"], [UNKNOWN, UNKNOWN]);
    assert.deepEqual(
      broker.propertyDependencies["subnetIds"]?.map((urn) => urn.split("::").pop()),
      ["a", "b"],
    );
  });

  it("grants reading one user's secret, with its key through Secrets Manager alone", async () => {
    const seen = await graph(() => {
      const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";
      const broker = new MessageBroker("warehouse", { engine: RabbitMq, placement, kmsKeyArn });
      broker.grantReadCredentials("service", { role: new Role("worker", { assumeRolePolicy: "{}" }) }, "worker");
    });
    assert.deepEqual(seen.json("warehouse-read-service-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: ["arn:aws:secretsmanager:eu-central-1:123456789012:warehouse-user-service"],
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: "arn:aws:kms:eu-central-1:123456789012:key/k",
          Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } },
        },
      ],
    });
  });

  it("names each wrong argument, its value and what is right", async () => {
    const cases: [BrokerEngine, Options, RegExp][] = [
      [ActiveMq, { engineVersion: "5.17" }, /engineVersion is "5.17"; use one of "5.18", "5.19"/],
      [RabbitMq, { engineVersion: "3.12" }, /engineVersion is "3.12"; use one of "3.13", "4.2"/],
      [RabbitMq, { instanceType: "mq.m5.large" }, /instanceType is "mq.m5.large"; use a type that runs RabbitMQ 4.2/],
      [RabbitMq, { engineVersion: "3.13", instanceType: "mq.t3.micro" }, /it can't be clustered/],
      [ActiveMq, { placement: { ...placement, subnetIds: ["subnet-a"] } }, /subnetIds is "1 subnets"; give at least 2/],
      [ActiveMq, { minimumZones: 3 }, /minimumZones is 3; ActiveMQ has at most 2/],
      [RabbitMq, { minimumZones: 4 }, /minimumZones is 4; RabbitMQ has at most 3/],
      [
        RabbitMq,
        { clients: { a: { cidr: "10.0.0.0/8", protocols: [BrokerProtocol.Mqtt] } } },
        /protocols is "mqtt"; use one of "amqp", "console"/,
      ],
      [ActiveMq, { clients: { a: { cidr: "0.0.0.0/0" } } }, /clients.a.cidr is "0.0.0.0\/0"/],
      [ActiveMq, { clients: { a: { cidr: "10.0.0.0/8", protocols: [] } } }, /protocols is \[\]/],
      [RabbitMq, { users: { one: {}, two: {} } }, /users is \["one","two"\]; give 1 to 1 of them/],
      [RabbitMq, { users: { one: { consoleAccess: true } } }, /users.one.consoleAccess is true; RabbitMQ has no such/],
      [RabbitMq, { users: { guest: {} } }, /users.guest is "guest"/],
      [ActiveMq, { users: { one: { secretArn: "one" } } }, /users.one.secretArn is "one"; use the ARN of a secret/],
      [ActiveMq, { users: { one: { secretArn: "arn:aws:secretsmanager:x", passwordGeneration: 2 } } }, /not made here/],
      [ActiveMq, { maintenance: { time: "3am" } }, /maintenance.time is "3am"/],
      [ActiveMq, { maintenance: { timeZone: "Europe/Atlantis" } }, /maintenance.timeZone is "Europe\/Atlantis"/],
      [ActiveMq, { kmsKeyArn: "alias/broker" }, /kmsKeyArn is "alias\/broker"; use the ARN of a KMS key/],
      [RabbitMq, { withoutLogPolicy: true }, /withoutLogPolicy is true; leave it out: RabbitMQ needs no such policy/],
    ];
    for (const [engine, args, message] of cases) {
      await assert.rejects(build(engine, args), message);
    }
    const twice = () =>
      new MessageBroker("warehouse", { engine: ActiveMq, placement, clients: { a: { cidr: "10.0.0.0/8" } } });
    await assert.rejects(
      graph(() => twice().allowFrom("a", "sg-1")),
      /clientName is "a"; the broker has a client/,
    );
    const role = () => new Role("r", { assumeRolePolicy: "{}" });
    await assert.rejects(
      graph(() => twice().grantReadCredentials("root", { role: role() }, "r")),
      /user is "root"; there is service/,
    );
  });
});
