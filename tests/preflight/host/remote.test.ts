import { strict as assert } from "node:assert";
import { chmodSync } from "node:fs";
import { join, resolve } from "node:path";
import { program, resource, run } from "../../support/preflight";

const repository = `import { Repository } from "@pulumi/awsx/ecr/repository"; import { Image } from "@pulumi/awsx/ecr/image"; import "@pulumi/aws/ecr";\n`;

/** A component plugin: two resources, one of which takes its name from an input of the component. */
const plugin = `#!/usr/bin/env node
const { createRequire } = require("node:module");
const load = createRequire(${JSON.stringify(resolve(__dirname, "../../../package.json"))});
const pulumi = load("@pulumi/pulumi"); const sqs = load("@pulumi/aws/sqs"); const { main } = load("@pulumi/pulumi/provider");
class Pair extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super("pairs:index:Pair", name, {}, opts);
    const first = new sqs.Queue(name + "-first", { name: args.label, tags: { project: pulumi.getProject() } }, { parent: this });
    const second = new sqs.Queue(name + "-second", { redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: first.arn }) }, { parent: this });
    this.label = args.label; this.secondArn = second.arn;
    this.registerOutputs({ label: this.label, secondArn: this.secondArn });
  }
}
main({
  version: "1.0.0",
  construct: async (name, type, inputs, options) => {
    if (inputs.fail) { throw new Error("the plugin does not want to"); }
    const pair = new Pair(name, inputs, options);
    return { urn: pair.urn, state: { label: pair.label, secondArn: pair.secondArn } };
  },
}, process.argv.slice(2));
`;

const pair = `const pulumi = require("@pulumi/pulumi");
class Pair extends pulumi.ComponentResource {
  constructor(name, args, opts) { super("pairs:index:Pair", name, { ...args, label: args.label, secondArn: undefined }, { version: "1.0.0", ...opts }, true); }
}\n`;

function withPlugin(files: Record<string, string>): string {
  const home = "home/plugins/resource-pairs-v1.0.0/pulumi-resource-pairs";
  const folder = program({ [home]: plugin, ...files });
  chmodSync(join(folder, home), 0o755);
  return folder;
}

describe("preflight: remote components", () => {
  const home = process.env.PULUMI_HOME;
  afterEach(() => {
    if (home === undefined) {
      delete process.env.PULUMI_HOME;
    } else {
      process.env.PULUMI_HOME = home;
    }
  });

  it("has the installed plugin build its component", async () => {
    const folder = withPlugin({
      "index.js": `${pair}const made = new Pair("p", { label: "known" }); exports.label = made.label; exports.arn = made.secondArn;`,
    });
    process.env.PULUMI_HOME = join(folder, "home");
    const result = await run(folder, { mode: "symbolic" });
    assert.equal(resource(result, "p").kind, "component");
    const first = resource(result, "p-first");
    assert.equal(first.origin, "plugin");
    assert.equal(first.parent, resource(result, "p").urn);
    assert.deepEqual(first.inputs, { name: "known", tags: { project: "shop" } });
    assert.deepEqual(resource(result, "p-second").dependencies, [first.urn]);
    assert.equal(result.graph.stackOutputs.label, "known");
    assert.deepEqual(result.graph.notes, []);
    assert.match(String(result.graph.stackOutputs.arn), /^arn:aws:sqs:eu-central-1:\d{12}:p-second-facade/);
  });

  it("runs the program's transforms on what a plugin registers", async () => {
    const folder = withPlugin({
      "index.js": `${pair}pulumi.runtime.registerResourceTransform((args) => args.custom ? { props: { ...args.props, delaySeconds: 9 }, opts: args.opts } : undefined);
        new Pair("p", { label: "known" });`,
    });
    process.env.PULUMI_HOME = join(folder, "home");
    assert.equal(resource(await run(folder), "p-first").inputs.delaySeconds, 9);
  });

  it("tells what a plugin refuses", async () => {
    const folder = withPlugin({ "index.js": `${pair}new Pair("p", { label: "x", fail: true });` });
    process.env.PULUMI_HOME = join(folder, "home");
    await assert.rejects(run(folder), /p \(pairs:index:Pair\) could not be built by its plugin: .*does not want to/);
  });

  it("shows a component without its plugin as opaque, its outputs unknown, and says so", async () => {
    const folder = program({ "index.js": `${pair}exports.label = new Pair("p", { label: "x" }).label;` });
    process.env.PULUMI_HOME = join(folder, "home");
    const result = await run(folder, { mode: "symbolic" });
    assert.equal(resource(result, "p").origin, "opaque");
    assert.deepEqual(result.graph.stackOutputs.label, { $unknown: true });
    assert.match(result.graph.notes[0]?.message ?? "", /plugin install resource pairs 1\.0\.0/);
  });

  it("makes a resource of a reference to one of a service that the program has not used itself", async () => {
    const folder = program({
      "index.ts": `import "@pulumi/aws"; import { Repository } from "@pulumi/awsx/ecr/repository";
        const made = new Repository("Repo"); export const url = made.repository.repositoryUrl;`,
    });
    process.env.PULUMI_HOME = join(folder, "home");
    const { stackOutputs } = (await run(folder, { mode: "symbolic" })).graph;
    assert.match(String(stackOutputs.url), /^\d{12}\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/repo/);
  });

  it("stands in for awsx's image repository as its plugin builds it", async () => {
    const folder = program({
      "index.ts": `${repository}const repo = new Repository("Repo", { forceDelete: true }); export const url = repo.url; export const arn = repo.repository.arn;`,
    });
    process.env.PULUMI_HOME = join(folder, "home");
    const result = await run(folder);
    const [component, child, policy] = [
      "awsx:ecr:Repository",
      "aws:ecr/repository:Repository",
      "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    ].map((type) => result.graph.resources.find((candidate) => candidate.type === type));
    assert.equal(component?.origin, "stand-in");
    assert.equal(child?.urn, "urn:pulumi:dev::shop::awsx:ecr:Repository$aws:ecr/repository:Repository::repo");
    assert.deepEqual(child?.inputs, { forceDelete: true });
    assert.deepEqual(policy?.propertyDependencies, { repository: [child?.urn] });
    assert.deepEqual(policy?.inputs, {
      repository: { $unknown: true },
      policy: {
        rules: [
          {
            action: { type: "expire" },
            description: "remove untagged images",
            rulePriority: 1,
            selection: { countNumber: 1, countType: "imageCountMoreThan", tagStatus: "untagged" },
          },
        ],
      },
    });
    assert.deepEqual(result.graph.stackOutputs, { url: { $unknown: true }, arn: { $unknown: true } });
  });

  it("knows an image's address in symbolic mode, from its repository's", async () => {
    const folder = program({
      "index.ts": `${repository}const repo = new Repository("repo", { name: "shop/api", lifecyclePolicy: { skip: true } }); export const image = new Image("img", { repositoryUrl: repo.url, context: "." }).imageUri;`,
    });
    process.env.PULUMI_HOME = join(folder, "home");
    const result = await run(folder, { mode: "symbolic" });
    assert.match(
      String(result.graph.stackOutputs.image),
      /^\d{12}\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/shop\/api@sha256:[0-9a-f]{64}$/,
    );
    assert.equal(result.graph.resources.filter(({ type }) => type.includes("lifecyclePolicy")).length, 0);
  });
});
