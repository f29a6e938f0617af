import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ResourceControl } from "../../../policies/core";
import { Resource } from "../../../policies/core";
import { serviceOf } from "../../support/documents/iam-reference";
import { describedControls, proxied, urnOf } from "../../support/policies";
import record from "./remedies-in-place.json";

interface Schema {
  createOnly: string[];
  sometimesCreateOnly?: string[];
}
const types = new Map<string, Schema>(Object.entries(record.types));
const actions = new Map<string, string>(Object.entries(record.actions));
/** Where CloudFormation has each property that it knows, by `type path` of Pulumi's. */
const places = new Map<string, { type: string; at: string }>(
  Object.entries(record.properties).flatMap(([type, { type: its, at }]) =>
    Object.entries(at).map(([path, property]): [string, { type: string; at: string }] => [
      `${type} ${path}`,
      { type: its, at: property },
    ]),
  ),
);

/** What each remedy changes in its control's examples, on whichever of its types these are. */
function changed(): Set<string> {
  const found = new Set<string>();
  for (const { control, examples } of describedControls()) {
    if (control.scope !== "resource") continue;
    for (const { subject, config = {}, stackTags = {} } of Object.values(examples.violating)) {
      if (!subject) continue;
      for (const type of control.on) {
        const view = new Resource(type, subject.name, urnOf({ ...subject, type }), proxied({ ...subject.props }));
        for (const path of pathsOf(control, view, config, stackTags)) found.add(`${type} ${path}`);
      }
    }
  }
  return found;
}

function pathsOf(
  { remedy }: ResourceControl,
  view: Resource,
  config: Record<string, unknown>,
  stackTags: Record<string, string>,
): string[] {
  return (remedy?.(view, { config, stackTags: new Map(Object.entries(stackTags)) }) ?? []).map(({ path }) => path);
}

/** A change there replaces the resource: of the property itself, or of what it is a part of, or of a part of it. */
const touches = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);

/** What the installed types say of an input of a resource. */
function docsOf(type: string, property: string): string {
  const [, file = "", name = ""] = /^aws:([^:]+):(.+)$/.exec(type) ?? [];
  const folder = dirname(createRequire(__filename).resolve("@pulumi/aws/package.json"));
  const text = readFileSync(join(folder, `${file}.d.ts`), "utf8");
  const args = text.slice(text.indexOf(`export interface ${name}Args `));
  const declared = new RegExp(`(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/)?\\s+${property}\\??:`).exec(args);
  assert.ok(declared, `${type} has no input ${property}`);
  return declared[1] ?? "";
}
const replacing = /forces?\b.{0,20}\b(?:new|replac|re-?creat)|re-?creates? the|destroys? the/i;

describe("what remedies change", () => {
  const all = [...changed()].sort();

  it("is changed in place, by a source that says so", () => {
    assert.ok(all.length > 100, `${all.length} changes only`);
    const known = [...places.keys(), ...actions.keys(), ...record.ofTheProvider].sort();
    assert.deepEqual(all, known);
  });

  it("replaces nothing as CloudFormation has it", () => {
    for (const [change, { type, at }] of places) {
      const schema = types.get(type);
      assert.ok(schema, `${type} is not on record`);
      const { createOnly, sometimesCreateOnly = [] } = schema;
      const replaced = [...createOnly, ...sometimesCreateOnly].filter((one) => touches(one, at));
      assert.deepEqual(replaced, [], change);
    }
  });

  it("is changed by an action of AWS where CloudFormation does not say", async () => {
    for (const [change, action] of actions) {
      const [service = "", name = ""] = action.split(":");
      const known = (await serviceOf(service))?.actions.map((one) => one.name) ?? [];
      assert.ok(known.includes(name), `${change}: ${action}`);
    }
  });

  it("replaces nothing as the provider's types have it", () => {
    for (const change of all) {
      const [type = "", path = ""] = change.split(" ");
      assert.doesNotMatch(docsOf(type, path.split(".")[0] ?? ""), replacing, change);
    }
    // So they would say it.
    assert.match(docsOf("aws:ec2/vpcEndpoint:VpcEndpoint", "privateDnsEnabled"), replacing);
    assert.match(docsOf("aws:cloudwatch/alarmMuteRule:AlarmMuteRule", "name"), replacing);
  });
});
