import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { Graph } from "../graph/graph";
import { type Options, readSettings, type Settings } from "./config";
import type { Remedy } from "./remedy";
import type { Resource } from "./resource";
import { cannotTell, type Verdict } from "./verdict";

/** What a control is, apart from its check. */
export interface ControlInfo {
  /** Name of the policy, `<service>-<what>`; teams configure and exempt by it, so it never changes. */
  readonly id: string;
  /** What holds where the control passes, as a sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** What can happen where it does not hold. */
  readonly why: string;
  /** What to change, naming the property and a value. */
  readonly fix: string;
  /** The page of AWS that says so. */
  readonly url?: string;
  /** @default mandatory for critical and high, advisory for the others */
  readonly enforcement?: EnforcementLevel;
  /** Type tokens of the resources that are judged; see `tokens.ts` for families of siblings. */
  readonly on: readonly string[];
  /** Words to select controls by, beside the service and the frameworks. */
  readonly tags?: readonly string[];
}

/** What a check knows beside its resource. */
export interface Context<O extends Options = Options> {
  readonly config: Settings<O>;
  /** Tags of the stack. */
  readonly stackTags: ReadonlyMap<string, string>;
}

/** What a check of a whole graph knows. */
export interface GraphContext<O extends Options = Options> extends Context<O> {
  readonly graph: Graph;
}

/** What was configured for a control, as it came. */
export interface Configured {
  readonly config: Readonly<Record<string, unknown>>;
  readonly stackTags: ReadonlyMap<string, string>;
}

/** A control that looks at the inputs of one resource. */
export interface ResourceControl extends ControlInfo {
  readonly scope: "resource";
  readonly options: Options;
  judge(resource: Resource, configured: Configured): Verdict;
  /** What would make a resource right that violates the control; undefined for a control that knows no remedy. */
  readonly remedy: ((resource: Resource, configured: Configured) => Remedy) | undefined;
}

/** A control that looks at resources in their places in the stack. */
export interface StackControl extends ControlInfo {
  readonly scope: "stack";
  readonly options: Options;
  /** Judges one of the resources that the control is on. */
  judge(resource: Resource, graph: Graph, configured: Configured): Verdict;
  /** Judges what concerns the stack as a whole; undefined if the control says nothing of it. */
  readonly judgeStack: ((graph: Graph, configured: Configured) => Verdict) | undefined;
}

/** A control of either kind. */
export type Control = ResourceControl | StackControl;

/** How a control on single resources is written; see {@link control}. */
export interface ControlDefinition<O extends Options> extends ControlInfo {
  /** Settings that teams can change. */
  readonly config?: O;
  /** Pure; sees the inputs of the resource. */
  readonly check: (resource: Resource, context: Context<O>) => Verdict;
  /**
   * What makes a resource right that the check fails, as changes or as a pure function that gives them. With it, a team can set the
   * policy's level to `remediate`. Not for types with assets or archives among their inputs: the policy SDK loses these on the way back.
   */
  readonly remedy?: Remedy | ((resource: Resource, context: Context<O>) => Remedy);
}

/** How a control on the graph is written; see {@link stackControl}. */
export interface StackControlDefinition<O extends Options> extends ControlInfo {
  /** Settings that teams can change. */
  readonly config?: O;
  /** Pure; called for every resource that the control is `on`, with its outputs and the graph around it. */
  readonly check: (resource: Resource, context: GraphContext<O>) => Verdict;
  /** Pure; called once a stack, whether there is a resource of the control's types or not. */
  readonly checkStack?: (context: GraphContext<O>) => Verdict;
}

/** A control that is decided by the inputs of one resource: the cheapest kind, and the first to be told of. */
export function control<O extends Options = Record<never, never>>(definition: ControlDefinition<O>): ResourceControl {
  const { check, remedy, config: options, ...info } = definition;
  return {
    ...info,
    scope: "resource",
    options: options ?? {},
    judge: (resource, { config, stackTags }) =>
      withSettings<O>(options, config, (settings) => check(resource, { config: settings, stackTags })),
    remedy:
      remedy &&
      ((resource, { config, stackTags }) => {
        if (typeof remedy !== "function") return remedy;
        const settings = readSettings(options ?? noOptions, config);
        return typeof settings !== "string" && isSettingsOf(options, settings)
          ? remedy(resource, { config: settings, stackTags })
          : [];
      }),
  };
}

/** A control that follows references between resources, or judges the stack as a whole. */
export function stackControl<O extends Options = Record<never, never>>(
  definition: StackControlDefinition<O>,
): StackControl {
  const { check, checkStack, config: options, ...info } = definition;
  return {
    ...info,
    scope: "stack",
    options: options ?? {},
    judge: (resource, graph, { config, stackTags }) =>
      withSettings<O>(options, config, (settings) => check(resource, { graph, config: settings, stackTags })),
    judgeStack:
      checkStack &&
      ((graph, { config, stackTags }) =>
        withSettings<O>(options, config, (settings) => checkStack({ graph, config: settings, stackTags }))),
  };
}

const noOptions: Options = {};

/** A verdict that can't be an exception: what the check throws, and settings that it can't take, leave it undecided. */
function withSettings<O extends Options>(
  options: O | undefined,
  config: Readonly<Record<string, unknown>>,
  check: (settings: Settings<O>) => Verdict,
): Verdict {
  try {
    const settings = readSettings(options ?? noOptions, config);
    if (typeof settings === "string") {
      return cannotTell(settings);
    }
    return isSettingsOf(options, settings) ? check(settings) : cannotTell("its settings can't be read");
  } catch (error) {
    return cannotTell(`the control itself failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isSettingsOf<O extends Options>(options: O | undefined, settings: object): settings is Settings<O> {
  return Object.keys(options ?? {}).every((name) => name in settings);
}
