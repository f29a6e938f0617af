import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { Queue } from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import {
  ArgumentError,
  denyInsecureTransport,
  grant,
  overrideChild,
  type PlatformArgs,
  PlatformComponent,
  policyDocument,
  serviceTrust,
} from "../../../../infra/core";
import { graph } from "../../../../testing";

class Pair extends PlatformComponent {
  readonly queue: Queue;
  constructor(name: string, args: PlatformArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("messaging:Pair", name, args, opts);
    this.queue = new Queue(`${name}-queue`, { tags: this.tags(`${name}-queue`, { zone: this.region }) }, this.child());
    this.registerOutputs({});
  }
}

class Outer extends PlatformComponent {
  constructor(name: string, args: PlatformArgs) {
    super("messaging:Outer", name, args);
    new Pair(`${name}-pair`, {}, { parent: this });
    this.registerOutputs({});
  }
}

describe("PlatformComponent", () => {
  it("parents its children and gives them the platform's type token", async () => {
    const seen = await graph(() => new Pair("orders"));
    assert.deepEqual(seen.types(), { "aws-microservices-platform:messaging:Pair": 1, "aws:sqs/queue:Queue": 1 });
    assert.match(seen.one("orders-queue").parent, /aws-microservices-platform:messaging:Pair::orders$/);
  });

  it("tags children with the component, and lets tags of a parent reach components inside it", async () => {
    const seen = await graph(() => new Outer("shop", { tags: { team: "orders" } }));
    assert.deepEqual(seen.one("shop-pair-queue").inputs["tags"], {
      team: "orders",
      "platform-component": "messaging:Pair/shop-pair",
      Name: "shop-pair-queue",
      zone: "eu-central-1",
    });
  });

  it("refuses names that AWS names could not be made of", async () => {
    for (const name of ["Orders", "1st", "a b", "x".repeat(41)]) {
      await assert.rejects(
        graph(() => new Pair(name)),
        ArgumentError,
        name,
      );
    }
  });
});

describe("grant", () => {
  it("allows exactly the given actions on the given resources, and the key only through the named service", async () => {
    const seen = await graph(() => {
      const pair = new Pair("orders");
      const role = new Role("worker", { assumeRolePolicy: serviceTrust("lambda.amazonaws.com") });
      grant(pair, "orders", "consume", { role }, "worker", ["sqs:ReceiveMessage"], [pair.queue.arn], {
        keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
        actions: ["kms:Decrypt"],
        viaService: "sqs.eu-central-1.amazonaws.com",
      });
    });
    assert.deepEqual(seen.json("orders-consume-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sqs:ReceiveMessage"],
          Resource: ["arn:aws:sqs:eu-central-1:123456789012:orders-queue"],
        },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: "arn:aws:kms:eu-central-1:123456789012:key/1",
          Condition: { StringEquals: { "kms:ViaService": "sqs.eu-central-1.amazonaws.com" } },
        },
      ],
    });
  });
});

describe("policy documents", () => {
  it("hold a service to this account where it sends its source account", async () => {
    const seen = await graph(() => {
      new Role("with", { assumeRolePolicy: serviceTrust("states.amazonaws.com", "123456789012") });
      new Role("without", { assumeRolePolicy: serviceTrust("lambda.amazonaws.com") });
    });
    const condition = { StringEquals: { "aws:SourceAccount": "123456789012" } };
    const statement = { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" };
    const version = "2012-10-17";
    const expected = { Version: version, Statement: [{ ...statement, Condition: condition }] };
    assert.deepEqual(seen.json("with", "assumeRolePolicy"), expected);
    assert.equal(JSON.stringify(seen.json("without", "assumeRolePolicy")).includes("Condition"), false);
  });

  it("deny what does not come over TLS, to everybody", async () => {
    const seen = await graph(() => new Queue("q", { policy: policyDocument(denyInsecureTransport("sqs", ["arn:q"])) }));
    assert.match(
      JSON.stringify(seen.json("q", "policy")),
      /"Effect":"Deny","Principal":"\*","Action":"sqs:\*","Resource":\["arn:q"\],"Condition":\{"Bool":\{"aws:SecureTransport":"false"\}\}/,
    );
  });
});

describe("overrideChild", () => {
  const transform = overrideChild({ type: "aws:sqs/queue:Queue", name: "orders-queue" }, { delaySeconds: 5 });
  const call = (type: string, name: string) =>
    transform({ type, name, custom: true, props: { fifoQueue: true }, opts: {} });

  it("changes the named child only, and keeps its other inputs", async () => {
    assert.deepEqual((await call("aws:sqs/queue:Queue", "orders-queue"))?.props, { fifoQueue: true, delaySeconds: 5 });
    assert.equal(await call("aws:sqs/queue:Queue", "other"), undefined);
    assert.equal(await call("aws:sns/topic:Topic", "orders-queue"), undefined);
  });

  it("is refused by the test graph, whose mocks would ignore it", async () => {
    await assert.rejects(
      graph(() => new Pair("orders", {}, { transforms: [transform] })),
      /transforms, which mocks do not run/,
    );
  });
});
