import { strict as assert } from "node:assert";
import AjvDraft04 from "ajv-draft-04";
import { SETTINGS, SETTINGS_SCHEMA } from "../../../stacks/shop/orders";

describe("settings of the orders API", () => {
  const fits = new AjvDraft04({ allErrors: true }).compile(SETTINGS_SCHEMA);

  it("fit the schema that AppConfig holds them against, which is what a deployment would find", () => {
    assert.ok(fits(SETTINGS), JSON.stringify(fits.errors));
  });

  it("have a schema that refuses what the service doesn't know", () => {
    assert.equal(fits({ ...SETTINGS, maximumPageSize: 0 }), false);
    assert.equal(fits({ ...SETTINGS, acceptOrder: true }), false);
  });
});
