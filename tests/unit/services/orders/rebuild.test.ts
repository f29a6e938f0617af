import { strict as assert } from "node:assert";
import { viewOf } from "../../../../services/orders/projections/view-of";
import { Rebuild, RebuildState } from "../../../../services/orders/rebuild/rebuild";
import { orderAt } from "../../../../services/orders/rebuild/state-at";
import { GenerationError } from "../../../../services/shared/generations";
import { quiet } from "../quiet";
import { RebuildWorld, stepped } from "./rebuild-world";
import { eventOf, historyOf } from "./samples";

const histories = {
  "o-1": historyOf("o-1", "confirmed"),
  "o-2": historyOf("o-2", "cancelled"),
  "o-3": historyOf("o-3", "rejected"),
};
const all = Object.values(histories).flat();
const VERSIONS = { "o-1": 3, "o-2": 2, "o-3": 4 };
const IDS = Object.keys(histories);
const DAY_SECONDS = 86_400;

/** Readers see two orders of the three; the archive has them all, in both encodings. */
async function usual(): Promise<RebuildWorld> {
  const world = new RebuildWorld();
  await world.project(...histories["o-1"], ...histories["o-2"]);
  await world.archived(histories["o-1"], "avro");
  await world.archived([...histories["o-2"], ...histories["o-3"].slice(0, 2)]);
  await world.archived(histories["o-3"].slice(2), "avro");
  return world;
}

describe("the view of orders, made anew from the archive", () => {
  quiet();

  it("shows every order as its history tells it, whichever encoding its events were written in", async () => {
    const world = await usual();
    const { state, generation, objects, events } = await new Rebuild(world.ports).run({ promote: true });
    assert.deepEqual([state, objects, events], [RebuildState.Promoted, 3, all.length]);
    for (const [orderId, history] of Object.entries(histories)) {
      assert.deepEqual(world.views.of(generation, orderId), viewOf(history));
    }
  });

  it("is read whole at every moment: the old one until the change, the new one from then on", async () => {
    const world = await usual();
    const old = { "o-1": 3, "o-2": 2, "o-3": undefined };
    const seen: string[] = [];
    const ports = stepped(world.ports, async () => {
      const found = await world.found(...IDS);
      const which = JSON.stringify(found) === JSON.stringify(old) ? "old" : "new";
      if (which === "new") assert.deepEqual(found, VERSIONS);
      if (seen.at(-1) !== which) seen.push(which);
    });
    await new Rebuild(ports).run({ promote: true });
    assert.deepEqual(seen, ["old", "new"]);
  });

  it("is only built where nobody asks to have it read, and is promoted later without being built again", async () => {
    const world = await usual();
    assert.equal((await new Rebuild(world.ports).run()).state, RebuildState.Ready);
    assert.equal((await world.generations.pointer()).generation, 1);
    let reads = 0;
    const ports = stepped(world.ports, (what) => {
      if (what === "before read") reads++;
    });
    assert.equal((await new Rebuild(ports).run({ promote: true })).state, RebuildState.Promoted);
    assert.equal(reads, 0);
    assert.deepEqual(await world.found(...IDS), VERSIONS);
  });

  it("is the same after the process was killed at any of its steps and another one went on", async () => {
    let steps = 0;
    await new Rebuild(stepped((await usual()).ports, () => void steps++)).run({ promote: true });
    assert.ok(steps > 50, `${steps} steps`);
    for (let fatal = 1; fatal <= steps; fatal++) {
      const world = await usual();
      let step = 0;
      const ports = stepped(world.ports, () => {
        if (++step === fatal) throw new Error("killed");
      });
      await assert.rejects(new Rebuild(ports).run({ promote: true }), /killed/, `step ${fatal}`);
      await new Rebuild(world.ports).run({ promote: true });
      assert.deepEqual(await world.found(...IDS), VERSIONS, `after a kill at step ${fatal}`);
      const { generation, building } = await world.generations.pointer();
      assert.ok(generation > 1 && building === undefined, `after a kill at step ${fatal}`);
      assert.equal(typeof world.views.expiryOf(1, "o-1"), "number", `step ${fatal} left the old one for ever`);
    }
  });

  it("goes on behind the last object where it was told to stop", async () => {
    const world = await usual();
    const read: string[] = [];
    const archive = { ...stepped(world.ports, () => undefined).archive };
    const ports = {
      ...world.ports,
      archive: {
        ...archive,
        read: async (key: string) => {
          read.push(key);
          return world.archive.read(key);
        },
      },
    };
    const states: string[] = [];
    for (let round = 0; round < 3; round++) {
      states.push((await new Rebuild(ports).run({ promote: true, stop: () => true })).state);
    }
    assert.deepEqual(states, ["reading", "reading", "reading"]);
    assert.equal((await new Rebuild(ports).run({ promote: true })).state, RebuildState.Promoted);
    assert.deepEqual(read, [...world.archive.objects.keys()], "each object once, in order");
  });

  it("has what happens meanwhile", async () => {
    const world = await usual();
    let happened = false;
    const ports = stepped(world.ports, async (what) => {
      if (what !== "before read" || happened) return;
      happened = true;
      await world.project(eventOf("o-4", 1, "OrderPlaced"));
    });
    assert.equal((await new Rebuild(ports).run({ promote: true })).state, RebuildState.Promoted);
    assert.deepEqual(await world.found(...IDS, "o-4"), { ...VERSIONS, "o-4": 1 });
  });

  it("is not read while it lacks an event that the old one tells of, and names the order", async () => {
    const world = await usual();
    const late = eventOf("o-4", 1, "OrderPlaced");
    // By a batch that was under way when building began.
    await world.views.apply(1, late);
    const { state, lacking } = await new Rebuild(world.ports).run({ promote: true });
    assert.deepEqual([state, lacking], [RebuildState.Incomplete, ["o-4"]]);
    assert.equal((await world.generations.pointer()).generation, 1);
    await world.archived([late]);
    assert.equal((await new Rebuild(world.ports).run({ promote: true })).state, RebuildState.Promoted);
    assert.deepEqual(await world.found(...IDS, "o-4"), { ...VERSIONS, "o-4": 1 });
  });

  it("waits for the archive to get what is lacking", async () => {
    const world = await usual();
    const late = eventOf("o-4", 1, "OrderPlaced");
    await world.views.apply(1, late);
    let pauses = 0;
    const pause = async () => {
      if (++pauses === 3) await world.archived([late]);
    };
    assert.equal((await new Rebuild({ ...world.ports, pause }).run({ promote: true })).state, RebuildState.Promoted);
    assert.equal(pauses, 3);
  });

  it("is never read where an event of the archive can't be, and can be given up", async () => {
    const world = await usual();
    await world.put(["no event"]);
    const { state, unreadable, generation } = await new Rebuild(world.ports).run({ promote: true });
    assert.deepEqual([state, unreadable], [RebuildState.Unreadable, 1]);
    assert.deepEqual(await world.found("o-3"), { "o-3": undefined });
    assert.equal((await new Rebuild(world.ports).abandon())?.generation, generation);
    assert.deepEqual(await world.generations.pointer(), { generation: 1 });
    assert.ok((world.views.expiryOf(generation, "o-1") ?? Number.POSITIVE_INFINITY) <= Date.now() / 1000);
    assert.equal(world.views.expiryOf(1, "o-1"), undefined, "the one that is read stays");
  });

  it("fails where the archive does, and is not taken for unreadable", async () => {
    const world = await usual();
    const ports = stepped(world.ports, (what) => {
      if (what === "before read") throw Object.assign(new Error("Access Denied"), { name: "AccessDenied" });
    });
    await assert.rejects(new Rebuild(ports).run({ promote: true }), /Access Denied/);
  });

  it("replaces a generation that stays readable for a day", async () => {
    const world = await usual();
    const now = new Date("2026-06-01T00:00:00.000Z");
    await new Rebuild({ ...world.ports, now: () => now }).run({ promote: true });
    assert.equal(world.views.expiryOf(1, "o-1"), now.getTime() / 1000 + DAY_SECONDS);
  });

  it("is made by one of two that begin at once; the other is told", async () => {
    const world = await usual();
    const runs = [1, 2].map(() => new Rebuild(world.ports).run({ promote: true }));
    const results = await Promise.allSettled(runs);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    assert.equal(refused.length, 1);
    assert.ok(refused[0] instanceof GenerationError, String(refused[0]));
    assert.deepEqual(await world.found(...IDS), VERSIONS);
  });

  it("is empty where the archive is", async () => {
    const { state, objects, events } = await new Rebuild(new RebuildWorld().ports).run({ promote: true });
    assert.deepEqual([state, objects, events], [RebuildState.Promoted, 0, 0]);
  });

  it("can't be given up once it is read, and one that there is not can't be either", async () => {
    const world = await usual();
    assert.equal(await new Rebuild(world.ports).abandon(), undefined);
    const ports = stepped(world.ports, (what) => {
      if (what === "after promote") throw new Error("killed");
    });
    await assert.rejects(new Rebuild(ports).run({ promote: true }), /killed/);
    assert.equal(await new Rebuild(world.ports).abandon(), undefined);
    assert.deepEqual(await world.found(...IDS), VERSIONS);
  });
});

