import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { type Mode, preflight } from "../../preflight";
import { controlsOfPrograms, findingsOf, foundBy, type Program, policyConfigFile, programs } from "../support/programs";

const PACK = resolve(__dirname, "../../policies");
const LANES = 2;

const controls = controlsOfPrograms();

async function check(program: Program, mode: Mode): Promise<void> {
  const { violations, cantTell, unknowns, stackTags } = program.expected;
  const config = policyConfigFile(program);
  const { packs } = await preflight({
    directory: program.folder,
    stack: "test",
    mode,
    policyPacks: [PACK],
    policyPackConfigs: config === undefined ? [] : [config],
    stackTags,
  });
  assert.deepEqual(
    foundBy(controls, findingsOf(packs)),
    mode === "unknowns" && unknowns ? unknowns : { violations, cantTell },
  );
}

describe("the policy pack finds in each broken program what is broken, and nothing in a sound one", function () {
  this.timeout(120_000);
  const results = new Map<string, Promise<void>>();

  // Processes start and load for most of the time, so two programs at once keep both cores busy; each test awaits its own.
  before(() => {
    const all = programs();
    let next = 0;
    const settle = new Map<string, { resolve(): void; reject(error: unknown): void }>();
    for (const { name } of all) {
      const result = new Promise<void>((done, fail) => settle.set(name, { resolve: done, reject: fail }));
      result.catch(() => {}); // Reported by the test that awaits it.
      results.set(name, result);
    }
    const lane = async (): Promise<void> => {
      for (let program = all[next++]; program; program = all[next++]) {
        await check(program, "symbolic").then(settle.get(program.name)?.resolve, settle.get(program.name)?.reject);
      }
    };
    for (let index = 0; index < LANES; index++) void lane();
  });

  for (const { name, expected } of programs()) {
    it(`${name}: ${expected.about}`, () => results.get(name));
  }
});

describe("with everything unknown that only AWS could know, the pack says can't tell and never passes", function () {
  this.timeout(60_000);
  for (const program of programs().filter(({ expected }) => expected.unknowns)) {
    it(program.name, () => check(program, "unknowns"));
  }
});
