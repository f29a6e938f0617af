import { strict as assert } from "node:assert";
import { type Filter, filtered, rowsOf } from "../../../../preflight/report/html/client/rows";
import { neighbour } from "../../../../preflight/report/html/client/steps";
import { reportData } from "../../../../preflight/report/html/collect";
import type { Verdict } from "../../../../preflight/report/html/data";
import type { Shape } from "../../../../preflight/report/html/diagram/shapes";
import { shop } from "../sample";

const data = reportData(shop(), { root: "/shop" });
const rows = rowsOf(data);
const every = new Set(rows.map(({ verdict }) => verdict));

function found(filter: Partial<Filter>): string[] {
  const whole = { text: "", verdicts: every, severity: "", framework: "", service: "", ...filter };
  return filtered(data, rows, whole).map(({ control }) => data.controls[control]?.name ?? "");
}

describe("rows of controls and resources", () => {
  it("are every verdict, worst first, and one for each control that judged nothing", () => {
    const verdicts = rows.map(({ verdict }) => verdict);
    const order: Verdict[] = ["violation", "advisory", "can't tell", "exempted", "held", "not applicable", "disabled"];
    assert.deepEqual(
      [...new Set(verdicts)],
      order.filter((one) => verdicts.includes(one)),
    );
    assert.equal(verdicts.filter((one) => one === "violation").length, 3);
    assert.equal(verdicts.filter((one) => one === "held").length, 5);
    assert.deepEqual(
      rows.filter(({ verdict }) => verdict === "disabled").map(({ control }) => data.controls[control]?.name),
      ["tags-required"],
    );
    const judged = new Set(rows.map(({ control }) => control));
    assert.equal(judged.size, data.controls.length);
  });

  it("are found by every word of a search: control, resource, evidence, source, requirement", () => {
    assert.deepEqual(found({ text: "payments-igw" }), ["network-isolated-no-internet"]);
    assert.deepEqual(found({ text: "SecureTransport exports" }), ["s3-bucket-policy-denies-http"]);
    assert.deepEqual(found({ text: "isolated-vpc.ts:61" }), ["network-isolated-no-internet"]);
    assert.deepEqual(found({ text: "fsbp-1.0.0 SNS.1" }), ["sns-topic-encrypted"]);
    assert.deepEqual(found({ text: "nothing like it" }), []);
  });

  it("are filtered by verdict, severity, framework and service, all at once", () => {
    assert.deepEqual(found({ verdicts: new Set<Verdict>(["can't tell"]) }), ["sqs-policy-denies-http"]);
    assert.deepEqual(found({ severity: "critical" }), ["network-isolated-no-internet"]);
    assert.deepEqual(found({ framework: "pci-dss-4.0.1" }), ["network-isolated-no-internet"]);
    assert.deepEqual(found({ service: "s3", severity: "low" }), ["s3-bucket-versioned"]);
    assert.deepEqual(found({ service: "s3", severity: "critical" }), []);
  });
});

describe("steps through the drawing", () => {
  const at = (key: string, x: number, y: number): Shape => ({ key, kind: "box", x, y, width: 10, height: 10 });
  const shapes = [at("a", 0, 0), at("b", 20, 0), at("c", 24, 30), at("d", 0, 30)];
  const step = (key: string, from = 0): string | undefined => {
    const shape = shapes[from];
    assert.ok(shape);
    return neighbour(shape, shapes, key)?.key;
  };

  it("go to the nearest straight ahead, and nowhere at the end", () => {
    assert.equal(step("ArrowRight"), "b");
    assert.equal(step("ArrowDown"), "d");
    assert.equal(step("ArrowUp"), undefined);
    assert.equal(step("ArrowLeft", 2), "d");
    assert.equal(step("Home", 2), "a");
    assert.equal(step("End"), "d");
    assert.equal(step("x"), undefined);
  });
});
