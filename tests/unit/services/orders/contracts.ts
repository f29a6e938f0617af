import { strict as assert } from "node:assert";
import type { ArchiveReader, ArchiveWriter } from "../../../../services/orders/ports/archive";
import type { Deliveries, Payments, Stock } from "../../../../services/orders/ports/ledgers";
import type { OrderQueries, OrderViews } from "../../../../services/orders/ports/view";
import { viewOf } from "../../../../services/orders/projections/view-of";
import type { ProgressStore } from "../../../../services/orders/rebuild/progress";
import { EncodingError } from "../../../../services/shared/encoding";
import { GenerationError, type Generations } from "../../../../services/shared/generations";
import { ConcurrencyError, type Journal, type NewEvent, type RecordedEvent } from "../../../../services/shared/journal";
import { eventOf, historyOf } from "./samples";

/** What every store of orders has to do, in memory or in AWS. */
export interface Stores {
  readonly journal: Journal;
  readonly views: OrderViews;
  readonly queries: OrderQueries;
  readonly generations: Generations;
  readonly progress: ProgressStore;
  readonly archive: ArchiveReader & ArchiveWriter;
  readonly stock: Stock;
  readonly payments: Payments;
  readonly deliveries: Deliveries;
  setStock(sku: string, available: number): Promise<void>;
  available(sku: string): Promise<number>;
}

/** Declares the contract's tests. @param make empty stores */
export function describeContract(name: string, make: () => Promise<Stores>): void {
  describe(`${name}: the contract of the stores of orders`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await make();
    });
    journalContract(() => stores.journal);
    ledgerContract(() => stores);
    viewContract(() => stores);
    generationContract(() => stores);
    archiveContract(() => stores.archive);
  });
}

const placed: NewEvent = eventOf("o-1", 1, "OrderPlaced");
const charge = { orderId: "o-1", customerId: "c-1", amountCents: 500, currency: "EUR", paymentToken: "tok" };
const delivery = { orderId: "o-1", customerId: "c-1", lines: [{ sku: "SKU-A", quantity: 1 }] };

function journalContract(journal: () => Journal): void {
  it("a journal answers with what was appended, in order, and with nothing for what is not there", async () => {
    const history = historyOf("o-1", "confirmed");
    for (const event of history) await journal().append([event]);
    assert.deepEqual(await journal().load("o-1"), history);
    assert.deepEqual(await journal().load("o-2"), []);
  });
  it("of two writers that saw the same history, one is refused and changes nothing", async () => {
    await journal().append([placed]);
    const both = [eventOf("o-1", 2, "OrderPaymentRequested"), eventOf("o-1", 2, "OrderCancelled")];
    const results = await Promise.allSettled(both.map((event) => journal().append([event])));
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    assert.equal(refused.length, 1);
    assert.ok(refused[0] instanceof ConcurrencyError, String(refused[0]));
    assert.equal((await journal().load("o-1")).length, 2);
  });
  it("several events are appended together or not at all", async () => {
    await journal().append([placed]);
    const again = [eventOf("o-1", 1, "OrderPlaced"), eventOf("o-1", 2, "OrderCancelled")];
    await assert.rejects(journal().append(again), ConcurrencyError);
    assert.equal((await journal().load("o-1")).length, 1);
    await journal().append([eventOf("o-1", 2, "OrderPaymentRequested"), eventOf("o-1", 3, "OrderConfirmed")]);
    assert.equal((await journal().load("o-1")).length, 3);
  });
}

