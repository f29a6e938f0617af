import { strict as assert } from "node:assert";
import { RunError } from "@pulumi/pulumi";
import { type Environment, readEnvironment } from "../../../stacks/environment";
import { nearest } from "../../../stacks/problem-list";
import { changed, configurationOf, PROJECT } from "./configuration";
import { optional } from "./optional";

function environment(all: Record<string, string>): Environment {
  return readEnvironment({ all, project: PROJECT, stack: "dev" });
}

/** The lines of the refusal, without the head. */
function problems(all: Record<string, string>, isSecret?: (key: string) => boolean): string[] {
  try {
    readEnvironment({ all, project: PROJECT, stack: "dev", isSecret });
  } catch (error) {
    assert.ok(error instanceof RunError, String(error));
    const [head, ...lines] = error.message.split("\n  ");
    const count = lines.length === 1 ? "one problem" : `${lines.length} problems`;
    assert.equal(head, `the configuration of stack "dev" (Pulumi.dev.yaml) has ${count}:`);
    return lines;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

describe("the environment", () => {
  for (const [stack, zones, foundation, production] of [
    ["dev", 2, false, false],
    ["staging", 3, true, false],
    ["prod", 3, true, true],
  ] as const) {
    it(`reads Pulumi.${stack}.yaml: ${zones} zones`, () => {
      const read = readEnvironment({ all: configurationOf(stack), project: PROJECT, stack });
      assert.equal(read.zones.length, zones);
      assert.equal(read.foundation, foundation);
      assert.equal(read.production, production);
      assert.equal(read.region, "eu-central-1");
      assert.match(read.account, /^\d{12}$/);
    });
  }

  it("gives each stack an account and address ranges of its own", () => {
    const all = ["dev", "staging", "prod"].map((stack) =>
      readEnvironment({ all: configurationOf(stack), project: PROJECT, stack }),
    );
    for (const values of [
      all.map(({ account }) => account),
      all.flatMap(({ network, payments }) => [network.cidr, payments.cidr]),
    ]) {
      assert.equal(new Set(values).size, values.length, values.join(", "));
    }
  });

  it("reads numbers, flags, lists and maps from text", () => {
    const read = environment(changed({ production: "false", logDays: "30" }));
    assert.equal(read.logDays, 30);
    assert.equal(read.production, false);
    assert.deepEqual(read.zones, ["eu-central-1a", "eu-central-1b"]);
    assert.equal(read.network.cidr, "10.0.0.0/16");
    assert.equal(read.api.domain, undefined);
  });

  it("reports everything that is wrong, missing or unknown at once, by name, value and what would be right", () => {
    const lines = problems(
      changed({
        "aws:region": "Frankfurt",
        "aws:allowedAccountIds": ["1"],
        production: "yes",
        zones: ["eu-central-1a"],
        logDays: 31,
        zone: "x",
        network: { cidr: "10.0.0.1/16", natGateways: "some", nats: 1 },
        payments: undefined,
        api: { rateLimit: 0, burstLimit: "many", domain: { name: "localhost", certificateArn: "arn", colour: 1 } },
        cache: "small",
        broker: {},
      }),
    );
    assert.deepEqual(lines, [
      'aws:region is "Frankfurt"; use a region, such as eu-central-1',
      'aws:allowedAccountIds[0] is "1"; use an account\'s 12 digits, in quotes',
      `${PROJECT}:zone is unknown; did you mean zones?`,
      `${PROJECT}:production is "yes"; use true or false`,
      `${PROJECT}:zones is ["eu-central-1a"]; give 2 to 6 zones, each once`,
      `${PROJECT}:logDays is "31"; use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653`,
      `${PROJECT}:network.nats is unknown; known are cidr, natGateways`,
      `${PROJECT}:network.cidr is "10.0.0.1/16"; use an IPv4 CIDR block from /16 to /20 with no host bits, such as 10.0.0.0/16`,
      `${PROJECT}:network.natGateways is "some"; use one of None, SingleZone, PerZone`,
      `${PROJECT}:payments.cidr is missing; use an IPv4 CIDR block from /16 to /24 with no host bits, such as 10.0.0.0/16`,
      `${PROJECT}:payments.allowedPrincipals is missing; give 1 to 50 principals, each once`,
      `${PROJECT}:payments.awsServices is missing; give 1 to 50 services, each once`,
      `${PROJECT}:api.rateLimit is 0; use a whole number of requests a second from 1 to 10000`,
      `${PROJECT}:api.burstLimit is "many"; use a whole number of requests from 1 to 5000`,
      `${PROJECT}:api.domain.colour is unknown; known are name, certificateArn, hostedZoneId`,
      `${PROJECT}:api.domain.name is "localhost"; use a host name, such as api.example.com`,
      `${PROJECT}:api.domain.certificateArn is "arn"; use the ARN of an ACM certificate`,
      `${PROJECT}:cache is "small"; give a map with serverless, nodeType, shards`,
      `${PROJECT}:broker.engine is missing; use one of ActiveMQ, RabbitMQ`,
      `${PROJECT}:broker.instanceType is missing; use an instance type, such as mq.m7g.large`,
    ]);
  });

  it("refuses an unknown key even where everything else is right", () => {
    assert.deepEqual(problems(changed({ "Log-days": 1 })), [`${PROJECT}:Log-days is unknown; did you mean logDays?`]);
    assert.equal(environment(changed({ "other:key": 1, "aws:profile": "x" })).logDays, 14);
  });

  it("tells of a key whose namespace is the project's but for a letter", () => {
    const near = `${PROJECT.slice(0, -1)}:cache`;
    assert.deepEqual(problems(changed({ [near]: { serverless: true } })), [
      `${near} is unknown; did you mean ${PROJECT}:cache?`,
    ]);
  });

  it("asks for one account, in quotes where the file has a number", () => {
    assert.deepEqual(problems(changed({ "aws:allowedAccountIds": undefined })), [
      "aws:allowedAccountIds is missing; give one account, so that no other is changed",
    ]);
    assert.deepEqual(problems(changed({ "aws:allowedAccountIds": [111122223333] })), [
      "aws:allowedAccountIds[0] is 111122223333; use an account's 12 digits, in quotes",
    ]);
  });

  it("refuses a warehouse where there are two zones", () => {
    assert.deepEqual(problems(changed({ warehouse: true })), [
      `${PROJECT}:warehouse is true; leave it out, or give at least 3 zones: its workgroup is in three`,
    ]);
  });

  it("refuses values that do not go together", () => {
    const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
    assert.deepEqual(
      problems(
        changed({
          "aws:region": "eu-west-1",
          api: { rateLimit: 1, burstLimit: 1, domain: { name: "a.example.com", certificateArn } },
          audit: { retentionDays: 90, lockDays: 91 },
          cache: { serverless: true, nodeType: "cache.t4g.micro", shards: 2 },
        }),
      ),
      [
        `${PROJECT}:zones is "eu-central-1a"; use zones of aws:region, eu-west-1`,
        `${PROJECT}:zones is "eu-central-1b"; use zones of aws:region, eu-west-1`,
        `${PROJECT}:api.domain.certificateArn is "us-east-1"; use a certificate of aws:region, eu-west-1`,
        `${PROJECT}:cache is {"serverless":true,"nodeType":"cache.t4g.micro","shards":2}; give either serverless: true or a nodeType`,
        `${PROJECT}:cache.shards is 2; leave it out: a serverless cache has no shards`,
        `${PROJECT}:audit.lockDays is 91; use at most audit.retentionDays, 90`,
      ],
    );
  });

  it("holds production to three zones and to nothing that weakens it", () => {
    assert.deepEqual(
      problems(changed({ production: true, network: { cidr: "10.0.0.0/16", natGateways: "SingleZone" } })),
      [
        `${PROJECT}:zones is ["eu-central-1a","eu-central-1b"]; give at least 3, so that two stay when one fails`,
        `${PROJECT}:disposable is true; leave it out in production`,
        `${PROJECT}:api.firewall is false; leave it out in production`,
        `${PROJECT}:api.gradualDeployment is false; leave it out in production`,
        `${PROJECT}:web.firewall is false; leave it out in production`,
        `${PROJECT}:broker.engine is "ActiveMQ"; use RabbitMQ, which is over 3 zones`,
        `${PROJECT}:network.natGateways is "SingleZone"; use PerZone or None in production`,
      ],
    );
  });

  it("has a page where it has a domain for one, whose certificate can be proven or is in us-east-1", () => {
    assert.equal(environment(changed({ web: undefined })).web, undefined);
    const web = { domain: { name: "shop.example.com", hostedZoneId: "Z1" } };
    assert.deepEqual(environment(changed({ web })).web, {
      domain: { name: "shop.example.com", certificateArn: undefined, hostedZoneId: "Z1" },
      firewall: true,
      repository: undefined,
    });
    assert.deepEqual(problems(changed({ web: {} })), [
      `${PROJECT}:web.domain.name is missing; use a host name, such as shop.example.com`,
    ]);
    assert.deepEqual(problems(changed({ web: { domain: { name: "shop.example.com" } } })), [
      `${PROJECT}:web.domain is {"name":"shop.example.com"}; give a certificateArn, or the hostedZoneId in which one is proven`,
    ]);
    const certificateArn = "arn:aws:acm:eu-central-1:111122223333:certificate/1";
    assert.deepEqual(
      problems(changed({ web: { domain: { name: "a.example.com", certificateArn }, repository: "shop" } })),
      [
        `${PROJECT}:web.domain.certificateArn is "${certificateArn}"; use the ARN of an ACM certificate in us-east-1`,
        `${PROJECT}:web.repository is "shop"; use owner/name, such as example/shop`,
      ],
    );
  });

  it("never shows a secret value, not even part of one", () => {
    const lines = problems(
      changed({ network: { cidr: "hunter2", natGateways: "hunter2" }, broker: "hunter2" }),
      (key) => key === `${PROJECT}:network` || key === `${PROJECT}:broker`,
    );
    assert.equal(lines.length, 3);
    for (const line of lines) assert.match(line, /is \[secret\];/);
    assert.doesNotMatch(lines.join(), /hunter2/);
  });

  it("suggests the nearest key and none that is far", () => {
    const known = ["zones", "network", "logDays"];
    assert.equal(nearest("netwrok", known), "network");
    assert.equal(nearest("LOGDAYS", known), "logDays");
    assert.equal(nearest("certificate", known), undefined);
  });

  const containers = { minimumTasks: 2, maximumTasks: 4, databaseMinimumAcu: 0, databaseMaximumAcu: 4 };
  const withContainers = {
    containers,
    network: { cidr: "10.0.0.0/16", natGateways: "SingleZone" },
    cache: { nodeType: "cache.t4g.small" },
    broker: { engine: "RabbitMQ", instanceType: "mq.m7g.medium" },
  };

  it("has containers where what they need is there, and says of each thing that is not", () => {
    assert.deepEqual(environment(changed(withContainers)).containers, containers);
    const lines = problems(
      changed({ containers: { ...containers, minimumTasks: 4, maximumTasks: 3, databaseMinimumAcu: 5 } }),
    );
    for (const expected of [
      /:containers is .*give network\.natGateways/,
      /:containers\.maximumTasks is 3; use at least minimumTasks, 4/,
      /:containers\.databaseMaximumAcu is 4; use at least 5/,
      /:cache\.serverless is true; give a nodeType/,
      /:broker\.engine is "ActiveMQ"; use RabbitMQ/,
    ]) {
      assert.ok(
        lines.some((line) => expected.test(line)),
        `${expected} of\n${lines.join("\n")}`,
      );
    }
  });

  it("refuses fewer tasks than zones, Consul with no cluster, and copies in the region that they are to outlive", () => {
    const production = {
      ...withContainers,
      production: true,
      zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    };
    const lines = problems(changed({ ...production, recovery: { copyRegion: "eu-central-1" } }));
    assert.ok(lines.some((line) => /:containers\.minimumTasks is 2; use at least 3, one a zone/.test(line)));
    assert.ok(lines.some((line) => /:recovery\.copyRegion is "eu-central-1"; use another region/.test(line)));
    assert.match(
      problems(
        changed({ network: withContainers.network, registry: JSON.parse(optional[`${PROJECT}:registry`] ?? "") }),
      ).join("\n"),
      /:registry is .*give containers too/,
    );
  });
});
