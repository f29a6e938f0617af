import { essence, identityOf, keyOf, resourceKey } from "../baseline";
import { changesOf } from "../changes";
import type { GraphResource, PolicyFinding, PropertyChange, RunResult, Value } from "../model";
import { byResource } from "../report/findings";
import { weightOf } from "../report/style";

/** A resource that is in both runs, and not the same. */
export interface ChangedResource {
  urn: string;
  type: string;
  name: string;
  changes: PropertyChange[];
}

/** What a change does to what a program creates, and to what policies say of it. */
export interface RunDiff {
  stack: { before: string; after: string };
  /** Names of the packs that judged one of the runs alone. What they found before is not fixed by that. */
  packs: { before: string[]; after: string[] };
  resources: {
    added: ResourceName[];
    removed: ResourceName[];
    changed: ChangedResource[];
    unchanged: number;
  };
  findings: {
    added: PolicyFinding[];
    fixed: PolicyFinding[];
    /** In both runs, and mandatory only now. */
    raised: PolicyFinding[];
    unchanged: number;
  };
  /** Ways through the network or between roles, from the findings of policies whose names begin with `reach-`. */
  reachability: { opened: ReachedPath[]; closed: ReachedPath[]; unchanged: number };
}

export type ResourceName = Pick<GraphResource, "urn" | "type" | "name">;

export interface ReachedPath {
  policy: string;
  /** `internet -> igw a -> subnet b`. */
  path: string;
}

/** Compares two runs. Resources and findings are matched by type and name, so that the stacks may be two. */
export function diffRuns(before: RunResult, after: RunResult): RunDiff {
  const asked = new Set(after.packs.map(({ name }) => name));
  const known = new Set(before.packs.map(({ name }) => name));
  const then = findingsIn(before).filter(({ pack }) => asked.has(pack));
  const now = findingsIn(after);
  return {
    stack: { before: nameOf(before), after: nameOf(after) },
    packs: {
      before: [...known].filter((name) => !asked.has(name)),
      after: [...asked].filter((name) => !known.has(name)),
    },
    resources: diffResources(before.graph.resources, after.graph.resources),
    findings: diffFindings(then, now),
    reachability: diffPaths(pathsIn(then), pathsIn(now)),
  };
}

/** New mandatory violations: what a pull request must not bring. */
export function newMandatory({ findings }: RunDiff): PolicyFinding[] {
  return [...findings.added, ...findings.raised].filter((finding) => weightOf(finding) === "mandatory");
}

function nameOf({ graph }: RunResult): string {
  return `${graph.project}/${graph.stack}`;
}

function diffResources(before: GraphResource[], after: GraphResource[]): RunDiff["resources"] {
  const left = new Map(before.filter(isOfProgram).map((one) => [resourceKey(one.urn), one]));
  const right = new Map(after.filter(isOfProgram).map((one) => [resourceKey(one.urn), one]));
  const changed = [...right].flatMap(([key, now]): ChangedResource[] => {
    const then = left.get(key);
    const changes = then ? changesOf(stateOf(then), stateOf(now)) : [];
    return changes.length > 0 ? [{ ...named(now), changes }] : [];
  });
  const added = [...right].filter(([key]) => !left.has(key)).map(([, one]) => named(one));
  return {
    added,
    removed: [...left].filter(([key]) => !right.has(key)).map(([, one]) => named(one)),
    changed,
    unchanged: right.size - added.length - changed.length,
  };
}

/** The stack itself is called after it; default providers come with any program. */
function isOfProgram({ kind, name }: GraphResource): boolean {
  return kind !== "stack" && (kind !== "provider" || !name.startsWith("default"));
}

/** What the program says of a resource: what it is given, and the options that change what becomes of it. */
function stateOf({ inputs, protect, ignoreChanges }: GraphResource): Value {
  return {
    ...inputs,
    ...(protect && { "(protect)": true }),
    ...(ignoreChanges && ignoreChanges.length > 0 && { "(ignoreChanges)": ignoreChanges }),
  };
}

function named({ urn, type, name }: GraphResource): ResourceName {
  return { urn, type, name };
}

function findingsIn({ packs }: RunResult): PolicyFinding[] {
  return byResource(packs.flatMap(({ findings }) => findings));
}

function diffFindings(before: PolicyFinding[], after: PolicyFinding[]): RunDiff["findings"] {
  const left = new Map<string, PolicyFinding[]>();
  for (const finding of before) {
    const key = keyOfFinding(finding);
    left.set(key, [...(left.get(key) ?? []), finding]);
  }
  const added: PolicyFinding[] = [];
  const raised: PolicyFinding[] = [];
  let unchanged = 0;
  for (const finding of after) {
    const then = left.get(keyOfFinding(finding))?.shift();
    if (!then) {
      added.push(finding);
    } else if (weightOf(finding) === "mandatory" && weightOf({ ...then, baselined: false }) !== "mandatory") {
      raised.push(finding);
    } else {
      unchanged++;
    }
  }
  return { added, fixed: [...left.values()].flat(), raised, unchanged };
}

function keyOfFinding(finding: PolicyFinding): string {
  return `${finding.verdict} ${keyOf(identityOf(finding))}`;
}

function pathsIn(findings: PolicyFinding[]): Map<string, ReachedPath> {
  const paths = new Map<string, ReachedPath>();
  for (const finding of findings.filter(({ policy, verdict }) => isReach(policy) && verdict === "violation")) {
    for (const line of essence(finding)
      .split("\n")
      .filter((text) => text.includes(" -> "))) {
      const path = line.replace(/^.*?: found (?=.* -> )/, "");
      paths.set(JSON.stringify([finding.policy, path]), { policy: finding.policy, path });
    }
  }
  return paths;
}

/** True for a policy on what can reach what. */
export function isReach(policy: string): boolean {
  return policy.startsWith("reach-");
}

function diffPaths(before: Map<string, ReachedPath>, after: Map<string, ReachedPath>): RunDiff["reachability"] {
  const opened = [...after].filter(([key]) => !before.has(key)).map(([, path]) => path);
  return {
    opened,
    closed: [...before].filter(([key]) => !after.has(key)).map(([, path]) => path),
    unchanged: after.size - opened.length,
  };
}
