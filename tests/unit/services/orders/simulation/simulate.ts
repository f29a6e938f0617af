import { strict as assert } from "node:assert";
import type { ArchiveReader } from "../../../../../services/orders/ports/archive";
import { viewOf } from "../../../../../services/orders/projections/view-of";
import { Rebuild, RebuildState } from "../../../../../services/orders/rebuild/rebuild";
import { MemoryProgress } from "../memory-stores";
import { eventOf } from "../samples";
import { Random } from "./random";
import { type Shopper, shop, shopperOf, stockFor } from "./shoppers";
import { streamRecordOf } from "./stream";
import { assertAllAddsUp, UNKNOWN } from "./verdict";
import { type SagaPart, World } from "./world";

/** Orders that are placed between two rounds of everything else. */
const AT_ONCE = 500;
const POISON = ["", "not JSON", "{}", '{"dynamodb":{"NewImage":{"type":{"S":"OrderPlaced"}}}}'];

/** Whether a saga's call fails for good: always the same for the same order. */
function brokenBy(seed: number): (orderId: string, step: string, part: SagaPart) => boolean {
  const stepsOf = ["reserve-stock", "take-payment", "arrange-delivery", "confirm-order"];
  return (orderId, step, part) => {
    const random = new Random(seed ^ Number.parseInt(orderId.slice(0, 8), 16));
    const action = random.chance(0.08) ? random.pick(stepsOf) : undefined;
    const compensation = random.chance(0.25) ? random.pick([...stepsOf, "reject-order"]) : undefined;
    return part === "action" ? step === action : action !== undefined && step === compensation;
  };
}

/**
 * Has so many orders placed, paid and cancelled while stores throttle, processes are killed, sagas fail and streams have
 * poison, and asserts that all adds up in the end.
 * @returns what happened how often
 */
export async function simulate(orders: number, seed: number): Promise<unknown> {
  const random = new Random(seed);
  const stock = stockFor(orders);
  const world = new World({
    random,
    rates: { throttled: 0.3, killed: 0.005 },
    stock,
    broken: brokenBy(seed),
    late: 0.05,
  });
  const shoppers: Shopper[] = Array.from({ length: orders }, (_, index) => shopperOf(index, random));
  const problems: Record<string, number> = {};
  const unknown = (await streamRecordOf(eventOf("o-future", 1, "OrderPlaced"))).replace("OrderPlaced", UNKNOWN);
  let [poison, unknowns] = [0, 0];
  for (let start = 0; start < orders; start += AT_ONCE) {
    const told = await Promise.all(shoppers.slice(start, start + AT_ONCE).map((shopper) => shop(world, shopper)));
    for (const code of told.flat()) problems[code] = (problems[code] ?? 0) + 1;
    for (const data of POISON) world.stream.put(`poison-${start}`, data);
    world.stream.put("o-future", unknown);
    poison += POISON.length;
    unknowns += 1;
    await world.settle();
  }
  await Promise.all(world.late.map((call) => call().catch(() => undefined)));
  await world.settle();
  const { archive, view, saga, relay } = world.pollers;
  const gaveUp = [archive, view, saga, relay].map(({ failed }) => failed.length);
  // A failure queue may have events that were just unlucky: an operator has them handled, and poison comes back.
  for (const poller of Object.values(world.pollers)) {
    for (let round = 0; round < 5; round++) await poller.redrive();
  }
  await world.settle();
  const refused = [archive, view, saga, relay].map(({ failed }) => failed.length);
  assert.deepEqual(refused, [poison, poison + unknowns, poison + unknowns, poison + unknowns]);
  const tally = await assertAllAddsUp(world, new Set(shoppers.map(({ orderId }) => orderId)), stock);

  const { faults, driver } = world;
  const outcomes = [...driver.outcomes.values()];
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const seen = {
    ...tally,
    problems,
    sagas: { completed: count("completed"), compensated: count("compensated"), failed: count("compensation-failed") },
    faults: faults.counts,
    late: world.late.length,
    poison,
    gaveUp,
    view: world.pollers.view.counts,
  };
  const happened = [
    tally.byStatus.confirmed,
    tally.byStatus.rejected,
    tally.byStatus.cancelled,
    tally.byStatus.placed,
    tally.refunded,
    tally.inFailureQueue,
    faults.counts.killedBefore,
    faults.counts.killedAfter,
    faults.counts.exhausted,
    world.pollers.view.counts.bisected,
  ];
  assert.ok(
    happened.every((times) => times !== undefined && times > 0),
    `something never happened: ${happened}`,
  );
  const throttledPart = faults.counts.throttled / faults.counts.calls;
  assert.ok(Math.abs(throttledPart - 0.3) < 0.01, `${throttledPart} of calls were throttled`);

  await assertRebuilds(world);
  return seen;
}

/** The view is made anew from the archive alone, once the code knows all of its events. */
async function assertRebuilds(world: World): Promise<void> {
  const { views, generations, archive } = world;
  const progress = new MemoryProgress();
  const rebuild = new Rebuild({ views, generations, archive, progress });
  const refused = await rebuild.run({ promote: true });
  assert.equal(refused.state, RebuildState.Unreadable);
  await rebuild.abandon();
  const known: ArchiveReader = {
    list: (prefix, after) => archive.list(prefix, after),
    read: async (key) => (await archive.read(key)).filter((line) => !line.includes(UNKNOWN)),
  };
  const promoted = await new Rebuild({ views, generations, archive: known, progress }).run({ promote: true });
  assert.equal(promoted.state, RebuildState.Promoted);
  assert.equal((await generations.pointer()).generation, promoted.generation);
  for (const [orderId, events] of world.journal.aggregates()) {
    assert.deepEqual(views.of(promoted.generation, orderId), viewOf(events), `the view of ${orderId}, made anew`);
  }
}
