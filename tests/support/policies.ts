/**
 * Runs one control of the policy pack on resources that are written as data, with the unknowns and the proxies that the
 * policy SDK gives it. `describeControl` makes the tests that every control has out of its examples.
 */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PolicyResource } from "@pulumi/policy";
import * as policySdk from "@pulumi/policy";
import { applyChanges } from "../../policies/adapter/remedy";
import { type Control, Graph, identifyingProperties, Resource, type Verdict } from "../../policies/index";
import { withEmptyValues } from "./empty-values";

/** A value that is not known before the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as data. */
export interface Sample {
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly parent?: Sample;
  /** Resources that the value of each top-level property comes from. */
  readonly from: Record<string, readonly Sample[]>;
}

/** Makes a {@link Sample}. */
export function sample(
  type: string,
  name: string,
  props: Record<string, unknown> = {},
  links: { from?: Record<string, readonly Sample[]>; parent?: Sample } = {},
): Sample {
  return { type, name, props, from: links.from ?? {}, parent: links.parent };
}

/** A control at work: on `subject`, or, without one, on the stack as a whole. */
export interface Case {
  readonly subject?: Sample;
  /** Further resources of the stack; what the subject comes from is in it anyway. */
  readonly others?: readonly Sample[];
  readonly config?: Record<string, unknown>;
  readonly stackTags?: Record<string, string>;
}

/** Examples of what a control says, by what they show. */
export interface Examples {
  readonly compliant: Record<string, Case>;
  /** `at`: path of a finding that there must be; `saying`: what it must say was found. */
  readonly violating: Record<string, Case & { at: string; saying?: RegExp }>;
  /** `because`: what the reason must say. */
  readonly undecided: Record<string, Case & { because: RegExp }>;
  /** Why there is no example of what is left undecided: the control can always tell. */
  readonly alwaysDecides?: string;
  /** None for a control that judges every resource of its types. */
  readonly notApplicable?: Record<string, Case>;
  /** Properties that the control reads and that may be dropped from a compliant example all the same, with the reason. */
  readonly mayBeDropped?: Record<string, string>;
}

/** The verdict of a control. */
export function judge(control: Control, example: Case): Verdict {
  return judgeTraced(control, example).verdict;
}

/** A control with its examples. */
export interface Described {
  readonly control: Control;
  readonly examples: Examples;
}

/** Something that has to hold; `run` throws where it does not. */
export interface Check {
  readonly name: string;
  readonly run: () => void;
  /** It judges each example many times. */
  readonly slow?: boolean;
}

/** What test files hold. */
export interface Collected {
  readonly described: Described[];
  /** Their tests, but those that wait for something. */
  readonly checks: Check[];
}

let collecting: Collected | undefined;

/** What all test files say of controls, without making tests of it. */
export function describedControls(): Described[] {
  const folder = resolve(__dirname, "../unit/policies");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(folder, file))
    .filter((file) => /^\s*describeControl\(/m.test(readFileSync(file, "utf8")));
  const { described } = collect(() => {
    for (const file of files) {
      delete require.cache[file];
      require(file);
      // Whoever runs its tests has to find it not loaded yet.
      delete require.cache[file];
    }
  });
  return described;
}

/** What the test files hold that `load` loads, without making tests of it. */
export function collect(load: () => void): Collected {
  const made: Collected = { described: [], checks: [] };
  const suites: string[] = [];
  const mocha = { timeout: () => undefined };
  const stubs = {
    describe: (title: string, suite: () => void): void => {
      suites.push(title);
      suite.call(mocha);
      suites.pop();
    },
    it: (title: string, run: () => unknown): void => {
      if (run.constructor.name === "AsyncFunction") return;
      made.checks.push({ name: [...suites, title].join(" "), run: () => void run.call(mocha) });
    },
    before: () => undefined,
    after: () => undefined,
    beforeEach: () => undefined,
    afterEach: () => undefined,
  };
  const originals = Object.keys(stubs).map((name) => [name, Reflect.get(globalThis, name)]);
  collecting = made;
  try {
    Object.assign(globalThis, stubs);
    load();
  } finally {
    collecting = undefined;
    Object.assign(globalThis, Object.fromEntries(originals));
  }
  return made;
}

