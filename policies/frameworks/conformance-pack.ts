import type { Control } from "../core";
import { readSettings } from "../core/config";
import { registry } from "../registry";
import { type ControlSettings, identifierOf, parametersOf } from "./config-rules";
import { type TemplateRule, templatesOf } from "./conformance-template";
import { type Framework, frameworks, requirementsOf, type ServedRequirement } from "./frameworks";

/** What a conformance pack is made of. */
export interface ConformancePackOptions {
  /** Ids of frameworks, such as `fsbp`: rules of the controls that serve any of them. @default all controls */
  readonly frameworks?: readonly string[];
  /** Ids of controls. @default all controls */
  readonly controls?: readonly string[];
  /**
   * What controls are configured to, by id, as in the configuration of the policy pack: their rules take their parameters from
   * the same settings, and a control that is `disabled`, or says nothing with its settings, has no rule.
   * @default each control's defaults
   */
  readonly settings?: ControlSettings;
}

/** A rule of AWS Config that watches after the deployment what controls check before it. */
export interface ConformanceRule extends TemplateRule {
  /** The controls that check the same. */
  readonly controls: readonly string[];
}

/** A rule that is in no template. */
export interface LeftOutRule {
  readonly identifier: string;
  readonly controls: readonly string[];
  readonly reason: string;
}

/** Conformance packs of AWS Config. */
export interface ConformancePack {
  /** Templates in YAML, more than one where AWS's limits ask for it. */
  readonly templates: readonly string[];
  readonly rules: readonly ConformanceRule[];
  readonly leftOut: readonly LeftOutRule[];
  /** Controls that were asked for, and that no managed rule of AWS Config watches. */
  readonly unwatched: readonly string[];
}

/** Characters of a description: docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html */
const MAX_DESCRIPTION = 256;

/** The framework whose requirements are the managed rules of AWS Config. */
const RULES = "aws-config";

/** What a policy's configuration has beside the settings of its control. */
const ofEveryPolicy = new Set(["enforcementLevel", "undecided", "exemptions", "skipTypes"]);

/**
 * The managed rules of AWS Config that watch what the controls check, as conformance packs.
 *
 * @throws Error that names a framework, a control or a setting that there is none of
 */
export function conformancePack(options: ConformancePackOptions = {}): ConformancePack {
  const controls = new Map(registry.map((control) => [control.id, control]));
  const chosen = frameworksOf(options.frameworks ?? []);
  for (const id of options.controls ?? []) known("control", id, controls.keys());
  const settings = readable(options.settings ?? {}, controls);
  const wanted = (id: string) =>
    (options.controls === undefined || options.controls.includes(id)) &&
    (chosen.length === 0 || requirementsOf(id).some(({ framework }) => chosen.includes(framework)));

  const rules: ConformanceRule[] = [];
  const leftOut: LeftOutRule[] = [];
  const watched = new Set<string>();
  for (const { identifier, name, controls: own } of managedRules()) {
    const selected = own.filter(wanted);
    if (selected.length === 0) continue;
    const active = selected.filter((id) => silence(controls.get(id), settings[id] ?? {}) === undefined);
    const [silenced = ""] = selected.flatMap((id) => silence(controls.get(id), settings[id] ?? {}) ?? []);
    const parameters = active.length > 0 ? parametersOf(identifier, controls, settings) : silenced;
    if (typeof parameters === "string") {
      leftOut.push({ identifier, controls: selected, reason: parameters });
      continue;
    }
    for (const id of active) watched.add(id);
    const description = descriptionOf(
      active.flatMap((id) => controls.get(id) ?? []),
      chosen,
    );
    rules.push({ identifier, name, description, parameters, controls: active });
  }
  return {
    templates: templatesOf(
      rules,
      ["Made from the policy pack", ...chosen.map(({ name, version }) => `${name} ${version}`)].join(", "),
    ),
    rules,
    leftOut,
    unwatched: [...controls.keys()].filter((id) => wanted(id) && !watched.has(id)),
  };
}

