import { strict as assert } from "node:assert";
import { names, resource, run } from "../../support/preflight";

const imports = `const pulumi = require("@pulumi/pulumi"); const sqs = require("@pulumi/aws/sqs");\n`;

describe("preflight: transforms", () => {
  it("runs a resource's own transform, then its parent's, then the stack's, on properties and options", async () => {
    const result = await run({
      "index.js": `${imports}
        const tag = (who) => (args) => args.custom ? ({
          props: { ...args.props, tags: { ...args.props.tags, order: (args.props.tags?.order ?? "") + who } },
          opts: args.opts,
        }) : undefined;
        pulumi.runtime.registerResourceTransform(tag("s"));
        class Group extends pulumi.ComponentResource {
          constructor(name, opts) { super("test:index:Group", name, {}, opts); }
        }
        const group = new Group("group", { transforms: [tag("p")] });
        new sqs.Queue("own", {}, { parent: group, transforms: [tag("o"), (args) => ({ props: args.props, opts: { ...args.opts, protect: true, ignoreChanges: ["tags"] } })] });
        new sqs.Queue("other");
      `,
    });
    assert.deepEqual(resource(result, "own").inputs, { tags: { order: "ops" } });
    assert.equal(resource(result, "own").protect, true);
    assert.deepEqual(resource(result, "own").ignoreChanges, ["tags"]);
    assert.deepEqual(resource(result, "other").inputs, { tags: { order: "s" } });
  });

  it("answers the program with the properties that a transform made", async () => {
    const result = await run({
      "index.js": `${imports}
        const queue = new sqs.Queue("a", { delaySeconds: 1 }, { transforms: [(args) => ({ props: { ...args.props, delaySeconds: 7 }, opts: args.opts })] });
        exports.delay = queue.delaySeconds;
      `,
    });
    assert.equal(result.graph.stackOutputs.delay, 7);
  });

  it("keeps secrets secret and unknowns unknown through a transform", async () => {
    const result = await run({
      "index.js": `${imports}
        const first = new sqs.Queue("first");
        new sqs.Queue("second", { policy: pulumi.secret("hidden"), kmsMasterKeyId: first.arn }, {
          transforms: [(args) => ({ props: { ...args.props, delaySeconds: 1 }, opts: args.opts })],
        });
      `,
    });
    assert.deepEqual(resource(result, "second").inputs, {
      delaySeconds: 1,
      kmsMasterKeyId: { $unknown: true },
      policy: { $secret: true },
    });
    assert.deepEqual(resource(result, "second").dependencies, [resource(result, "first").urn]);
  });

  it("runs the older transformations", async () => {
    const result = await run({
      "index.js": `${imports}
        pulumi.runtime.registerStackTransformation((args) => args.type.startsWith("aws:") ? { props: { ...args.props, delaySeconds: 3 }, opts: args.opts } : undefined);
        new sqs.Queue("a");
      `,
    });
    assert.deepEqual(resource(result, "a").inputs, { delaySeconds: 3 });
  });

  it("runs transforms of calls", async () => {
    const result = await run({
      "index.js": `${imports}
        const aws = require("@pulumi/aws/iam");
        pulumi.runtime.registerInvokeTransform((args) => ({ args: { ...args.args, statements: [{ actions: ["s3:Get"], resources: ["*"] }] }, opts: args.opts }));
        exports.json = aws.getPolicyDocumentOutput({ statements: [] }).minifiedJson;
      `,
    });
    assert.deepEqual(JSON.parse(String(result.graph.stackOutputs.json)).Statement, [
      { Effect: "Allow", Action: "s3:Get", Resource: "*" },
    ]);
  });

  it("names the resource of a transform that throws", async () => {
    await assert.rejects(
      run({
        "index.js": `${imports}
          new sqs.Queue("bad", {}, { transforms: [() => { throw new Error("no such luck"); }] });`,
      }),
      /bad.*no such luck/,
    );
  });

  it("registers resources with hooks and never runs the hooks", async () => {
    const result = await run({
      "index.js": `${imports}
        const hook = new pulumi.ResourceHook("never", () => { throw new Error("a hook was run"); });
        new sqs.Queue("a", {}, { hooks: { beforeCreate: [hook] } });
      `,
    });
    assert.deepEqual(names(result), ["a"]);
  });
});
