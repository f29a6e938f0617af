import { strict as assert } from "node:assert";
import { names, resource, run } from "../../support/preflight";

const imports = `const pulumi = require("@pulumi/pulumi"); const sqs = require("@pulumi/aws/sqs"); const aws = require("@pulumi/aws");
class Group extends pulumi.ComponentResource { constructor(name, opts) { super("test:index:Group", name, {}, opts); } }\n`;

describe("preflight: registration as the engine does it", () => {
  it("names resources by the chain of their parents' types, without the stack's", async () => {
    const result = await run({
      "index.js": `${imports} const outer = new Group("outer"); const inner = new Group("inner", { parent: outer }); new sqs.Queue("q", {}, { parent: inner });`,
    });
    assert.equal(
      resource(result, "q").urn,
      "urn:pulumi:dev::shop::test:index:Group$test:index:Group$aws:sqs/queue:Queue::q",
    );
    assert.equal(resource(result, "outer").parent, "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
  });

  it("registers one default provider a package and version, with the stack's configuration", async () => {
    const result = await run({
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n  aws:skipMetadataApiCheck: true\n",
      "index.js": `${imports} new sqs.Queue("a"); new sqs.Queue("b"); new sqs.Queue("old", {}, { version: "6.0.0" });`,
    });
    const providers = result.graph.resources.filter(({ kind }) => kind === "provider");
    assert.deepEqual(
      providers.map(({ name, inputs }) => [name, inputs.region, inputs.skipMetadataApiCheck, inputs.version]),
      [
        [providers[0]?.name, "eu-central-1", "true", providers[0]?.inputs.version],
        ["default_6_0_0", "eu-central-1", "true", "6.0.0"],
      ],
    );
    assert.match(providers[0]?.urn ?? "", /^urn:pulumi:dev::shop::pulumi:providers:aws::default_7_\d+_\d+$/);
    assert.equal(resource(result, "a").provider, providers[0]?.urn);
    assert.equal(resource(result, "old").provider, providers[1]?.urn);
  });

  it("hands providers and protection down from components", async () => {
    const result = await run({
      "index.js": `${imports}
        const provider = new aws.Provider("west", { region: "eu-west-1" });
        const group = new Group("group", { providers: [provider], protect: true });
        new sqs.Queue("inside", {}, { parent: group }); new sqs.Queue("free", {}, { parent: group, protect: false }); new sqs.Queue("outside");`,
    });
    assert.equal(resource(result, "inside").provider, resource(result, "west").urn);
    assert.equal(resource(result, "inside").protect, true);
    assert.equal(resource(result, "free").protect, undefined);
    assert.notEqual(resource(result, "outside").provider, resource(result, "west").urn);
  });

  it("records dependencies by property, sorted, and those on a component as on its children", async () => {
    const result = await run({
      "index.js": `${imports}
        const group = new Group("group"); const b = new sqs.Queue("b", {}, { parent: group }); const a = new sqs.Queue("a", {}, { parent: group });
        new sqs.Queue("on", { kmsMasterKeyId: pulumi.all([b.arn, a.arn]).apply(([x]) => x), delaySeconds: 1 }, { dependsOn: [group] });`,
    });
    const [a, b, on] = ["a", "b", "on"].map((name) => resource(result, name));
    assert.deepEqual(on?.propertyDependencies, { kmsMasterKeyId: [a?.urn, b?.urn] });
    assert.deepEqual(on?.dependencies, [a?.urn, b?.urn]);
  });

  it("records aliases as URNs", async () => {
    const result = await run({
      "index.js": `${imports} const group = new Group("group");
        new sqs.Queue("q", {}, { parent: group, aliases: [{ name: "older" }, { parent: pulumi.rootStackResource }, { type: "aws:sqs/fifo:Fifo" }, "urn:pulumi:dev::gone::aws:sqs/queue:Queue::q"] });`,
    });
    assert.deepEqual(resource(result, "q").aliases, [
      "urn:pulumi:dev::shop::test:index:Group$aws:sqs/queue:Queue::older",
      "urn:pulumi:dev::shop::aws:sqs/queue:Queue::q",
      "urn:pulumi:dev::shop::test:index:Group$aws:sqs/fifo:Fifo::q",
      "urn:pulumi:dev::gone::aws:sqs/queue:Queue::q",
    ]);
  });

  it("leaves outputs that only the provider knows unknown, and echoes inputs", async () => {
    const result = await run({
      "index.js": `${imports} const q = new sqs.Queue("q", { name: "given" }); exports.all = { arn: q.arn, id: q.id, name: q.name, delay: q.delaySeconds };`,
    });
    assert.deepEqual(resource(result, "q").outputs, {
      name: "given",
      arn: { $unknown: true },
      tagsAll: { $unknown: true },
      url: { $unknown: true },
    });
    assert.equal(resource(result, "q").id, undefined);
    assert.deepEqual(result.graph.stackOutputs.all, {
      arn: { $unknown: true },
      id: { $unknown: true },
      name: "given",
      delay: { $unknown: true },
    });
  });

  it("keeps secrets secret: configuration, inputs, outputs of secret inputs and those declared so", async () => {
    const result = await run({
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n  shop:token:\n    secure: AAABAHm5cipher\n",
      "index.js": `${imports}
        const rds = require("@pulumi/aws/rds"); const token = new pulumi.Config().requireSecret("token");
        const db = new rds.Instance("db", { instanceClass: "db.t4g.micro", password: "in clear", username: token }, { additionalSecretOutputs: ["address"] });
        exports.password = db.password; exports.address = db.address; exports.token = token; exports.mixed = pulumi.interpolate\`x\${token}\`;`,
    });
    const { inputs, outputs } = resource(result, "db");
    assert.deepEqual([inputs.password, inputs.username], [{ $secret: true }, { $secret: true }]);
    assert.deepEqual([outputs.password, outputs.address], [{ $secret: true }, { $secret: true }]);
    assert.deepEqual(Object.values(result.graph.stackOutputs), [
      { $secret: true },
      { $secret: true },
      { $secret: true },
      { $secret: true },
    ]);
    assert.match(result.graph.notes[0]?.message ?? "", /shop:token is encrypted/);
    assert.ok(!JSON.stringify(result).includes("in clear"));
  });

  it("masks secrets in log lines, in arguments of calls and in the message of a failure", async () => {
    const files = {
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
      "Pulumi.yaml":
        "name: shop\nruntime: nodejs\nconfig:\n  token: { type: string, default: hunter2, secret: true }\n",
      "index.js": `${imports} const token = new pulumi.Config().requireSecret("token");
        token.apply((text) => pulumi.log.info("it is " + text)); aws.ec2.getVpcOutput({ tags: { token } });
        exports.other = pulumi.secret("open sesame"); pulumi.log.warn("try open sesame"); pulumi.output(exports.other).apply(() => 1);`,
    };
    const result = await run(files);
    assert.deepEqual(result.graph.logs.map(({ message }) => message).sort(), ["it is [secret]", "try [secret]"]);
    assert.deepEqual(result.graph.unansweredInvokes[0]?.args, { tags: { token: "[secret]" } });
    await assert.rejects(
      run({
        ...files,
        "index.js": `${imports} new pulumi.Config().requireSecret("token").apply((t) => { throw new Error("bad " + t); });`,
      }),
      /bad \[secret\]/,
    );
  });

  it("reads resources that exist already, with everything unknown but what was given", async () => {
    const result = await run({
      "index.js": `${imports} const q = sqs.Queue.get("q", "https://sqs/1/q", { name: "q" }); exports.id = q.id; exports.arn = q.arn; exports.delay = q.delaySeconds;`,
    });
    assert.equal(resource(result, "q").kind, "read");
    assert.equal(resource(result, "q").id, "https://sqs/1/q");
    assert.deepEqual(resource(result, "q").outputs.policy, { $unknown: true });
    assert.deepEqual(result.graph.stackOutputs, {
      id: "https://sqs/1/q",
      arn: { $unknown: true },
      delay: { $unknown: true },
    });
  });

  it("leaves the outputs of other stacks unknown and says so", async () => {
    const result = await run({
      "index.js": `${imports} const other = new pulumi.StackReference("organization/network/dev"); exports.vpc = other.getOutput("vpcId"); exports.required = other.requireOutput("vpcId");`,
    });
    assert.equal(resource(result, "organization/network/dev").type, "pulumi:pulumi:StackReference");
    assert.deepEqual(result.graph.stackOutputs, { vpc: { $unknown: true }, required: { $unknown: true } });
    assert.match(result.graph.notes[0]?.message ?? "", /organization\/network\/dev/);
  });

  it("takes resources as inputs and outputs by reference", async () => {
    const result = await run({
      "index.js": `${imports}
        class Holder extends pulumi.ComponentResource { constructor(name, queue) { super("test:index:Holder", name, {}); this.registerOutputs({ queue }); } }
        const q = new sqs.Queue("q"); new Holder("h", q); exports.q = q.urn;`,
    });
    assert.deepEqual(resource(result, "h").outputs, { queue: { $resource: resource(result, "q").urn } });
  });

  it("runs providers other than aws, and packages that are not installed as @pulumi ones", async () => {
    const result = await run({
      "index.js": `${imports}
        class Pet extends pulumi.CustomResource { constructor(name, args) { super("random:index/randomPet:RandomPet", name, { ...args, separator: undefined }, { version: "4.16.7" }); } }
        const pet = new Pet("pet", { length: 3 }); exports.length = pet.length; exports.separator = pet.separator;`,
    });
    assert.match(resource(result, "pet").provider ?? "", /pulumi:providers:random::default_4_16_7$/);
    assert.deepEqual(result.graph.stackOutputs, { length: 3, separator: { $unknown: true } });
  });

  it("takes assets and archives by where they come from", async () => {
    const result = await run({
      "index.js": `${imports} const s3 = require("@pulumi/aws/s3");
        new s3.BucketObject("o", { bucket: "b", source: new pulumi.asset.StringAsset("hello"), content: "x" });
        new s3.BucketObject("a", { bucket: "b", source: new pulumi.asset.AssetArchive({ "a.txt": new pulumi.asset.FileAsset("./a.txt") }) });`,
    });
    assert.deepEqual(resource(result, "o").inputs.source, { $asset: "text of 5 characters" });
    assert.deepEqual(resource(result, "a").inputs.source, { $archive: { "a.txt": { $asset: "./a.txt" } } });
    assert.deepEqual(names(result), ["o", "a"]);
  });

  it("tells the program that it is previewed, and which stack of which project it is", async () => {
    const result = await run({
      "index.js": `${imports} exports.about = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack(), pulumi.runtime.isDryRun()];
        exports.root = pulumi.getRootDirectory() === process.cwd();`,
    });
    assert.deepEqual(result.graph.stackOutputs, { about: ["organization", "shop", "dev", true], root: true });
  });
});
