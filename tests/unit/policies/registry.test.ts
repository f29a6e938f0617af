import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { registry, tokens } from "../../../policies/index";
import { missedSiblings, providerTypes } from "../../support/provider-types";

const root = resolve(__dirname, "../../..");
const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((file) => /\.ts$/.test(file));

describe("the registry of controls", () => {
  it("has every control that there is a file for", () => {
    const registered = new Set<unknown>(registry);
    for (const file of files("policies/controls")) {
      const exported: Record<string, unknown> = require(join(root, "policies/controls", file));
      const controls = Object.values(exported).filter(isControl);
      const missing = controls.filter((control) => !registered.has(control)).map(({ id }) => id);
      assert.deepEqual(missing, [], `${file}: add its controls to a list in policies/families/`);
    }
  });

  it("has a test for every control", () => {
    const tests = files("tests/unit/policies").map((file) =>
      readFileSync(join(root, "tests/unit/policies", file), "utf8"),
    );
    for (const file of files("policies/controls")) {
      const text = readFileSync(join(root, "policies/controls", file), "utf8");
      for (const [, name] of text.matchAll(/export const (\w+) = (?:control|stackControl)\(/g)) {
        assert.ok(
          tests.some((test) => new RegExp(`describeControl\\(\\s*${name},`).test(test)),
          `${file}: no test calls describeControl(${name}, …)`,
        );
      }
    }
  });

  it("names no two controls the same", () => {
    const ids = registry.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  it("says of every control what it holds, why and what to do", () => {
    for (const { id, title, why, fix, on } of registry) {
      assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
      assert.doesNotMatch(title, /\.$/, `${id}: the title has a full stop`);
      assert.ok(why.endsWith(".") && fix.endsWith("."), `${id}: why and fix are sentences`);
      assert.ok(on.length > 0, `${id} is on no type`);
    }
  });
});

describe("the type tokens, against the installed provider", () => {
  const types = new Set(providerTypes(join(root, "node_modules/@pulumi/aws")));

  it("read the provider", () => assert.ok(types.size > 1000, `found ${types.size} types only`));

  it("are all the provider's", () => {
    const used = new Set([...Object.values(tokens).flat(), ...registry.flatMap(({ on }) => on)]);
    const foreign = [...used].filter((token) => token.startsWith("aws:") && !types.has(token));
    assert.deepEqual(
      foreign,
      [],
      "the provider has no such types: correct the token, or drop what the provider dropped",
    );
  });

  it("leave out no sibling of a family", () => {
    assert.deepEqual(missedSiblings(types), [], "the provider has these siblings, which controls would miss");
  });

  it("are used as families, so that no control misses a sibling", () => {
    for (const { id, on } of registry) {
      for (const [family, members] of Object.entries(tokens)) {
        const named = members.filter((member) => on.includes(member));
        assert.ok(
          named.length === 0 || named.length === members.length,
          `${id} names ${named.join()}: use tokens.${family}`,
        );
      }
    }
  });
});

function isControl(value: unknown): value is { id: string } {
  return typeof value === "object" && value !== null && "judge" in value && "id" in value;
}
