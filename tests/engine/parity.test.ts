import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { differences } from "../support/engine/compare";
import { REPOSITORY } from "../support/engine/paths";
import { previewWithPreflight } from "../support/engine/preflight-facts";
import { type PreviewRequest, type PreviewResult, previewWithEngine } from "../support/engine/preview";
import { describeEngine, sharedStubs } from "../support/engine/suite";
import { programs } from "../support/programs";

const PACK = join(REPOSITORY, "policies");
const RULES = resolve(__dirname, "packs/rules");
const OWN_PROGRAMS = resolve(__dirname, "programs");

/** Programs that the engine does not preview here, and why: the test holds it to that. */
const refused: Record<string, RegExp> = {
  // A stack that the backend does not have. Preflight has no backend: what is read from a stack is unknown.
  "balancer-stack-reference": /unknown stack "organization\/network\/prod"/,
  throws: /the shop is closed/,
  // Preflight leaves the result unknown and lists the call.
  unanswered: /no answer for aws:ec2\/getAmi:getAmi/,
};

interface Case {
  name: string;
  request: PreviewRequest;
}

const cases: Case[] = [
  ...["dev", "staging", "prod"].map((stack) => ({
    name: `the platform, ${stack}`,
    request: { projectDir: REPOSITORY, stack, policyPacks: [PACK], record: true },
  })),
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
];

/** Seconds that one case may take on a loaded machine, with the next one running beside it. */
const CASE_SECONDS = 180;

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
        assert.match(previewed.errors.join("\n"), refusal);
        return;
      }
      assert.deepEqual(previewed.errors, []);
      assert.ok(Object.keys(previewed.facts.seen?.stack ?? {}).length > 1, "the recorder pack saw nothing");
      const { facts } = await previewWithPreflight(request);
      assert.equal(differences(previewed.facts, facts).join("\n"), "");
    });
  });
});
