import { strict as assert } from "node:assert";
import { resource, run } from "../../support/preflight";

const imports = `import * as pulumi from "@pulumi/pulumi";
import * as lambda from "@pulumi/aws/lambda";
import * as sqs from "@pulumi/aws/sqs";
`;

describe("outputs that wait to be read", () => {
  const outputsOf = async (program: string) => {
    const { graph } = await run({ "index.ts": `${imports}${program}` }, { isolated: false });
    return graph.stackOutputs;
  };

  it("are the same before and after the resource is registered, with what they depend on", async () => {
    const result = await run({
      "index.ts": `${imports}
        const first = new sqs.Queue("first", { delaySeconds: 3 });
        const early = first.delaySeconds;
        export const late = first.urn.apply(() => first.delaySeconds);
        export const same = early === first.delaySeconds;
        export const both = pulumi.all([early, first.urn]).apply(([delay, urn]) => [delay, urn.split(":")[2]]);
        first.urn.apply(() => new sqs.Queue("second", { name: pulumi.interpolate\`\${first.name}-copy\` }));`,
    });
    const { late, same, both } = result.graph.stackOutputs;
    assert.deepEqual({ late, same, both }, { late: 3, same: true, both: [3, "dev"] });
    assert.deepEqual(resource(result, "second").propertyDependencies, { name: [resource(result, "first").urn] });
  });

  it("keep a secret one, whenever it is read", async () => {
    const { early, late } = await outputsOf(`
      const queue = new sqs.Queue("q", { policy: pulumi.secret("hidden") });
      const isSecret = (output: pulumi.Output<string>) => pulumi.isSecret(output);
      export const early = isSecret(queue.policy);
      export const late = queue.urn.apply(() => isSecret(queue.policy));`);
    assert.deepEqual({ early, late }, { early: true, late: true });
  });

  it("are there for who goes through a resource's properties, copies it or asks whether it has them", async () => {
    const { keys, copied, own, values } = await outputsOf(`
      const queue = new sqs.Queue("q", { delaySeconds: 3 });
      export const own = Object.hasOwn(queue, "delaySeconds") && "delaySeconds" in queue;
      export const keys = Object.keys(queue).includes("delaySeconds");
      export const copied = pulumi.Output.isInstance({ ...queue }.delaySeconds);
      export const values = Object.entries(queue).filter(([key, value]) => key === "delaySeconds" && pulumi.Output.isInstance(value)).length;`);
    assert.deepEqual({ keys, copied, own, values }, { keys: true, copied: true, own: true, values: 1 });
  });

  it("are read through a proxy and an heir of the resource, also of one that was frozen", async () => {
    const { proxied, inherited, frozen } = await outputsOf(`
      const make = (name: string) => new sqs.Queue(name, { delaySeconds: 3 });
      export const proxied = new Proxy(make("a"), { get: (target, key, receiver) => Reflect.get(target, key, receiver) }).delaySeconds;
      const heir: sqs.Queue = Object.create(make("b"));
      export const inherited = heir.delaySeconds;
      export const frozen = Object.freeze(make("c")).delaySeconds;`);
    assert.deepEqual({ proxied, inherited, frozen }, { proxied: 3, inherited: 3, frozen: 3 });
  });

  it("give way to what a program puts in their place", async () => {
    const { delay, other } = await outputsOf(`
      class Late extends sqs.Queue {
        constructor(name: string) { super(name, { delaySeconds: 3 }); Object.assign(this, { delaySeconds: pulumi.output(9) }); }
      }
      const queue = new Late("q");
      export const delay = queue.delaySeconds;
      const heir: { delaySeconds: unknown } = Object.create(new sqs.Queue("r", { delaySeconds: 4 }));
      heir.delaySeconds = 5;
      export const other = [heir.delaySeconds, Object.getPrototypeOf(heir).delaySeconds];`);
    assert.deepEqual({ delay, other }, { delay: 9, other: [5, 4] });
  });

  it("are no accessors to a function that captures the resource", async () => {
    const { text } = await outputsOf(`
      const queue = new sqs.Queue("q", { delaySeconds: 3 });
      export const text = pulumi.runtime.serializeFunction(() => JSON.stringify(queue)).then(({ text }) => text);`);
    assert.match(String(text), /__queue_delaySeconds\.value = 3;/);
  });

  it("fail with the resource that fails, whether they are read or not", async () => {
    for (const read of ["", "queue.arn.apply((arn) => arn);"]) {
      await assert.rejects(
        run({
          "index.ts": `${imports}
            const bad: pulumi.Input<number> = pulumi.output(Promise.reject(new Error("no delay")));
            const queue = new sqs.Queue("q", { delaySeconds: bad }); ${read}`,
        }),
        /no delay/,
      );
    }
  });
});
