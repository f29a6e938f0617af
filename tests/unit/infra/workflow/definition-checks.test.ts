import { strict as assert } from "node:assert";
import { ArgumentChecks } from "../../../../infra/core";
import { checkDefinition } from "../../../../infra/workflow/definition-checks";

const DONE = { Type: "Pass", End: true };

function problems(definition: unknown): string[] {
  const checks = new ArgumentChecks("it");
  checkDefinition(checks, definition);
  try {
    checks.done();
    return [];
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message.split("\n").map((line) => line.trim().replace(/^it: /, ""));
  }
}

function machine(States: Record<string, unknown>, more: Record<string, unknown> = {}): unknown {
  return { StartAt: Object.keys(States)[0], States, ...more };
}

const wrong: [what: string, definition: unknown, expected: RegExp[]][] = [
  ["no object", "text", [/^definition is "text"; give an object/]],
  ["no states", { StartAt: "a", States: {} }, [/^definition\.States is \{\}/]],
  [
    "a start that is no state",
    { StartAt: "b", States: { a: DONE } },
    [/^definition\.StartAt is "b"; .*: a$/, /^state "a"/],
  ],
  ["an unknown type", machine({ a: { Type: "Jump" } }), [/^state "a"\.Type is "Jump"; use one of Task/, /States/]],
  ["a Next that is no state", machine({ a: { Type: "Pass", Next: "b" }, c: DONE }), [/^state "a"\.Next is "b"/, /"c"/]],
  ["neither Next nor End", machine({ a: { Type: "Pass" } }), [/^state "a"\.Next is null; give either/, /at least one/]],
  ["both Next and End", machine({ a: { ...DONE, Next: "b" }, b: DONE }), [/^state "a"\.Next is "b"; give either/]],
  ["a state that nothing leads to", machine({ a: DONE, b: DONE }), [/^state "b" is "b"; let a state lead to it/]],
  ["a circle with no end", machine({ a: { Type: "Pass", Next: "a" } }), [/let at least one state end it/]],
  ["a Succeed that goes on", machine({ a: { Type: "Succeed", Next: "a" } }), [/^state "a"\.Next is "a"; leave it out/]],
  [
    "a Choice with no rules",
    machine({ a: { Type: "Choice", Default: "b" }, b: DONE }),
    [/^state "a"\.Choices is null/],
  ],
  [
    "a rule and a default that lead nowhere",
    machine({ a: { Type: "Choice", Choices: [{ Next: "x" }], Default: "y" }, b: DONE }),
    [/^state "a"\.Default is "y"/, /^state "a"\.Choices\[0\]\.Next is "x"/, /^state "b"/],
  ],
  [
    "a Catch that leads nowhere",
    machine({ a: { Type: "Task", End: true, Catch: [{ ErrorEquals: ["States.ALL"], Next: "x" }] } }),
    [/^state "a"\.Catch\[0\]\.Next is "x"/],
  ],
  [
    "States.ALL before another rule",
    machine({ a: { Type: "Task", End: true, Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["X"] }] } }),
    [/^state "a"\.Retry\[0\]\.ErrorEquals is \["States\.ALL"\]; States\.ALL stands alone/],
  ],
  [
    "a Parallel with no branches",
    machine({ a: { Type: "Parallel", End: true, Branches: [] } }),
    [/^state "a"\.Branches/],
  ],
  [
    "an error in a branch",
    machine({ a: { Type: "Parallel", End: true, Branches: [machine({ b: DONE }), machine({ c: { Type: "Pass" } })] } }),
    [/^state "c"\.Next is null/, /^state "a"\.Branches\[1\]\.States/],
  ],
  [
    "an error in what a Map does with an item",
    machine({ a: { Type: "Map", End: true, ItemProcessor: { StartAt: "x", States: { b: DONE } } } }),
    [/^state "a"\.ItemProcessor\.StartAt is "x"/, /^state "b"/],
  ],
  ["a Map that does nothing", machine({ a: { Type: "Map", End: true } }), [/^state "a"\.ItemProcessor is null/]],
  [
    "a way out of a branch",
    machine({ a: { Type: "Parallel", Next: "z", Branches: [machine({ b: { Type: "Pass", Next: "z" } })] }, z: DONE }),
    [/^state "b"\.Next is "z"; name a state beside it: b$/, /Branches\[0\]\.States/],
  ],
  [
    "a name that two branches have",
    machine({ a: { Type: "Parallel", End: true, Branches: [machine({ b: DONE }), machine({ b: DONE })] } }),
    [/^state "b" is "b"; give it a name that no other branch has/],
  ],
  [
    "JSONPath fields in JSONata",
    machine({ a: { ...DONE, ResultPath: "$.x" } }, { QueryLanguage: "JSONata" }),
    [/^state "a"\.ResultPath is "\$\.x"; leave it out, JSONata states don't have it/],
  ],
  [
    "JSONata fields in JSONPath",
    machine({ a: { ...DONE, Output: 1 } }),
    [/^state "a"\.Output is 1; leave it out, JSONPath/],
  ],
  [
    "a JSONPath state in a JSONata machine",
    machine({ a: { ...DONE, QueryLanguage: "JSONPath" } }, { QueryLanguage: "JSONata" }),
    [/^state "a"\.QueryLanguage is "JSONPath"/],
  ],
  ["a long name", machine({ ["a".repeat(81)]: DONE }), [/use a name of at most 80 characters/]],
];

describe("the check of a workflow's definition", () => {
  for (const [what, definition, expected] of wrong) {
    it(`names the state and says what is wrong with ${what}`, () => {
      const found = problems(definition);
      assert.equal(found.length, expected.length, found.join("\n"));
      for (const [index, pattern] of expected.entries()) assert.match(found[index] ?? "", pattern);
    });
  }

  it("lets a definition pass that uses every type of state", () => {
    const states = {
      ask: { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "each" }], Default: "both" },
      each: {
        Type: "Map",
        ItemProcessor: machine({ one: { Type: "Wait", Seconds: 1, Next: "well" }, well: { Type: "Succeed" } }),
        Next: "call",
      },
      both: {
        Type: "Parallel",
        Branches: [machine({ left: DONE }), machine({ right: { Type: "Fail" } })],
        Next: "call",
      },
      call: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Retry: [{ ErrorEquals: ["A", "B"] }, { ErrorEquals: ["States.ALL"] }],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "lost" }],
        Next: "done",
      },
      done: { Type: "Succeed" },
      lost: { Type: "Fail" },
    };
    assert.deepEqual(problems(machine(states)), []);
  });
});