/**
 * The tests of a control: its examples, and that each property it reads matters, by dropping it from the compliant
 * examples, whose verdict then must change.
 */
export function describeControl(control: Control, examples: Examples): void {
  const checks = checksOf(control, examples);
  if (collecting) {
    collecting.described.push({ control, examples });
    collecting.checks.push(...checks.map((check) => ({ ...check, name: `${control.id} ${check.name}` })));
    return;
  }
  describe(control.id, () => {
    for (const { name, run } of checks) it(name, run);
  });
}

/** What has to hold of a control by its examples. */
function checksOf(control: Control, examples: Examples): Check[] {
  const of = <C>(cases: Record<string, C>, kind: string, run: (example: C) => void): Check[] =>
    Object.entries(cases).map(([name, example]) => ({ name: `${kind} ${name}`, run: () => run(example) }));
  return [
    ...of(examples.compliant, "passes", (example) => assert.deepEqual(judge(control, example), { kind: "pass" })),
    ...of(examples.violating, "refuses", (example) => {
      const verdict = judge(control, example);
      assert.ok(verdict.kind === "fail", `expected a failure, got ${JSON.stringify(verdict)}`);
      const paths = verdict.findings.map((finding) => finding.path);
      assert.ok(paths.includes(example.at), `expected a finding at ${example.at}, got ${paths.join(", ")}`);
      assert.match(verdict.findings.map(({ found }) => found).join("\n"), example.saying ?? /./);
    }),
    ...of(examples.undecided, "leaves undecided", (example) => {
      const verdict = judge(control, example);
      assert.ok(verdict.kind === "undecided", `expected no decision, got ${JSON.stringify(verdict)}`);
      assert.match(verdict.undecided.map(({ reason }) => reason).join("; "), example.because);
    }),
    ...of(examples.notApplicable ?? {}, "is not about", (example) =>
      assert.equal(judge(control, example).kind, "not applicable"),
    ),
    {
      name: "has examples of what passes, fails and can't be decided",
      run: () => {
        const { compliant, violating, undecided, alwaysDecides } = examples;
        assert.ok([compliant, violating].every((kind) => Object.keys(kind).length > 0));
        assert.equal(Object.keys(undecided).length > 0, alwaysDecides === undefined);
      },
    },
    {
      name: "says the same of a state, where what is not set is there and empty",
      run: () => checkStates(control, examples),
    },
    ...remedyChecks(control, examples),
    {
      name: "changes its verdict when a property that it reads is dropped",
      run: () => checkReads(control, examples),
      slow: true,
    },
  ];
}

/** A state has the empty value of its type for each property that was never set; no verdict may hang on that. */
function checkStates(control: Control, examples: Examples): void {
  const { compliant, violating, undecided, notApplicable } = examples;
  const different = Object.entries({ ...compliant, ...violating, ...undecided, ...notApplicable }).flatMap(
    ([name, example]) => {
      const [program, state] = [judge(control, example), judgeTraced(control, example, withEmptyValues).verdict];
      return program.kind === state.kind ? [] : [`${name}: ${program.kind}, and ${JSON.stringify(state)} of a state`];
    },
  );
  assert.deepEqual(different, []);
}

function remedyChecks(control: Control, { violating }: Examples): { name: string; run: () => void }[] {
  if (control.scope !== "resource" || !control.remedy) return [];
  const { remedy } = control;
  const changes = ([name, example]: [string, Case]): boolean => {
    const { subject } = example;
    assert.ok(subject);
    const props = structuredClone(subject.props);
    const view = new Resource(subject.type, subject.name, urnOf(subject), proxied(props));
    const stackTags = new Map(Object.entries(example.stackTags ?? {}));
    const made = remedy(view, { config: example.config ?? {}, stackTags });
    if (made.length === 0) return false;
    assert.ok(applyChanges(proxied(props), made), name);
    assert.deepEqual(judge(control, { ...example, subject: { ...subject, props } }), { kind: "pass" }, name);
    return true;
  };
  return [
    {
      name: "passes each violating example that its remedy changes, and changes one at least",
      run: () => assert.ok(Object.entries(violating).filter(changes).length > 0),
    },
  ];
}

