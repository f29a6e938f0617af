import { strict as assert } from "node:assert";
import { growthExponent, measure, median } from "../../../benchmarks/measure";

describe("what benchmarks measure with", () => {
  it("tells linear growth from quadratic", () => {
    const points = (power: number) => [100, 1000, 10_000].map((x) => ({ x, y: 3 * x ** power }));
    assert.ok(Math.abs(growthExponent(points(1)) - 1) < 1e-9);
    assert.ok(Math.abs(growthExponent(points(2)) - 2) < 1e-9);
  });

  it("takes the middle of odd and even counts", () => {
    assert.equal(median([9, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 9]), 3);
  });

  it("charges a command for the processes that it starts, and tells how it ended", async () => {
    // Of its own time: what others leave of the machine does not count.
    const burn = "const used = () => process.cpuUsage(); while (used().user + used().system < 300_000);";
    const child = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(burn)}]); process.exit(3)`;
    const cost = await measure(process.execPath, ["-e", child]);
    assert.equal(cost.exitCode, 3);
    assert.ok(cost.processes.length >= 2, "the inner process was not seen");
    assert.ok(cost.cpuSeconds >= 0.2, `${cost.cpuSeconds} s of CPU`);
    assert.ok(cost.peakMiB > 20);
  });
});
