import type { Resource } from "../core/resource";
import type { StringValue } from "../core/scalars";
import type { Value } from "../core/value";
import { given } from "./given";
import type { Graph } from "./graph";
import { both, either, matchesGlob, not, type Truth, Unclear } from "./iam";
import { arnOf } from "./wiring/find";

/** A store that a selection chooses, or may choose. */
export interface Chosen {
  readonly store: Resource;
  readonly truth: true | Unclear;
}

/** What a selection chooses. */
export interface Choice {
  readonly stores: readonly Chosen[];
  /** ARNs of what is not among the stores of this stack. */
  readonly external: readonly string[];
  /** Why there may be others. */
  readonly unclear: readonly string[];
}

/** What a selection chooses of the stores of these types, and by their ARNs of what is elsewhere. */
export function choiceOf(graph: Graph, selection: Resource, types: readonly string[]): Choice {
  const { certain, external, reasons } = graph.followList(selection, "resources", types);
  const named = new Set(certain);
  const broad = isBroad(graph, selection) ? graph.ofType(types) : [];
  return {
    stores: [...new Set([...certain, ...broad])].flatMap((store) => {
      const truth = chooses(graph, selection, store, named.has(store));
      return truth === false ? [] : [{ store, truth }];
    }),
    external: external.filter((arn) => !isPattern(arn) && excludes(graph, selection, arn) === false),
    unclear: reasons,
  };
}

/** A selection chooses a store and keeps it. @param named whether it names the store */
export function chooses(graph: Graph, selection: Resource, store: Resource, named: boolean): Truth {
  const chosen = named || choosesBroadly(graph, selection, store);
  return chosen === false ? false : both(chosen, keeps(graph, selection, store));
}

/** A selection that chooses by patterns or tags, or all that there is, as one does that says nothing. */
export function isBroad(graph: Graph, selection: Resource): boolean {
  const patterns = selection.list("resources").items.some((item) => isPattern(item.string().value ?? ""));
  return patterns || given(graph, selection, "selectionTags").list().length !== 0 || choosesAll(graph, selection);
}

/** docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html */
function choosesAll(graph: Graph, selection: Resource): boolean {
  return ["resources", "selectionTags"].every((path) => given(graph, selection, path).list().length === 0);
}

function isPattern(arn: string): boolean {
  return /[*?]/.test(arn);
}

/** A selection chooses a store by a pattern of ARNs or by any of its tags, or as one of all. */
function choosesBroadly(graph: Graph, selection: Resource, store: Resource): Truth {
  const arn = arnOf(store);
  const patterns = selection
    .list("resources")
    .items.flatMap((item) => item.string().value ?? [])
    .filter(isPattern)
    .map((pattern) => matches(pattern, arn));
  const tags = given(graph, selection, "selectionTags")
    .list()
    .items.map((tag) => hasTag(graph, store, tag, (wanted, value) => wanted === value, false));
  return either(choosesAll(graph, selection), ...patterns, ...tags);
}

/**
 * What a selection excludes, and its conditions, leave a store in it: all of these have to hold of what it chooses otherwise.
 * docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
 */
function keeps(graph: Graph, selection: Resource, store: Resource): Truth {
  const conditions = given(graph, selection, "conditions");
  const list = conditions.list();
  const tests = list.items.flatMap((item) =>
    Object.entries(operators).flatMap(([operator, { test, negated }]) => {
      const operands = item.list(operator);
      return operands.state === "unknown"
        ? [Unclear.because(operands.reason)]
        : operands.items.map((condition) => hasTag(graph, store, condition, test, negated));
    }),
  );
  return both(
    not(excludes(graph, selection, arnOf(store))),
    ...tests,
    ...(list.state === "unknown" ? [Unclear.because(list.reason)] : []),
  );
}

interface Operator {
  readonly test: (wanted: string, value: string) => boolean;
  readonly negated: boolean;
}

/** docs.aws.amazon.com/aws-backup/latest/devguide/API_Conditions.html */
const operators: Readonly<Record<string, Operator>> = {
  stringEquals: { test: (wanted, value) => wanted === value, negated: false },
  stringLikes: { test: matchesGlob, negated: false },
  stringNotEquals: { test: (wanted, value) => wanted !== value, negated: true },
  stringNotLikes: { test: (wanted, value) => !matchesGlob(wanted, value), negated: true },
};

/** Whether a store has a tag as a condition says: `aws:ResourceTag/backup`, or just `backup`. */
function hasTag(graph: Graph, store: Resource, condition: Value, test: Operator["test"], negated: boolean): Truth {
  const [key, wanted] = [condition.string("key"), condition.string("value")];
  if (key.value === undefined || wanted.value === undefined) {
    return Unclear.because(key.reason || wanted.reason || `${condition.path} has no key or no value`);
  }
  const tag = tagAt(graph, store, key.value.replace(/^aws:ResourceTag\//, ""));
  if (tag.value !== undefined) {
    return test(wanted.value, tag.value);
  }
  return tag.state === "unknown"
    ? Unclear.because(`${store.name}: ${tag.reason}`)
    : negated
      ? Unclear.because(`whether ${condition.path} holds of what has no such tag, as ${store.name}, AWS does not say`)
      : false;
}

/** A tag of a resource, its own or one that the provider gives all. */
function tagAt(graph: Graph, resource: Resource, key: string): StringValue {
  const own = given(graph, resource, "tags").string([key]);
  return own.state === "absent" ? resource.string(["tagsAll", key]) : own;
}

function excludes(graph: Graph, selection: Resource, arn: string | Unclear): Truth {
  const list = given(graph, selection, "notResources").list();
  return either(
    ...list.items.map((item): Truth => {
      const pattern = item.string();
      return pattern.value === undefined ? Unclear.because(pattern.reason) : matches(pattern.value, arn);
    }),
    ...(list.state === "unknown" ? [Unclear.because(list.reason)] : []),
  );
}

function matches(pattern: string, arn: string | Unclear): Truth {
  return pattern === "*" ? true : arn instanceof Unclear ? arn : matchesGlob(pattern, arn);
}