function checkReads(control: Control, { compliant, mayBeDropped = {} }: Examples): void {
  const idle = Object.entries(compliant).flatMap(([name, example]) => idleProperties(control, name, example));
  assert.deepEqual(
    idle.filter(({ property }) => !(property in mayBeDropped)).map(({ where }) => where),
    [],
    "these properties are read, and the verdict is the same without them; name them in mayBeDropped with the reason",
  );
  const unused = Object.keys(mayBeDropped).filter((property) => !idle.some((other) => other.property === property));
  assert.deepEqual(unused, [], "mayBeDropped names properties that do matter");
}

/** The properties that a control reads of an example and that don't matter to it. */
function idleProperties(control: Control, name: string, example: Case): { property: string; where: string }[] {
  const { reads } = judgeTraced(control, example);
  const idle: { property: string; where: string }[] = [];
  for (const [owner, paths] of reads) {
    for (const path of paths) {
      const property = path.filter((step) => !/^\d+$/.test(step)).join(".");
      const identity = owner !== example.subject && identifyingProperties.includes(property);
      if (identity || !isLeaf(owner.props, path, paths)) {
        continue;
      }
      const without = replace(example, owner, { ...owner, props: drop(owner.props, path) });
      if (judge(control, without).kind === "pass") {
        idle.push({ property, where: `${name}: ${path.join(".")} of ${owner.name}` });
      }
    }
  }
  return idle;
}

/** A resource's properties as they come to a policy. */
type Present = (type: string, props: Sample["props"]) => Sample["props"];

const asWritten: Present = (_, props) => props;

/** The verdict, and the paths of the properties that were read for it, of each resource. */
function judgeTraced(
  control: Control,
  example: Case,
  present = asWritten,
): { verdict: Verdict; reads: Map<Sample, string[][]> } {
  const reads = new Map<Sample, string[][]>();
  const subjects = example.subject ? [example.subject] : [];
  const made = new Map<Sample, PolicyResource>();
  for (const one of [...subjects, ...(example.others ?? [])]) {
    make(one, made, reads, present);
  }
  const subject = example.subject && made.get(example.subject);
  const configured = { config: example.config ?? {}, stackTags: new Map(Object.entries(example.stackTags ?? {})) };
  if (subject && !control.on.includes(subject.type)) {
    return { verdict: { kind: "not applicable", reason: `not on ${subject.type}` }, reads };
  }
  if (control.scope === "resource") {
    assert.ok(subject, `${control.id} judges resources: the example needs a subject`);
    const view = new Resource(subject.type, subject.name, subject.urn, subject.props);
    return { verdict: control.judge(view, configured), reads };
  }
  const graph = Graph.of([...made.values()]);
  const view = subject && graph.byUrn(subject.urn);
  if (view) {
    return { verdict: control.judge(view, graph, configured), reads };
  }
  assert.ok(control.judgeStack, `${control.id} has no check of the stack: the example needs a subject`);
  return { verdict: control.judgeStack(graph, configured), reads };
}

/** Samples, and what they come from, as a policy gets them. */
export function policyResources(samples: readonly Sample[]): PolicyResource[] {
  const made = new Map<Sample, PolicyResource>();
  for (const one of samples) {
    make(one, made, new Map());
  }
  return [...made.values()];
}

/** A resource as the policy server has it, of which nothing is known but this. */
export function shellOf(of: Pick<PolicyResource, "type" | "name" | "urn" | "props">): PolicyResource {
  return {
    ...of,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => assert.fail("controls match type tokens, not classes"),
    asType: () => assert.fail("controls match type tokens, not classes"),
  };
}

