import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import * as fc from "fast-check";
import { Graph, type Resource, registry, type Verdict } from "../../../policies/index";
import { type Case, describedControls, policyResources, proxied, UNKNOWN } from "../../support/policies";

/** What nobody would write, and what a program may still come to have. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    UNKNOWN,
    null,
    "",
    "*",
    0,
    -1,
    Number.NaN,
    true,
    [],
    {},
    [null],
    [UNKNOWN],
    [[]],
    "{",
    "[]",
    "null",
  ),
  fc.constantFrom<unknown>("<img src=x onerror=alert(1)>", "\u001b[31mred", "=1+1", "a\nb", "../..", "__proto__"),
  fc.constantFrom<unknown>(
    "0.0.0.0/0",
    "10.0.0.0/99",
    "::/0",
    "arn:aws:",
    "arn:aws:s3:::b/*",
    '{"Statement":[{"Effect":"Deny"}]}',
  ),
  fc.anything({ maxDepth: 3, withNullPrototype: true }),
);

/** Every resource of every example of the tests of controls. */
const samples = [
  ...new Set(
    describedControls()
      .flatMap(({ examples: { compliant, violating, undecided, notApplicable = {} } }) => [
        ...Object.values<Case>(compliant),
        ...Object.values<Case>(violating),
        ...Object.values<Case>(undecided),
        ...Object.values(notApplicable),
      ])
      .flatMap(({ subject, others = [] }) => [...(subject ? [subject] : []), ...others]),
  ),
];

/** A value with something else at one place of it, a random number of steps down. */
function corrupted(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return by;
  const keys = Object.keys(value);
  if (keys.length === 0) return by;
  const key = keys[step % keys.length] ?? "";
  const inner = corrupted(Reflect.get(value, key), rest, by);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}

/** Resources of the examples, in any company, with wrong values, and any of them coming from and below any other. */
const stacks = fc
  .array(
    fc.record({
      sample: fc.constantFrom(...samples),
      name: fc.constantFrom("a", "b", "<b>", "=cmd", "\u001b[2J", "x\ny", "constructor"),
      steps: fc.array(fc.nat(12), { minLength: 1, maxLength: 5 }),
      by: anything,
      links: fc.array(fc.nat(50), { maxLength: 4 }),
      parent: fc.option(fc.nat(50)),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => {
    const made = policyResources(parts.map(({ sample, name }) => ({ ...sample, name, parent: undefined, from: {} })));
    parts.forEach(({ sample, steps, by, links, parent }, index) => {
      const one = made[index];
      if (!one) return;
      const props = corrupted(sample.props, steps, by);
      one.props = proxied(isRecord(props) ? props : {});
      const others = links.flatMap((link) => made[link % made.length] ?? []);
      one.dependencies = others;
      one.propertyDependencies = Object.fromEntries(Object.keys(one.props).map((key) => [key, others]));
      // The engine has no cycles of parents.
      one.parent = parent === null ? undefined : made.slice(0, index)[parent % Math.max(index, 1)];
    });
    return made;
  });

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The verdicts of the whole pack. */
function verdicts(resources: readonly PolicyResource[]): { control: string; verdict: Verdict }[] {
  const graph = Graph.of(resources);
  const configured = { config: {}, stackTags: new Map<string, string>() };
  return registry.flatMap((control) => {
    const judged = graph
      .ofType(control.on)
      .map((one: Resource) =>
        control.scope === "resource" ? control.judge(one, configured) : control.judge(one, graph, configured),
      );
    const whole = control.scope === "stack" ? control.judgeStack?.(graph, configured) : undefined;
    return [...judged, ...(whole ? [whole] : [])].map((verdict) => ({ control: control.id, verdict }));
  });
}

/** A control that threw leaves the resource undecided, and says that it failed itself. */
function failures(all: ReturnType<typeof verdicts>): string[] {
  return all.flatMap(({ control, verdict }) =>
    verdict.kind === "undecided"
      ? verdict.undecided
          .filter(({ reason }) => reason.includes("the control itself failed"))
          .map(({ reason }) => `${control}: ${reason}`)
      : [],
  );
}

describe("every control, on any graph whatever", () => {
  it("comes to a verdict without failing itself", function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(stacks, (resources) => assert.deepEqual(failures(verdicts(resources)), [])),
      { numRuns: 3000 },
    );
  });

  it("comes to verdicts on 10,000 resources that all hang together", function () {
    this.timeout(120_000);
    const many = Array.from({ length: 10_000 }, (_, index) => {
      const one = samples[index % samples.length];
      assert.ok(one);
      return { ...one, name: `${one.name}-${index}`, parent: undefined, from: {} };
    });
    const resources = policyResources(many);
    resources.forEach((one, index) => {
      const next = resources[(index + 1) % resources.length];
      one.dependencies = next ? [next] : [];
      one.propertyDependencies = Object.fromEntries(Object.keys(one.props).map((key) => [key, one.dependencies]));
    });
    const all = verdicts(resources);
    assert.ok(all.length > 10_000, `${all.length} verdicts`);
    assert.deepEqual(failures(all), []);
  });
});
