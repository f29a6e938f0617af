import { strict as assert } from "node:assert";
import { orderEventOf } from "../../../../../services/orders/domain/events";
import { fold, OrderStatus } from "../../../../../services/orders/domain/order";
import { eventOfLine } from "../../../../../services/orders/projections/archive-format";
import { viewOf } from "../../../../../services/orders/projections/view-of";
import type { World } from "./world";

/** Type of an event that the code does not know yet; the archive has to keep it all the same. */
export const UNKNOWN = "OrderGiftWrapped";

/** What became of all orders, counted. */
export interface Tally {
  readonly orders: number;
  readonly byStatus: Record<string, number>;
  readonly charged: number;
  readonly refunded: number;
  readonly inFailureQueue: number;
  readonly events: number;
}

/**
 * Asserts what has to hold once nothing is under way any more.
 * @param stock what there was of each article
 */
export async function assertAllAddsUp(
  world: World,
  expectedOrders: ReadonlySet<string>,
  stock: ReadonlyMap<string, number>,
): Promise<Tally> {
  const orders = new Map([...world.journal.aggregates()].map(([id, events]) => [id, events]));
  assert.deepEqual(new Set(orders.keys()), expectedOrders, "orders that were acknowledged, and those of the journal");
  const { driver, payments, deliveries } = world;
  const unresolved = new Map<string, Set<string>>();
  for (const { executionId, step } of driver.failureQueue) {
    const orderId = executionId.split(":").at(-1) ?? "";
    unresolved.set(orderId, (unresolved.get(orderId) ?? new Set()).add(step));
  }
  const charged = new Map(payments.charged().map(([key, charge]) => [key.replace(/:take-payment$/, ""), charge]));
  const reserved = new Map(world.stock.reserved().map(([key, lines]) => [key.replace(/:reserve-stock$/, ""), lines]));
  const delivered = new Set(deliveries.arranged().map(([key]) => key.replace(/:arrange-delivery$/, "")));
  const byStatus: Record<string, number> = {};
  for (const [orderId, events] of orders) {
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      events.map((_, index) => index + 1),
      `order ${orderId} has a gap or a double`,
    );
    const order = fold(events.map(orderEventOf));
    assert.ok(order);
    byStatus[order.status] = (byStatus[order.status] ?? 0) + 1;
    const left = unresolved.get(orderId) ?? new Set<string>();
    const told = `order ${orderId}, ${order.status}, unresolved: ${[...left].join(", ") || "nothing"}`;
    if (order.status === OrderStatus.Confirmed && left.size === 0) {
      assert.equal(charged.get(orderId)?.amountCents, order.totalCents, `${told}: is not paid what it costs`);
      assert.ok(reserved.has(orderId) && delivered.has(orderId), `${told}: lacks goods or delivery`);
      assert.equal(driver.outcomes.get(orderId), "completed", told);
    } else {
      assert.ok(!charged.has(orderId) || left.has("take-payment"), `${told}: is paid`);
      assert.ok(!reserved.has(orderId) || left.has("reserve-stock"), `${told}: holds stock`);
      assert.ok(!delivered.has(orderId) || left.has("arrange-delivery"), `${told}: is delivered`);
    }
    if (order.status === OrderStatus.Paying) assert.ok(left.has("onFailed"), `${told}: its saga did not end`);
    const asked = events.some(({ type }) => type === "OrderPaymentRequested");
    assert.equal(world.sagas.started.has(orderId), asked, `${told}: saga started`);
    assert.equal(driver.outcomes.has(orderId), asked, `${told}: saga ended`);
    const { generation } = await world.generations.pointer();
    assert.deepEqual(world.views.of(generation, orderId), viewOf(events), `${told}: its view is not its history`);
  }
  for (const [key, { charged: times, refunded }] of payments.moved) {
    assert.ok(times === 1 && refunded <= 1, `${key} was charged ${times} times and refunded ${refunded} times`);
  }
  assertStock(world, stock);
  const eventIds = new Set(world.journal.events.map(({ eventId }) => eventId));
  assert.deepEqual(await archivedIds(world), eventIds, "events of the archive, and of the journal");
  const published = new Set(world.bus.published.map(({ detail }) => Object(detail.metadata).eventId));
  assert.deepEqual(published, eventIds, "events of the bus, and of the journal");
  for (const [orderId, outcome] of driver.outcomes) {
    assert.equal(outcome === "compensation-failed", unresolved.has(orderId), `saga of ${orderId}: ${outcome}`);
  }
  return {
    orders: orders.size,
    byStatus,
    charged: charged.size,
    refunded: [...payments.moved.values()].filter(({ refunded }) => refunded === 1).length,
    inFailureQueue: driver.failureQueue.length,
    events: eventIds.size,
  };
}

/** What is left and what is reserved is what there was. */
function assertStock(world: World, stock: ReadonlyMap<string, number>): void {
  const reserved = new Map<string, number>();
  for (const [, lines] of world.stock.reserved()) {
    for (const { sku, quantity } of lines) reserved.set(sku, (reserved.get(sku) ?? 0) + quantity);
  }
  for (const [sku, before] of stock) {
    const left = world.stock.levels.get(sku) ?? 0;
    assert.ok(left >= 0, `there are ${left} of ${sku}`);
    assert.equal(left + (reserved.get(sku) ?? 0), before, `${sku}: ${left} left and ${reserved.get(sku)} reserved`);
  }
}

async function archivedIds(world: World): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { lines } of world.archive.objects.values()) {
    for (const line of lines.filter((text) => !text.includes(UNKNOWN))) ids.add((await eventOfLine(line)).eventId);
  }
  return ids;
}