function ledgerContract(stores: () => Stores): void {
  const lines = [
    { sku: "SKU-A", quantity: 2 },
    { sku: "SKU-B", quantity: 1 },
  ];
  const levels = async () => [await stores().available("SKU-A"), await stores().available("SKU-B")];
  beforeEach(async () => {
    await stores().setStock("SKU-A", 3);
    await stores().setStock("SKU-B", 1);
  });
  it("a reservation takes stock once, however often it is asked for", async () => {
    await stores().stock.reserve("k", lines);
    await stores().stock.reserve("k", lines);
    assert.deepEqual(await levels(), [1, 0]);
  });
  it("a reservation that stock is lacking for takes nothing at all", async () => {
    await stores().stock.reserve("k", lines);
    await assert.rejects(stores().stock.reserve("k2", lines), { name: "OutOfStock" });
    await assert.rejects(stores().stock.reserve("k3", [{ sku: "SKU-UNKNOWN", quantity: 1 }]), { name: "OutOfStock" });
    assert.deepEqual(await levels(), [1, 0]);
  });
  it("of many reservations at once, only as many get stock as there is", async () => {
    await stores().setStock("SKU-A", 5);
    const tries = Array.from({ length: 12 }, (_, index) =>
      stores().stock.reserve(`k${index}`, [{ sku: "SKU-A", quantity: 1 }]),
    );
    const results = await Promise.allSettled(tries);
    const names = results.flatMap((result) => (result.status === "rejected" ? [result.reason.name] : []));
    assert.deepEqual(names, Array(7).fill("OutOfStock"));
    assert.equal(await stores().available("SKU-A"), 0);
  });
  it("a release puts stock back once", async () => {
    await stores().stock.reserve("k", lines);
    assert.deepEqual(await stores().stock.release("k"), { released: true });
    assert.deepEqual(await stores().stock.release("k"), { released: false });
    assert.deepEqual(await levels(), [3, 1]);
  });
  it("releases at once put stock back once", async () => {
    await stores().stock.reserve("k", lines);
    const released = await Promise.all([1, 2, 3].map(() => stores().stock.release("k")));
    assert.equal(released.filter((result) => result.released).length, 1);
    assert.deepEqual(await levels(), [3, 1]);
  });
  it("a reservation that comes after its release takes nothing", async () => {
    assert.deepEqual(await stores().stock.release("k"), { released: false });
    await assert.rejects(stores().stock.reserve("k", lines), { name: "UndoneError" });
    assert.deepEqual(await levels(), [3, 1]);
  });
  it("what was refused once stays refused: a call that is late takes nothing", async () => {
    const { stock, payments, deliveries } = stores();
    const four = [{ sku: "SKU-A", quantity: 4 }];
    await assert.rejects(stock.reserve("k", four), { name: "OutOfStock" });
    await stores().setStock("SKU-A", 10);
    await assert.rejects(stock.reserve("k", four), { name: "OutOfStock" });
    assert.deepEqual(await stock.release("k"), { released: false });
    await assert.rejects(stock.reserve("k", four), { name: "OutOfStock" });
    assert.equal(await stores().available("SKU-A"), 10);
    await assert.rejects(payments.charge("k", { ...charge, paymentToken: "tok-declined" }), {
      name: "PaymentDeclined",
    });
    await assert.rejects(payments.charge("k", charge), { name: "PaymentDeclined" });
    const bulky = { ...delivery, lines: [{ sku: "BULKY-1", quantity: 1 }] };
    await assert.rejects(deliveries.arrange("k", bulky), { name: "DeliveryUnavailable" });
    await assert.rejects(deliveries.arrange("k", delivery), { name: "DeliveryUnavailable" });
  });
  it("a charge is one for a key, a refund is one, and no charge comes after it", async () => {
    const { payments } = stores();
    assert.deepEqual(await payments.charge("k", charge), await payments.charge("k", charge));
    assert.deepEqual(await payments.refund("k"), { refunded: true });
    assert.deepEqual(await payments.refund("k"), { refunded: false });
    await assert.rejects(payments.charge("k", charge), { name: "UndoneError" });
    assert.deepEqual(await payments.refund("never-charged"), { refunded: false });
    await assert.rejects(payments.charge("never-charged", charge), { name: "UndoneError" });
  });
  it("a declined payment charges nothing", async () => {
    const declined = { ...charge, paymentToken: "tok-declined-1" };
    await assert.rejects(stores().payments.charge("k", declined), { name: "PaymentDeclined" });
    assert.deepEqual(await stores().payments.refund("k"), { refunded: false });
  });
  it("a delivery is one for a key, is cancelled once, and does not come after that", async () => {
    const { deliveries } = stores();
    assert.deepEqual(await deliveries.arrange("k", delivery), await deliveries.arrange("k", delivery));
    assert.deepEqual(await deliveries.cancel("k"), { cancelled: true });
    assert.deepEqual(await deliveries.cancel("k"), { cancelled: false });
    await assert.rejects(deliveries.arrange("k", delivery), { name: "UndoneError" });
    const bulky = { ...delivery, lines: [{ sku: "BULKY-1", quantity: 1 }] };
    await assert.rejects(deliveries.arrange("k2", bulky), { name: "DeliveryUnavailable" });
  });
}