/** Why a control says nothing with these settings; undefined where it does say something. */
function silence(control: Control | undefined, configured: Readonly<Record<string, unknown>>): string | undefined {
  if (configured.enforcementLevel === "disabled") return `${control?.id} is disabled`;
  const settings = readSettings(control?.options ?? {}, configured);
  // Matters of cost and taste are silent until a team asks for them.
  return typeof settings !== "string" && settings.required === false
    ? `${control?.id} says nothing until its setting required is true`
    : undefined;
}

/** Every managed rule that a control stands for, under a name that does not hang on what is selected. */
function managedRules(): { identifier: string; name: string; controls: readonly string[] }[] {
  const requirements = frameworks.find(({ id }) => id === RULES)?.requirements ?? {};
  const rules = Object.entries(requirements).flatMap(([rule, { controls = [] }]) => {
    const [first] = controls;
    return first === undefined ? [] : [{ identifier: identifierOf(rule), first, controls }];
  });
  const firsts = rules.map(({ first }) => first);
  return rules.map(({ identifier, first, controls }) => ({
    identifier,
    controls,
    name:
      firsts.filter((one) => one === first).length === 1
        ? first
        : `${first}-${identifier.toLowerCase().replace(/_/g, "-")}`,
  }));
}

/** The controls, what the first of them holds, and as many requirements that they serve as there is room for. */
function descriptionOf(controls: readonly Control[], chosen: readonly Framework[]): string {
  const ids = controls.map(({ id }) => id).join(", ");
  // Leaves room for a requirement or two.
  let text = `${ids}: ${controls[0]?.title ?? ""}.`.slice(0, MAX_DESCRIPTION - 60);
  const requirements = controls
    .flatMap(({ id }) => (chosen.length > 0 ? requirementsOf(id) : firstOfEach(requirementsOf(id))))
    .filter(({ framework }) => (chosen.length > 0 ? chosen.includes(framework) : framework.id !== RULES))
    .map(({ framework, id }) => `${framework.id} ${id}`);
  for (const [index, requirement] of [...new Set(requirements)].entries()) {
    const longer = `${text}${index === 0 ? " For" : ","} ${requirement}`;
    if (longer.length > MAX_DESCRIPTION) break;
    text = longer;
  }
  return text;
}

/** One requirement a framework. */
function firstOfEach(served: readonly ServedRequirement[]): ServedRequirement[] {
  return served.filter(({ framework }, index) => served[index - 1]?.framework !== framework);
}

function frameworksOf(ids: readonly string[]): Framework[] {
  for (const id of ids)
    known(
      "framework",
      id,
      frameworks.map((framework) => framework.id),
    );
  return frameworks.filter(({ id }) => ids.includes(id));
}

function known(what: string, id: string, ids: Iterable<string>): void {
  const all = [...ids];
  if (all.includes(id)) return;
  const alike = all.filter((one) => one.startsWith(id.slice(0, 3)));
  const [intro, some] = alike.length > 0 ? ["Some that there are", alike] : ["There are", all];
  throw new Error(
    `There is no ${what} "${id}". ${some.length > 0 ? `${intro}: ${some.slice(0, 20).join(", ")}.` : "There is none."}`,
  );
}

/** @throws Error where a control does not know or can't read what it is configured to */
function readable(settings: ControlSettings, controls: ReadonlyMap<string, Control>): ControlSettings {
  for (const [id, configured] of Object.entries(settings)) {
    known("control", id, controls.keys());
    const options = controls.get(id)?.options ?? {};
    for (const name of Object.keys(configured)) {
      if (!ofEveryPolicy.has(name)) known(`setting of ${id}`, name, Object.keys(options));
    }
    const read = readSettings(options, configured);
    if (typeof read === "string") throw new Error(`${id}: ${read}.`);
  }
  return settings;
}