/** Builds a resource as the policy server does, with everything that it comes from. */
function make(
  of: Sample,
  made: Map<Sample, PolicyResource>,
  reads: Map<Sample, string[][]>,
  present = asWritten,
): PolicyResource {
  const known = made.get(of);
  if (known) {
    return known;
  }
  const paths: string[][] = [];
  reads.set(of, paths);
  const props = proxied(traced(present(of.type, of.props), [], paths));
  const resource = shellOf({ type: of.type, name: of.name, urn: urnOf(of), props });
  made.set(of, resource);
  if (of.parent) {
    resource.parent = make(of.parent, made, reads, present);
  }
  for (const [property, sources] of Object.entries(of.from)) {
    if (property in of.props) {
      resource.propertyDependencies[property] = sources.map((source) => make(source, made, reads, present));
    }
  }
  return resource;
}

/** URN of a sample in the stack that the harness runs controls on. */
export function urnOf({ type, name }: Sample): string {
  return `urn:pulumi:test::test::${type}::${name}`;
}

/** Wrapped as the policy SDK wraps what it hands to a policy. */
export function proxied(props: Record<string, unknown>): Record<string, unknown> {
  const wrap: unknown = Reflect.get(policySdk, "unknownCheckingProxy");
  assert.ok(typeof wrap === "function", "@pulumi/policy no longer exports unknownCheckingProxy");
  const wrapped: unknown = wrap(props);
  assert.ok(isRecord(wrapped));
  return wrapped;
}

/** The same data, noting the path of every property that is read. */
function traced<T extends object>(data: T, path: string[], reads: string[][]): T {
  const note = (key: string | symbol): string[] => {
    const here = [...path, String(key)];
    if (typeof key === "string" && key !== "length") {
      reads.push(here);
    }
    return here;
  };
  return new Proxy(data, {
    get: (target, key) => Reflect.get(target, key),
    getOwnPropertyDescriptor: (target, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
      const value: unknown = descriptor?.value;
      if (!descriptor || !("value" in descriptor) || !descriptor.configurable) {
        return descriptor;
      }
      const here = note(key);
      return { ...descriptor, value: typeof value === "object" && value !== null ? traced(value, here, reads) : value };
    },
  });
}

/** Whether nothing below that path was read, and something stands at it. */
function isLeaf(props: unknown, path: string[], all: string[][]): boolean {
  const deeper = all.some((other) => other.length > path.length && path.every((step, index) => other[index] === step));
  let value = props;
  for (const step of path) {
    value = isRecord(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined;
  }
  return value !== undefined && !deeper;
}

/** A copy without the value at `path`; an item leaves its list. */
function drop(props: Record<string, unknown>, path: string[]): Record<string, unknown> {
  const copy = structuredClone(props);
  let owner: unknown = copy;
  for (const step of path.slice(0, -1)) {
    owner = isRecord(owner) || Array.isArray(owner) ? Reflect.get(owner, step) : undefined;
  }
  const last = path.at(-1) ?? "";
  if (Array.isArray(owner)) {
    owner.splice(Number(last), 1);
  } else if (isRecord(owner)) {
    delete owner[last];
  }
  return copy;
}

/** The example with one resource replaced wherever it is referred to. */
function replace(example: Case, old: Sample, by: Sample): Case {
  const swapped = new Map<Sample, Sample>();
  const swap = (one: Sample): Sample => {
    const known = swapped.get(one);
    if (known) {
      return known;
    }
    const source = one === old ? by : one;
    const copy: Sample = { ...source, parent: source.parent && swap(source.parent), from: swapAll(source.from) };
    swapped.set(one, copy);
    return copy;
  };
  const swapAll = (from: Record<string, readonly Sample[]>): Record<string, readonly Sample[]> =>
    Object.fromEntries(Object.entries(from).map(([property, sources]) => [property, sources.map(swap)]));
  return { ...example, subject: example.subject && swap(example.subject), others: example.others?.map(swap) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