function viewContract(stores: () => Stores): void {
  const orders: ("confirmed" | "rejected" | "cancelled")[] = ["confirmed", "rejected", "cancelled"];
  for (const outcome of orders) {
    it(`a view is the same whichever way the events of a ${outcome} order come, twice or late`, async () => {
      const history = historyOf("o-1", outcome);
      const expected = viewOf(history);
      assert.equal(expected?.status, outcome);
      for (const way of permutations(history)) {
        const orderId = `o-${way.map(({ sequence }) => sequence).join("")}`;
        const events = way.map((event) => ({
          ...event,
          aggregateId: orderId,
          eventId: `${orderId}#${event.sequence}`,
        }));
        for (const event of [...events, ...events]) await stores().views.apply(1, event);
        assert.deepEqual(await stores().queries.find(orderId), { ...expected, orderId });
        assert.deepEqual(
          await stores().views.appliedTo(1, orderId),
          history.map(({ sequence }) => sequence),
        );
      }
    });
  }
  it("a view shows no order whose first event has not come", async () => {
    const [, ...later] = historyOf("o-1", "confirmed");
    for (const event of later) await stores().views.apply(1, event);
    assert.equal(await stores().queries.find("o-1"), undefined);
    assert.deepEqual((await stores().queries.ofCustomer("c-1", 10)).orders, []);
  });
  it("a view refuses an event that it can't read, and stays as it is", async () => {
    const strange: RecordedEvent = { ...eventOf("o-1", 1, "OrderPlaced"), data: { customerId: 5 } };
    await assert.rejects(stores().views.apply(1, strange), EncodingError);
    assert.deepEqual(await stores().views.appliedTo(1, "o-1"), []);
  });
  it("pages of a customer's orders bring each once, the newest first", async () => {
    const ids = ["o-1", "o-2", "o-3", "o-4", "o-5"];
    for (const [index, id] of ids.entries()) {
      const event = eventOf(id, 1, "OrderPlaced");
      await stores().views.apply(1, { ...event, occurredAt: `2026-01-0${index + 1}T00:00:00.000Z` });
      await stores().views.apply(2, event);
    }
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = await stores().queries.ofCustomer("c-1", 2, next);
      seen.push(...page.orders.map(({ orderId }) => orderId));
      next = page.next;
    } while (next !== undefined);
    assert.deepEqual(seen, [...ids].reverse());
  });
}

function generationContract(stores: () => Stores): void {
  it("generations are apart, each has its own number, and readers change over at once", async () => {
    const { generations, views, queries } = stores();
    assert.deepEqual(await generations.pointer(), { generation: 1 });
    const [second, third] = [await generations.allocate(), await generations.allocate()];
    assert.deepEqual([second, third], [2, 3]);
    await views.apply(2, eventOf("o-1", 1, "OrderPlaced"));
    assert.equal(await queries.find("o-1"), undefined);
    await generations.startBuilding(2);
    await generations.startBuilding(2);
    await assert.rejects(generations.startBuilding(3), GenerationError);
    assert.deepEqual(await generations.pointer(), { generation: 1, building: 2 });
    await assert.rejects(generations.promote(1, 3), GenerationError);
    await assert.rejects(generations.promote(2, 2), GenerationError);
    await generations.promote(1, 2);
    assert.deepEqual(await generations.pointer(), { generation: 2 });
    assert.equal((await queries.find("o-1"))?.orderId, "o-1");
  });
  it("a generation is promoted without having been built live, and one that is given up is written to no more", async () => {
    const { generations } = stores();
    await generations.promote(1, 4);
    assert.deepEqual(await generations.pointer(), { generation: 4 });
    await generations.startBuilding(5);
    await generations.abandon(6);
    assert.deepEqual(await generations.pointer(), { generation: 4, building: 5 });
    await generations.abandon(5);
    assert.deepEqual(await generations.pointer(), { generation: 4 });
  });
  it("all items of a generation are found, and can be told to expire, and none of another", async () => {
    const { views } = stores();
    for (let index = 0; index < 30; index++) await views.apply(1, eventOf(`o-${index}`, 1, "OrderPlaced"));
    await views.apply(11, eventOf("o-1", 1, "OrderPlaced"));
    const found: string[] = [];
    for await (const page of views.applied(1)) found.push(...page.map(({ orderId }) => orderId));
    assert.equal(new Set(found).size, 30);
    assert.equal(await views.expire(1, 2_000_000_000), 30);
    assert.equal(await views.expire(11, 2_000_000_000), 1);
  });
  it("the progress of a rebuild is found by its moment until it is finished", async () => {
    const { progress } = stores();
    const started = { startedAt: "2026-01-01T00:00:00.000Z", read: false, objects: 0, events: 0, unreadable: 0 };
    const live = { ...started, generation: 2, finished: false };
    const past = { ...started, generation: 3, at: "2025-01-01T00:00:00.000Z", cursor: "events/x", finished: false };
    await progress.save(live);
    await progress.save(past);
    assert.deepEqual(await progress.find(undefined), live);
    assert.deepEqual(await progress.find(past.at), past);
    await progress.save({ ...live, finished: true });
    assert.equal(await progress.find(undefined), undefined);
  });
}

function archiveContract(archive: () => ArchiveReader & ArchiveWriter): void {
  const keysOf = async (prefix: string, after?: string) => {
    const keys: string[] = [];
    for await (const { key } of archive().list(prefix, after)) keys.push(key);
    return keys;
  };
  it("an archive keeps the first object of a name, lists in order of names, and reads lines", async () => {
    await archive().put("events/b", ["1", "ü2"]);
    await archive().put("events/b", ["3"]);
    await archive().put("events/a", ["4"]);
    await archive().put("other", ["5"]);
    assert.deepEqual(await keysOf("events/"), ["events/a", "events/b"]);
    assert.deepEqual(await keysOf("events/", "events/a"), ["events/b"]);
    assert.deepEqual(await archive().read("events/b"), ["1", "ü2"]);
  });
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
