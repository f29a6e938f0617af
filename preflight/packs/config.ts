import type { PackAnnouncement } from "../child/messages";
import type { Severity } from "../model";
import { didYouMean } from "../nearest";
import { UserError } from "../user-error";
import { schemaErrors } from "./json-schema";

/** Policy name to its configuration; the name `all` sets the enforcement of every policy. */
export type PolicyConfigs = PackAnnouncement["config"];

const levels = ["advisory", "mandatory", "remediate", "disabled"];

/** What a pack says of one of its policies. */
export interface PolicyDescription {
  name: string;
  enforcementLevel: string;
  schema?: { properties: Record<string, unknown>; required: string[] };
  severity: Severity;
  tags: string[];
}

/** A policy's configuration with nothing left open. */
export interface EffectiveConfig {
  enforcementLevel: string;
  properties: Record<string, unknown>;
}

/**
 * Reads a file of `--policy-pack-config`: `{"policy": "mandatory"}` or
 * `{"policy": {"enforcementLevel": "mandatory", "property": …}, "all": "advisory"}`.
 *
 * @throws UserError that names the file, the policy and the value
 */
export function parsePolicyPackConfig(file: string, text: string): PolicyConfigs {
  if (text.trim() === "") {
    return {};
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(parsed)) {
    throw new UserError(`${file} is no JSON object. It should say {"policy-name": "mandatory"} or the like.`);
  }
  const configs: PolicyConfigs = {};
  for (const [policy, value] of Object.entries(parsed)) {
    if (policy === "environments") {
      throw new UserError(
        `${file}: "environments" (Pulumi ESC) needs Pulumi Cloud; take it out for a run without one.`,
      );
    }
    configs[policy] = policyConfig(file, policy, value);
  }
  return configs;
}

function policyConfig(file: string, policy: string, value: unknown): PolicyConfigs[string] {
  if (typeof value === "string") {
    return { enforcementLevel: level(file, policy, value), properties: {} };
  }
  if (!isObject(value)) {
    throw new UserError(
      `${file}: policy "${policy}" is ${JSON.stringify(value)}. It has to be an enforcement level (${levels.join(", ")}) or an object.`,
    );
  }
  const { enforcementLevel, ...properties } = value;
  return enforcementLevel === undefined
    ? { properties }
    : { enforcementLevel: level(file, policy, enforcementLevel), properties };
}

function level(file: string, policy: string, value: unknown): string {
  if (typeof value === "string" && levels.includes(value)) {
    return value;
  }
  throw new UserError(
    `${file}: policy "${policy}" has the enforcement level ${JSON.stringify(value)}. Use one of ${levels.join(", ")}.`,
  );
}

/**
 * What each policy of a pack is configured to, as the engine reconciles it: defaults of its schema, then what the pack
 * was constructed with, then what the user gave, the last word last; the result has to fit the schema.
 *
 * @throws an error that names every policy, property and value that does not fit
 */
export function effectiveConfigs(
  policies: PolicyDescription[],
  initial: PolicyConfigs,
  ...given: PolicyConfigs[]
): Record<string, EffectiveConfig> {
  const result: Record<string, EffectiveConfig> = {};
  for (const { name, enforcementLevel, schema } of policies) {
    result[name] = { enforcementLevel, properties: defaultsOf(schema?.properties ?? {}) };
  }
  apply(result, initial);
  for (const configs of given) {
    apply(result, configs);
  }
  const errors = [
    ...given
      .flatMap(Object.keys)
      .filter((name) => name !== "all" && !policies.some((policy) => policy.name === name))
      .map(
        (name) =>
          `"${name}" is none of its policies${didYouMean(
            name,
            policies.map((policy) => policy.name),
          )}`,
      ),
    ...policies.flatMap(({ name, schema }) =>
      schemaErrors(
        { type: "object", properties: schema?.properties ?? {}, required: schema?.required ?? [] },
        result[name]?.properties ?? {},
        "",
      ).map((error) => `${name}: ${error}`),
    ),
  ];
  if (errors.length > 0) {
    throw new UserError(`its configuration is wrong: ${errors.join("; ")}.`);
  }
  return result;
}

/** Settings that no policy has, a sentence each. The engine hands them over like any other, and nobody reads them. */
export function ignoredSettings(policies: PolicyDescription[], given: PolicyConfigs): string[] {
  return policies.flatMap(({ name, schema }) => {
    const known = Object.keys(schema?.properties ?? {});
    return Object.keys(given[name]?.properties ?? {})
      .filter((key) => !known.includes(key))
      .map((key) => `The configuration of ${name} has "${key}", which is no setting of it${didYouMean(key, known)}.`);
  });
}

function defaultsOf(properties: Record<string, unknown>): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (isObject(schema) && "default" in schema) {
      defaults[name] = schema.default;
    }
  }
  return defaults;
}

function apply(result: Record<string, EffectiveConfig>, configs: PolicyConfigs): void {
  const everywhere = configs.all?.enforcementLevel;
  if (everywhere) {
    for (const config of Object.values(result)) {
      config.enforcementLevel = everywhere;
    }
  }
  for (const [name, config] of Object.entries(configs)) {
    const before = result[name];
    if (before) {
      before.enforcementLevel = config.enforcementLevel ?? before.enforcementLevel;
      before.properties = { ...before.properties, ...config.properties };
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
