import { strict as assert } from "node:assert";
import { run } from "../../support/preflight";

const files = {
  "index.ts": `import * as pulumi from "@pulumi/pulumi"; import * as sqs from "@pulumi/aws/sqs";
class Group extends pulumi.ComponentResource { constructor(name: string, opts?: pulumi.ComponentResourceOptions) { super("test:index:Group", name, {}, opts); } }
const group = new Group("group", { protect: true, transforms: [(args) => (args.custom ? { props: { ...args.props, delaySeconds: 5 }, opts: args.opts } : undefined)] });
const first = new sqs.Queue("first", {}, { parent: group });
export const second = new sqs.Queue("second", { kmsMasterKeyId: first.arn, policy: pulumi.secret("hidden") }, { parent: group }).arn;
export const size = new pulumi.Config().requireNumber("size");
pulumi.log.warn("careful");
`,
  "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n  shop:size: 3\n",
};

describe("preflight: programs in a process of their own", function () {
  this.timeout(60_000);

  it("come to the same graph over gRPC as in process", async () => {
    const [here, there] = await Promise.all([run(files), run(files, { isolated: true })]);
    // ts-node maps positions to columns of its own.
    const withoutColumns = (graph: typeof here.graph) =>
      JSON.parse(
        JSON.stringify(graph)
          .replace(/,"column":\d+/g, "")
          .replace(/preflight-test-\w+/g, "folder"),
      );
    assert.deepEqual(withoutColumns(there.graph), withoutColumns(here.graph));
    assert.equal(there.graph.resources.length, 5);
  });

  it("tell what the program logged when it fails", async () => {
    await assert.rejects(
      run({ "index.js": `throw new Error("no luck");` }, { isolated: true }),
      /failed with an unhandled exception[\s\S]*no luck/,
    );
  });
});
