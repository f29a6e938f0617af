import type { PolicyDescription } from "../packs/config";

type Schema = Record<string, unknown>;

/** Tag of a policy that is about the pack as a whole: its settings stand at the top of the file. */
const packTag = "pack";

const levels = ["advisory", "mandatory", "remediate", "disabled"];
const severities = ["critical", "high", "medium", "low"];

/** Settings of single policies that a file of settings has words of its own for. */
const ownWords = new Set(["skipTypes", "exemptions"]);

/** True for a policy that is about the pack as a whole. */
export function isAboutPack({ tags }: Pick<PolicyDescription, "tags">): boolean {
  return tags.includes(packTag);
}

/** Short names of the frameworks whose requirements a policy serves, from its tags `framework:requirement`. */
export function frameworksOf({ tags }: Pick<PolicyDescription, "tags">): string[] {
  return [...new Set(tags.flatMap((tag) => /^([^\s:]+):\S/.exec(tag)?.[1] ?? []))];
}

/** Types of resources that a policy can be told to leave out. */
export function skippableTypesOf({ schema }: PolicyDescription): string[] {
  const items = objectAt(objectAt(schema?.properties, "skipTypes"), "items");
  return Array.isArray(items.enum) ? items.enum.filter((type) => typeof type === "string") : [];
}

/** The JSON schema (draft 2020-12) of a file of settings for a pack, from what the pack says of its policies. */
export function settingsSchema(policies: readonly PolicyDescription[], pack: string): Schema {
  const ofControls = policies.filter((policy) => !isAboutPack(policy));
  const ofPack = policies.filter(isAboutPack).map(({ schema }) => schema?.properties ?? {});
  const controls = policies.map((policy) => [policy.name, controlSchema(policy)]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Settings of the policy pack ${pack}`,
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string", description: "Address of this schema, for editors." },
      frameworks: {
        type: "array",
        uniqueItems: true,
        items: { enum: sortedOf(ofControls.flatMap(frameworksOf)) },
        description: "Only controls that serve one of these frameworks.",
      },
      severities: {
        type: "array",
        uniqueItems: true,
        items: { enum: severities },
        description: "Only controls of these severities.",
      },
      levels: {
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(severities.map((severity) => [severity, { enum: levels }])),
        description: "Enforcement level of the controls of a severity.",
      },
      skipTypes: {
        type: "array",
        uniqueItems: true,
        items: {
          type: "string",
          anyOf: [
            { enum: sortedOf(ofControls.flatMap(skippableTypesOf)) },
            { title: "a name with * for any text", pattern: "\\*" },
          ],
        },
        description: "Types of resources that no control judges; * stands for any text.",
      },
      parameters: {
        type: "object",
        additionalProperties: false,
        properties: parametersOf(ofControls),
        description: "Settings by name, for every control that has one of that name.",
      },
      controls: {
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(controls),
        patternProperties: { "\\*": controlSchema() },
        description: "Level and settings by control; * in a name stands for any text. Goes before everything else.",
      },
      ...Object.assign({}, ...ofPack),
    },
  };
}

/** A level, or an object with a level and settings; of any control where none is given. */
function controlSchema(policy?: PolicyDescription): Schema {
  const object: Schema = {
    type: "object",
    properties: { enforcementLevel: { enum: levels }, ...(policy && settingsOf(policy)) },
    ...(policy && { additionalProperties: false }),
  };
  return { anyOf: [{ type: "string", enum: levels }, object] };
}

/** The settings of a policy; exemptions stand at the top of the file. */
function settingsOf({ schema }: PolicyDescription): Schema {
  return Object.fromEntries(Object.entries(schema?.properties ?? {}).filter(([name]) => name !== "exemptions"));
}

/** By name; one that several controls have with different limits has to fit all of them. */
function parametersOf(policies: readonly PolicyDescription[]): Schema {
  const schemas = new Map<string, Map<string, unknown>>();
  for (const { schema } of policies) {
    for (const [name, one] of Object.entries(schema?.properties ?? {}).filter(([key]) => !ownWords.has(key))) {
      const known = schemas.get(name) ?? new Map<string, unknown>();
      schemas.set(name, known.set(JSON.stringify(constraintsOf(one)), one));
    }
  }
  return Object.fromEntries(
    [...schemas]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, distinct]) => {
        const all = [...distinct.values()];
        return [name, all.length === 1 ? all[0] : { allOf: all }];
      }),
  );
}

/** A schema without what says nothing of what is right. */
function constraintsOf(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) {
    return schema;
  }
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "description" && key !== "default"));
}

function objectAt(owner: unknown, key: string): Schema {
  const value: unknown = typeof owner === "object" && owner !== null ? Reflect.get(owner, key) : undefined;
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function sortedOf(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
