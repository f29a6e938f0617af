import { strict as assert } from "node:assert";
import { hashOf, withHashes, zipOf } from "../../../local/provider/assets";
import { LocalProvider } from "../../../local/provider/core";
import { Inputs } from "../../../local/provider/values";
import { toPlain, toProps } from "../../../local/provider/wire";
import { secret, unknownValue } from "../../../preflight/host/wire";

const signature = "4dabf18193072939515e22adb298388d";
const archive = (files: Record<string, string>) => ({
  [signature]: "0def7320c3a5731c473e5ecbe6d01bc7",
  assets: Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, { [signature]: "c44067f5952c0a294b673a41bacd8c17", text }]),
  ),
});
const queue = { type: "aws:sqs/queue:Queue", urn: "urn:pulumi:t::p::aws:sqs/queue:Queue::orders", name: "orders" };
const place = {
  endpoint: "http://127.0.0.1:1",
  region: "eu-west-1",
  account: "123456789012",
  partition: "aws",
  dnsSuffix: "amazonaws.com",
};

describe("the emulator's provider", () => {
  const provider = new LocalProvider({ place, nodePath: "/nowhere" });

  it("names what the program does not, once and for all", () => {
    const first = provider.check(queue, { delaySeconds: 1 });
    assert.match(String(first.name), /^orders-[0-9a-f]{7}$/);
    assert.equal(provider.check(queue, { delaySeconds: 2 }, first).name, first.name);
    assert.notEqual(provider.check(queue, { delaySeconds: 1 }).name, first.name);
    assert.equal(provider.check(queue, { name: "mine" }, first).name, "mine");
    assert.match(String(provider.check(queue, { fifoQueue: true }).name), /^orders-[0-9a-f]{7}\.fifo$/);
  });

  it("gives the same name for the engine's same seed, so that what was previewed is what is made", () => {
    const seed = new Uint8Array([1, 2, 3]);
    assert.equal(provider.check(queue, {}, undefined, seed).name, provider.check(queue, {}, undefined, seed).name);
  });

  it("keeps names to what AWS takes", () => {
    const role = { type: "aws:iam/role:Role", urn: "", name: "r".repeat(90) };
    assert.equal(String(provider.check(role, {}).name).length, 64);
    const bucket = { type: "aws:s3/bucket:Bucket", urn: "", name: "MyBucket" };
    assert.match(String(provider.check(bucket, {}).bucket), /^mybucket-/);
    const logs = { type: "aws:cloudwatch/logGroup:LogGroup", urn: "", name: "logs" };
    assert.match(String(provider.check(logs, { namePrefix: "/aws/x-" }).name), /^\/aws\/x-[0-9a-f]{26}$/);
  });

  it("tells changes by property, and which of them make the resource anew", () => {
    const olds = { name: "a", delaySeconds: 1, visibilityTimeoutSeconds: 30 };
    const difference = provider.diff(queue, olds, { name: "b", delaySeconds: 2, maxMessageSize: 1024 });
    assert.deepEqual(difference, {
      added: ["maxMessageSize"],
      changed: ["name", "delaySeconds"],
      removed: ["visibilityTimeoutSeconds"],
      replaces: ["name"],
      deleteBeforeReplace: false,
    });
    const ignored = provider.diff(queue, olds, { ...olds, delaySeconds: 5 }, ["delaySeconds"]);
    assert.deepEqual([ignored.added, ignored.changed, ignored.removed], [[], [], []]);
  });

  it("deletes first what keeps the name that the program gave it", () => {
    const machine = { type: "aws:sfn/stateMachine:StateMachine", urn: "", name: "m" };
    const olds = provider.check(machine, { name: "mine", type: "STANDARD" });
    assert.equal(provider.diff(machine, olds, { name: "mine", type: "EXPRESS" }).deleteBeforeReplace, true);
    const auto = provider.check(machine, { type: "STANDARD" });
    assert.equal(provider.diff(machine, auto, { ...auto, type: "EXPRESS" }).deleteBeforeReplace, false);
  });

  it("makes up what the emulator has nothing for, in AWS's formats, and says so", async () => {
    const vpc = { type: "aws:ec2/vpc:Vpc", urn: "urn:pulumi:t::p::aws:ec2/vpc:Vpc::net", name: "net" };
    assert.equal(provider.emulates(vpc.type), false);
    const { id, emulated, outputs } = await provider.create(vpc, { cidrBlock: "10.0.0.0/16" });
    assert.match(id, /^vpc-[0-9a-f]+$/);
    assert.equal(outputs.arn, `arn:aws:ec2:eu-west-1:123456789012:vpc/${id}`);
    assert.equal(emulated, false);
  });

  it("names resource and property of an input that it can't take", async () => {
    const failing = provider.create({ ...queue, type: "aws:sns/topicSubscription:TopicSubscription" }, { topic: "t" });
    await assert.rejects(
      failing,
      /orders \(aws:sns\/topicSubscription:TopicSubscription\): protocol is undefined; a text/,
    );
  });

  it("answers where it is, and refuses what only AWS knows", () => {
    assert.equal(provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).accountId, "123456789012");
    assert.throws(() => provider.invoke("aws:ec2/getAmi:getAmi", {}), /getAmi can't be answered with no cloud/);
  });
});

describe("assets and archives", () => {
  it("are told apart by their contents, whatever the order of files", () => {
    const one = hashOf(archive({ "a.js": "1", "b.js": "2" }));
    assert.equal(hashOf(archive({ "b.js": "2", "a.js": "1" })), one);
    assert.notEqual(hashOf(archive({ "a.js": "12", "b.js": "" })), one);
    assert.notEqual(hashOf(archive({ "a.js": "1", "c.js": "2" })), one);
  });

  it("make the same zip for the same files", () => {
    const files = { "index.js": "exports.handler = 1" };
    assert.deepEqual(zipOf(archive(files)), zipOf(archive(files)));
  });

  it("are kept as hashes, not as their contents", () => {
    const kept = JSON.stringify(withHashes({ code: archive({ "index.js": "a secret of the house" }) }));
    assert.doesNotMatch(kept, /secret/);
  });
});

describe("values off the wire", () => {
  it("are plain: secrets in clear, references as ids, unknowns as they are", () => {
    const reference = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn", id: "the-id" };
    assert.deepEqual(toProps({ a: secret("s"), b: [reference], c: unknownValue }), {
      a: "s",
      b: ["the-id"],
      c: unknownValue,
    });
    assert.equal(toPlain({ [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 3, dependencies: [] }), 3);
  });

  it("are refused by path where they have another type", () => {
    const inputs = new Inputs({ target: { size: "many", mode: "FAST" } });
    assert.throws(() => inputs.child("target")?.number("size"), /target\.size is "many"; a number is needed/);
    assert.throws(
      () => inputs.child("target")?.oneOf("mode", { A: "SLOW" }),
      /target\.mode is "FAST"; use one of SLOW/,
    );
  });
});
