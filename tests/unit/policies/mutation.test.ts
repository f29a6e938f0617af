import { strict as assert } from "node:assert";
import { mutateControls } from "../../support/mutation/run";

/** Of all mutants; the rest say the same in other words, or need a graph that AWS would not take. */
const MIN_KILLED = 0.95;

describe("the examples of the controls", () => {
  it("notice a condition that is flipped, shifted or left out", function () {
    this.timeout(300_000);
    const { mutants, survivors } = mutateControls();
    assert.ok(mutants > 1000, `there are ${mutants} mutants`);
    const killed = 1 - survivors.length / mutants;
    const list = survivors.map(({ file, mutant }) => `${file}:${mutant.line} ${mutant.change}`).join("\n");
    assert.ok(
      killed >= MIN_KILLED,
      `${(killed * 100).toFixed(1)} % of ${mutants} mutants were noticed, but not\n${list}`,
    );
  });
});
