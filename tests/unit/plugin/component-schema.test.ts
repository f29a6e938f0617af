import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { PackageSchema } from "../../../plugin/schema";
import type { Api, Component } from "../../../scripts/docs/api";
import { readApi } from "../../../scripts/docs/read-api";
import { componentSchema } from "../../support/component-package";

const ROOT = resolve(__dirname, "../../..");
const PACKAGE = "aws-microservices-platform";

describe("the schema of the component package", function () {
  this.timeout(60_000);
  let schema: PackageSchema;
  let api: Api;
  const kindOf = ({ chapter, name }: Component) => `${chapter}:${name}`;

  before(() => {
    schema = componentSchema();
    api = readApi(ROOT);
  });

  const components = () =>
    api.components.flatMap((component) => {
      const described = schema.resources[`${PACKAGE}:${kindOf(component)}`];
      return described ? [{ component, described }] : [];
    });

  it("has every component, by the token that it registers itself with", () => {
    const tokens = api.components.map((component) => `${PACKAGE}:${kindOf(component)}`);
    assert.ok(tokens.length >= 50, String(tokens.length));
    assert.deepEqual(Object.keys(schema.resources).sort(), tokens.sort());
    const registered = api.components.flatMap(({ file }) => [
      ...readFileSync(resolve(ROOT, file), "utf8").matchAll(/^ {4}super\("(\w+:\w+)"/gm),
    ]);
    const own = registered.map(([, kind = ""]) => `${PACKAGE}:${kind}`);
    assert.ok(own.length >= 49, String(own.length));
    assert.deepEqual(
      own.filter((token) => !tokens.includes(token)),
      [],
    );
  });

  it("has the arguments of the components, and which of them are required", () => {
    for (const { component, described } of components()) {
      const wanted = component.args?.properties ?? [];
      assert.deepEqual(
        Object.keys(described.inputProperties).sort(),
        wanted.map(({ name }) => name).sort(),
        component.name,
      );
      const required = wanted.filter(({ optional }) => !optional).map(({ name }) => name);
      assert.deepEqual(described.requiredInputs, required.sort(), component.name);
    }
  });

  it("has the outputs of the components but for other components and children", () => {
    const names = new Set(api.components.map(({ name }) => name));
    const missing = components().flatMap(({ component, described }) =>
      component.outputs
        .filter(
          ({ name, type }) =>
            name !== "nodes" && !names.has(type.replace(" | undefined", "")) && !(name in described.properties),
        )
        .map(({ name, type }) => `${component.name}.${name}: ${type}`),
    );
    // Any resource has no type in other languages, and what a getter gives is in the other outputs.
    assert.deepEqual(missing, ["Exemption.declared: Output<Resource[]>", "IsolatedVpc.placement: Placement"]);
    const { properties, required } = schema.resources[`${PACKAGE}:messaging:Queue`] ?? {};
    assert.deepEqual(properties?.deadLetterQueueArn, {
      type: "string",
      description: "ARN of the dead-letter queue; undefined where there is none.",
    });
    assert.deepEqual(required, ["arn", "queueName", "url", "visibilityTimeoutSeconds"]);
  });

  it("tells types of values apart from outputs, and what a default is", () => {
    const { inputProperties } = schema.resources[`${PACKAGE}:messaging:Queue`] ?? {};
    assert.deepEqual(inputProperties?.fifo, {
      type: "boolean",
      plain: true,
      description:
        "Keep messages of a group in order and deliver each once. A change replaces the resource.\nDefault: false",
    });
    assert.equal(inputProperties?.kmsKeyArn?.plain, undefined);
    assert.deepEqual(
      schema.types[`${PACKAGE}:index:MeshMode`]?.enum?.map(({ value }) => value),
      ["serviceConnect", "lattice"],
    );
  });

  it("refers to nothing that it does not have", () => {
    const text = JSON.stringify(schema);
    const named = new Set(
      [...text.matchAll(/"\$ref":"#\/(types|resources)\/([^"]+)"/g)].map(([, kind, name]) => `${kind} ${name}`),
    );
    const has = [
      ...Object.keys(schema.types).map((name) => `types ${name}`),
      ...Object.keys(schema.resources).map((name) => `resources ${name}`),
    ];
    assert.ok(named.size > 100, String(named.size));
    assert.deepEqual(
      [...named].filter((name) => !has.includes(name)),
      [],
    );
    assert.doesNotMatch(text, /\[object Object\]|\{@link/);
  });
});
