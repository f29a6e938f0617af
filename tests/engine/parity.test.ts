import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundledProjects, readExamples } from "../../scripts/docs/examples";
import { differences, withoutNoise } from "../support/engine/compare";
import { REPOSITORY } from "../support/engine/paths";
import { previewWithPreflight } from "../support/engine/preflight-facts";
import { type PreviewRequest, type PreviewResult, previewWithEngine } from "../support/engine/preview";
import { describeEngine, sharedStubs } from "../support/engine/suite";
import { programs } from "../support/programs";

const PACK = join(REPOSITORY, "policies");
const RULES = resolve(__dirname, "packs/rules");
const OWN_PROGRAMS = resolve(__dirname, "programs");

/** Programs that the engine refuses, with what it says; and whether preflight refuses them in the same words. */
const refused: Record<string, { engine: RegExp; preflight: "refuses" | "goes on" }> = {
  throws: { engine: /the shop is closed/, preflight: "refuses" },
  // A stack that the backend does not have. Preflight has no backend: what is read from a stack is unknown.
  "balancer-stack-reference": { engine: /unknown stack "organization\/network\/prod"/, preflight: "goes on" },
  // What only AWS knows. The stub has no answer; preflight leaves the result unknown and lists the call.
  unanswered: { engine: /no answer for aws:ec2\/getAmi:getAmi/, preflight: "goes on" },
};

interface Case {
  name: string;
  request: PreviewRequest;
}

/** Examples of one case: each more saves the start of an engine, and makes a difference harder to place. */
const EXAMPLES_OF_A_CASE = 8;

const cases: Case[] = [
  ...["dev", "staging", "prod"].map((stack) => ({
    name: `the platform, ${stack}`,
    request: { projectDir: REPOSITORY, stack, policyPacks: [PACK], record: true },
  })),
  {
    name: "the foundation of a shared account",
    request: {
      projectDir: join(REPOSITORY, "stacks/foundation"),
      stack: "shared",
      policyPacks: [PACK],
      record: true,
    },
  },
  ...readdirSync(OWN_PROGRAMS).map((name) => ({
    name,
    request: {
      projectDir: join(OWN_PROGRAMS, name),
      stack: "test",
      policyPacks: [RULES],
      policyPackConfig: [{ "queue-delay": { most: 3 } }],
      stackTags: { tier: "gold" },
      record: true,
    },
  })),
  ...programs().map(({ name, folder, expected }) => ({
    name,
    request: {
      projectDir: folder,
      stack: "test",
      policyPacks: [PACK],
      policyPackConfig: [expected.policyConfig ?? {}],
      stackTags: expected.stackTags,
      record: true,
    },
  })),
  ...bundledProjects(REPOSITORY, readExamples(REPOSITORY), "parity", EXAMPLES_OF_A_CASE).map(
    ({ folder, stack, examples }) => ({
      name: `examples: ${examples.join(", ")}`,
      request: { projectDir: folder, stack, policyPacks: [PACK], record: true },
    }),
  ),
];

/** Seconds that one case may take on a loaded machine, with the next one running beside it. */
const CASE_SECONDS = 600;

describeEngine("preflight --unknowns sees what the real engine's preview sees", function () {
  this.timeout(CASE_SECONDS * 1000);
  const engine = new Map<number, Promise<PreviewResult>>();

  const start = (index: number): Promise<PreviewResult> | undefined => {
    const request = cases[index]?.request;
    if (request && !engine.has(index)) {
      const result = sharedStubs().then((stubs) => previewWithEngine(request, stubs));
      result.catch(() => {}); // Reported by the test that awaits it.
      engine.set(index, result);
    }
    return engine.get(index);
  };

  cases.forEach(({ name, request }, index) => {
    it(name, async () => {
      const result = start(index);
      // The next one runs beside this one: an engine's run waits for processes to start for half of its time.
      start(index + 1);
      const previewed = await result;
      assert.ok(previewed);
      const refusal = refused[name];
      if (refusal) {
        assert.match(previewed.errors.join("\n"), refusal.engine);
        const ours = previewWithPreflight(request);
        await (refusal.preflight === "refuses" ? assert.rejects(ours, refusal.engine) : ours);
        return;
      }
      assert.deepEqual(previewed.errors, []);
      assert.ok(Object.keys(previewed.facts.seen?.stack ?? {}).length > 1, "the recorder pack saw nothing");
      const { facts } = await previewWithPreflight(request);
      let found = differences(previewed.facts, facts);
      if (found.length > 0) {
        // A program may make something at random, such as a password: then the engine differs from itself as well.
        const again = await previewWithEngine(request, await sharedStubs());
        found = withoutNoise(found, differences(previewed.facts, again.facts));
      }
      assert.ok(found.length === 0, `${found.length} differences:\n${found.join("\n")}`);
    });
  });
});