describe("the state of a moment, from the archive", () => {
  const moments = ["2025-12-31T23:59:59.999Z", ...new Set(all.map(({ occurredAt }) => occurredAt))];

  for (const at of moments) {
    it(`of ${at} has what happened until then and nothing after, and touches nothing that is read`, async () => {
      const world = await usual();
      const before = await world.found(...IDS);
      const { state, generation } = await new Rebuild(world.ports).run({ at });
      assert.equal(state, RebuildState.Ready);
      for (const [orderId, history] of Object.entries(histories)) {
        const wanted = viewOf(history.filter(({ occurredAt }) => occurredAt <= at));
        assert.deepEqual(world.views.of(generation, orderId), wanted);
        assert.deepEqual(await orderAt(world.archive, orderId, at), wanted);
      }
      assert.deepEqual(await world.found(...IDS), before);
      assert.deepEqual(await world.generations.pointer(), { generation: 1 }, "live events do not come in");
    });
  }

  it("is apart from the state of now while both are built", async () => {
    const world = await usual();
    const at = "2026-01-01T00:00:01.000Z";
    const past = await new Rebuild(world.ports).run({ at });
    const present = await new Rebuild(world.ports).run();
    assert.notEqual(past.generation, present.generation);
    assert.equal(world.views.of(past.generation, "o-1")?.version, 1);
    assert.equal(world.views.of(present.generation, "o-1")?.version, 3);
  });
});
