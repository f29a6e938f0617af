import { strict as assert } from "node:assert";
import { chmodSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RunResult } from "../../../preflight/model";
import { componentSchema } from "../../support/component-package";
import { names, program, run } from "../../support/preflight";

const plugin = resolve(__dirname, "../../../bin/pulumi-resource-aws-microservices-platform.js");

/** Components as an SDK made from the schema has them: with the type's token and no code. */
const sdk = `const pulumi = require("@pulumi/pulumi");
  function made(kind, outputs) {
    return class extends pulumi.ComponentResource {
      constructor(name, args, opts) {
        const none = Object.fromEntries(outputs.map((output) => [output, undefined]));
        super("aws-microservices-platform:" + kind, name, { ...none, ...args }, opts, true);
      }
    };
  }
`;

/** Runs a program that has the components from the plugin. */
async function remote(text: string): Promise<RunResult> {
  const executable =
    "home/plugins/resource-aws-microservices-platform-v0.1.0/pulumi-resource-aws-microservices-platform";
  const folder = program({
    "index.js": sdk + text,
    [executable]: `#!/bin/sh\nexec node ${JSON.stringify(plugin)} "$@"\n`,
  });
  chmodSync(join(folder, executable), 0o755);
  process.env.PULUMI_HOME = join(folder, "home");
  return run(folder, { mode: "symbolic" });
}

/** Runs a program in TypeScript that has the components from the package. */
function local(text: string): Promise<RunResult> {
  const infra = JSON.stringify(resolve(__dirname, "../../../dist/infra/index.js"));
  return run({ "index.js": `const infra = require(${infra});\n${text}` }, { mode: "symbolic" });
}

/** What was registered, without where it came from. */
function registered(result: RunResult): unknown[] {
  return result.graph.resources
    .filter(({ kind }) => kind !== "stack" && kind !== "provider")
    .map(({ urn, type, parent, inputs }) => ({ urn, type, parent, inputs }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

describe("preflight: the components from their plugin", function () {
  this.timeout(60_000);
  const home = process.env.PULUMI_HOME;
  before(() => {
    componentSchema();
  });
  afterEach(() => {
    if (home === undefined) {
      delete process.env.PULUMI_HOME;
    } else {
      process.env.PULUMI_HOME = home;
    }
  });

  it("registers the resources, URNs and inputs that a program in TypeScript registers", async () => {
    const args = `{ fifo: true, customerKey: true, sources: [{ service: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-central-1:111122223333:rule/r" }] }`;
    const there = await remote(`const Queue = made("messaging:Queue", []); new Queue("orders", ${args});`);
    const here = await local(`new infra.Queue("orders", ${args});`);
    assert.ok(names(here).length > 3, names(here).join());
    assert.deepEqual(registered(there), registered(here));
  });

  it("hands outputs on: a queue's alarms tell the topic that another component made", async () => {
    const result = await remote(`
      const AlertTopic = made("observability:AlertTopic", ["topicArn"]); const Queue = made("messaging:Queue", ["url"]);
      const topic = new AlertTopic("alerts", { emails: ["ops@example.com"] });
      const queue = new Queue("orders", { alarmTopicArn: topic.topicArn });
      exports.url = queue.url; exports.topic = topic.topicArn;`);
    const { stackOutputs, resources } = result.graph;
    assert.match(String(stackOutputs.url), /^https:\/\/sqs\./);
    const made = resources.find(({ type }) => type === "aws:sns/topic:Topic");
    const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.ok(alarms.length > 0);
    for (const { inputs, propertyDependencies } of alarms) {
      assert.deepEqual(inputs.alarmActions, [stackOutputs.topic]);
      assert.ok(propertyDependencies.alarmActions?.includes(made?.urn ?? ""), JSON.stringify(propertyDependencies));
    }
  });

  it("refuses what the component refuses, in the same words", async () => {
    const args = `{ fifo: true, maxReceiveCount: 0 }`;
    const words = /Queue "orders": maxReceiveCount/;
    await assert.rejects(local(`new infra.Queue("orders", ${args});`), words);
    await assert.rejects(remote(`const Queue = made("messaging:Queue", []); new Queue("orders", ${args});`), words);
  });

  it("takes a known output where a value has to be plain, and refuses a secret and an unknown", async () => {
    const queue = (value: string) =>
      remote(`const Queue = made("messaging:Queue", ["unheardOf"]); const first = new Queue("first", {});
        new Queue("orders", { sources: [{ service: ${value}, sourceArn: "arn:aws:events:eu-central-1:111122223333:rule/r" }] });`);
    await assert.rejects(
      queue('pulumi.secret("events.amazonaws.com")'),
      /Queue "orders": sources\[0\]\.service is secret/,
    );
    const known = await queue('first.urn.apply(() => "events.amazonaws.com")');
    const policy = known.graph.resources.find(({ name }) => name === "orders-policy");
    assert.match(JSON.stringify(policy?.inputs), /events\.amazonaws\.com/);
    await assert.rejects(queue("first.unheardOf"), /Queue "orders": sources\[0\]\.service is not known before/);
  });

  it("gives components to components, which add what they need to them", async () => {
    const text = `
      const code = { code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {}") }), handler: "index.handler" };
      const [book, cancel] = ["book", "cancel"].map((name) => new LambdaService(name, code));
      new Saga("trip", { steps: [{ name: "book", action: book, compensation: cancel }, { name: "tell", action: cancel }] });
      new ScheduledJob("nightly", { schedule: "rate(1 day)", function: book });
    `;
    const kinds = ["compute:LambdaService", "workflow:Saga", "workflow:ScheduledJob"];
    const there = await remote(
      kinds.map((kind) => `const ${kind.split(":")[1]} = made("${kind}", []);`).join("") + text,
    );
    const here = await local(
      `const pulumi = require("@pulumi/pulumi"); const { LambdaService, Saga, ScheduledJob } = infra; ${text}`,
    );
    assert.deepEqual(registered(there), registered(here));
    assert.ok(names(here).length > 20, names(here).join());
  });

  it("knows no component but those of the schema, and none that it did not make", async () => {
    for (const kind of ["core:PlatformComponent", "messaging:Vpc"]) {
      const made = remote(`const Made = made("${kind}", []); new Made("one", {});`);
      await assert.rejects(made, new RegExp(`has no component aws-microservices-platform:${kind}`));
    }
    await assert.rejects(
      remote(`class Own extends pulumi.ComponentResource { constructor() { super("aws-microservices-platform:compute:LambdaService", "own"); } }
        const Job = made("workflow:ScheduledJob", []); new Job("nightly", { schedule: "rate(1 day)", function: new Own() });`),
      /own \(aws-microservices-platform:compute:LambdaService\) is no component of this program's own/,
    );
  });
});
