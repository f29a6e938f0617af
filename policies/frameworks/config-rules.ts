import type { Control } from "../core";
import { readSettings } from "../core/config";
import * as facts from "../facts/facts";
import data from "./config-rules.json";

/** Where the value of a rule's parameter comes from: a text as it is, a setting of a control, or a list of the pack. */
type ParameterSource =
  | string
  | {
      /** `<control>.<setting>`. */
      readonly setting: string;
      /** Least value that AWS Config takes. */
      readonly from?: number;
      /** Greatest value that AWS Config takes. */
      readonly to?: number;
      /** The values that AWS Config takes: the least of them that is no less than the setting is given to it. */
      readonly roundedUpTo?: readonly number[];
    }
  | {
      /** `<list>` or `<list>.<key>`, of `facts/facts.ts`. */
      readonly fact: string;
      /** `<control>.<setting>` that says which key of the list. */
      readonly keyedBy?: string;
    };

/** What has to be known of a managed rule to deploy it, beside its identifier. */
interface RuleData {
  readonly parameters?: Readonly<Record<string, ParameterSource>>;
  /** The setting with which the control asks for as much as the rule does, `<control>.<setting>`; with others the rule is left out. */
  readonly when?: { readonly setting: string; readonly is: string | boolean };
  /** Where the rule differs from the control. */
  readonly note?: string;
  /** Why it is in no conformance pack. */
  readonly leftOut?: string;
}

/** Managed rules with parameters, or that differ from their controls, by identifier; what is not here has no parameter that is needed. */
export const configRules: Readonly<Record<string, RuleData>> = data.rules;

/** Where the parameters were taken from. */
export const configRulesSource = data.source;

/** Characters of a rule's parameters: docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html */
const MAX_PARAMETERS = 1024;

/** What controls are configured to, by id, as in a pack's configuration. */
export type ControlSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The identifier that AWS Config knows a rule by, of its identifier or of its name. */
export function identifierOf(rule: string): string {
  return rule.replace(/-/g, "_").toUpperCase();
}

/** A rule's parameters for these settings; or the reason why it can't be deployed, as a sentence without a full stop. */
export function parametersOf(
  identifier: string,
  controls: ReadonlyMap<string, Control>,
  settings: ControlSettings,
): Record<string, string> | string {
  const { parameters = {}, when, leftOut } = configRules[identifier] ?? {};
  if (leftOut) return leftOut;
  if (when && settingOf(when.setting, controls, settings) !== when.is) {
    return `asks for more than the control does, unless ${when.setting} is ${when.is}`;
  }
  const values: Record<string, string> = {};
  for (const [name, source] of Object.entries(parameters)) {
    const value = parameterOf(source, controls, settings);
    if (typeof value !== "string") return `${name}: ${value.problem}`;
    // A list with nothing in it is what AWS Config takes where it is told nothing.
    if (value !== "") values[name] = value;
  }
  const length = JSON.stringify(values).length;
  return length > MAX_PARAMETERS
    ? `its parameters make ${length} characters, and AWS Config takes ${MAX_PARAMETERS}`
    : values;
}

function parameterOf(
  source: ParameterSource,
  controls: ReadonlyMap<string, Control>,
  settings: ControlSettings,
): string | { problem: string } {
  if (typeof source === "string") return source;
  if ("fact" in source) {
    const key = source.keyedBy === undefined ? undefined : settingOf(source.keyedBy, controls, settings);
    const found = factOf(source.fact, key);
    return found === undefined ? { problem: `the pack has no list ${source.fact} for it` } : textOf(found);
  }
  const value = settingOf(source.setting, controls, settings);
  if (typeof value !== "number") return textOf(value);
  const { from = value, to = value, roundedUpTo = [value] } = source;
  const taken = roundedUpTo.find((one) => one >= value);
  return value < from || value > to || taken === undefined
    ? { problem: `AWS Config takes no ${value}, which ${source.setting} is` }
    : textOf(taken);
}

/** A setting as configured, or its default. `conformancePack` has refused configurations that controls can't read. */
function settingOf(path: string, controls: ReadonlyMap<string, Control>, settings: ControlSettings): unknown {
  const [id = "", name = ""] = path.split(".");
  const options = controls.get(id)?.options ?? {};
  const read = readSettings(options, settings[id] ?? {});
  return typeof read === "string" ? undefined : read[name];
}

function factOf(path: string, key: unknown): unknown {
  let found: unknown = facts;
  for (const part of [...path.split("."), ...(key === undefined ? [] : [String(key)])]) {
    found = typeof found === "object" && found !== null ? Reflect.get(found, part) : undefined;
  }
  return found;
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}
