import { strict as assert } from "node:assert";
import { logLine } from "../../../local/logs";
import { sampleOf } from "../../../local/shop/sample";

describe("a sample order", () => {
  it("has what the schema requires and no more, by example or by what is known", () => {
    const line = {
      type: "object",
      required: ["sku", "quantity"],
      properties: { sku: { type: "string", pattern: "^[A-Z0-9-]{3,32}$" }, quantity: { type: "integer", minimum: 2 } },
    };
    const schema = {
      type: "object",
      required: ["customerId", "lines", "channel"],
      properties: {
        customerId: { type: "string", example: "c-7" },
        lines: { type: "array", items: line },
        channel: { type: "string", enum: ["web", "shop"] },
        note: { type: "string" },
      },
    };
    assert.deepEqual(sampleOf(schema), { customerId: "c-7", lines: [{ sku: "SKU-1", quantity: 2 }], channel: "web" });
  });

  it("says which property needs an example", () => {
    const schema = { type: "object", required: ["code"], properties: { code: { type: "string", pattern: "^\\d+$" } } };
    assert.throws(() => sampleOf(schema), /No value is known for "code".*give its schema an example/);
  });
});

describe("a function's line in the log", () => {
  const time = new Date(2026, 0, 1, 12, 0, 1);

  it("shows level, message and what goes with it, without what every line has", () => {
    const message = JSON.stringify({
      level: "INFO",
      message: "placed",
      service: "orders",
      orderId: "o-1",
      function_arn: "x",
    });
    assert.equal(logLine({ name: "api", time, message }, 6), "12:00:01  api     INFO placed  orderId=o-1");
  });

  it("leaves alone what is no JSON, or only looks like it", () => {
    assert.match(logLine({ name: "api", time, message: "plain" }, 3), /api {2}plain$/);
    assert.match(logLine({ name: "api", time, message: "{broken" }, 3), /\{broken$/);
  });
});
