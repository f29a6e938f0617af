import { strict as assert } from "node:assert";
import { OrderStatus } from "../../../../services/orders/domain/order";
import { SEED } from "../../../../services/orders/seed";
import { money } from "../../../../services/web/money";
import { asProblem, Problem, problemOf } from "../../../../services/web/problem";
import { nameOf, PRODUCTS } from "../../../../services/web/products";
import { isOver, Status, wayOf, wordsOf } from "../../../../services/web/way";

describe("the shop's page", () => {
  it("knows every status that an order can have, and no other", () => {
    assert.deepEqual(Status, OrderStatus);
  });

  it("shows one step of the way as the current one until the order is over", () => {
    const statesOf = (status: string) => wayOf(status).map(({ title, state }) => `${title} ${state}`);
    assert.deepEqual(statesOf("placed"), ["Placed current", "Payment requested ahead", "Confirmed ahead"]);
    assert.deepEqual(statesOf("paying"), ["Placed done", "Payment requested current", "Confirmed ahead"]);
    assert.deepEqual(statesOf("confirmed"), ["Placed done", "Payment requested done", "Confirmed done"]);
    assert.deepEqual(statesOf("rejected"), ["Placed done", "Payment requested done", "Rejected failed"]);
    assert.deepEqual(statesOf("cancelled"), ["Placed done", "Cancelled failed"]);
    for (const status of Object.values(Status)) {
      const current = wayOf(status).filter(({ state }) => state === "current").length;
      assert.equal(current, isOver(status) ? 0 : 1, status);
    }
  });

  it("writes reasons as people do, and leaves sentences alone", () => {
    assert.equal(wordsOf("OutOfStock"), "Out of stock");
    assert.equal(wordsOf("changed my mind"), "changed my mind");
    assert.equal(wordsOf("It broke."), "It broke.");
  });

  it("offers what the shop's stock begins with", () => {
    assert.deepEqual(PRODUCTS.map(({ sku }) => sku).sort(), Object.keys(SEED).sort());
    assert.equal(nameOf("SKU-1"), "Espresso cup");
    assert.equal(nameOf("SKU-GONE"), "SKU-GONE");
  });

  it("shows amounts in their currency", () => {
    assert.equal(money(1490), "€14.90");
    assert.equal(money(5, "USD"), "$0.05");
  });

  it("tells a problem in the words of the API, of API Gateway, or of nobody", () => {
    const api = problemOf(422, {
      title: "Unprocessable request",
      detail: "The order is too large.",
      errors: [{ field: "lines.0.quantity", message: "at most 1000" }],
      correlationId: "c-1",
    });
    assert.deepEqual([api.status, api.title, api.message], [422, "Unprocessable request", "The order is too large."]);
    assert.deepEqual(api.fields, [{ field: "lines.0.quantity", message: "at most 1000" }]);
    assert.equal(api.correlationId, "c-1");
    assert.equal(problemOf(401, { message: "Unauthorized" }).message, "Unauthorized");
    assert.match(problemOf(502, undefined).message, /status 502/);
    assert.equal(asProblem(new TypeError("fetch failed")).title, "The shop can't be reached");
    assert.equal(asProblem(api), api);
    assert.ok(api instanceof Problem);
  });
});
