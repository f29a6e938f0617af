import { strict as assert } from "node:assert";
import type { Customer } from "../../../../services/customers/customer";
import { sortedByText } from "./memory";
import { counts, customers, few, groups, suspects } from "./samples";
import {
  AT,
  customer,
  hangAt,
  Injected,
  type Intercept,
  invoke,
  invokeUntilFinished,
  killAt,
  LEASE_OVER_MS,
  RUN,
  type State,
  seeded,
  timeForSteps,
  type World,
} from "./world";

/** Every value of every customer that was ever put is in the table, in the customer that its id leads to or beside it. */
export function assertNothingLost(before: readonly Customer[], { profiles, kept }: State): void {
  for (const was of before) {
    const versions = [
      profiles[was.customerId],
      ...Object.values(kept).filter((item) => item.customerId === was.customerId),
    ];
    const as = JSON.stringify(sortedEntries(was));
    assert(
      versions.some((item) => item && JSON.stringify(sortedEntries(item)) === as),
      `${was.customerId} is nowhere as it was: ${as}`,
    );
    let id = was.customerId;
    for (let hops = 0; profiles[id]?.mergedInto !== undefined; hops++) {
      assert(hops < before.length, `aliases of ${was.customerId} go round in a circle`);
      id = String(profiles[id]?.mergedInto);
    }
    assert(profiles[id], `the id ${was.customerId} leads to nobody`);
  }
}

function sortedEntries(item: Record<string, unknown>) {
  return sortedByText(Object.entries(item).filter(([, value]) => value !== undefined));
}

const done = (merged: readonly object[]) => merged.map((group) => ({ ...group, mergedAt: AT }));

export interface ContractOptions {
  /** A table with nothing in it. */
  readonly newWorld: () => Promise<World>;
  /** Whether to kill and hold at every call, or only at those that change the table, with fewer customers. */
  readonly thorough: boolean;
}

/** What the clean-up promises, whatever the store. */
export function describeCleanUp(name: string, { newWorld, thorough }: ContractOptions): void {
  const filled = async (items: readonly Customer[] = customers) => {
    const world = await newWorld();
    await world.put(items);
    return world;
  };
  const sample = thorough ? customers : few;
  /** The table after a run that nothing has disturbed. */
  const undisturbed = async (items = sample) => {
    const world = await filled(items);
    assert.equal((await invoke(world)).status, "finished");
    return world.state();
  };
  /** Each index of a call for which the given test still meets one. */
  const eachCall = async (test: (index: number) => Promise<boolean>) => {
    let index = 0;
    while (await test(index)) index++;
    return index;
  };
  const counting = (world: World) => (thorough ? () => true : world.isWrite);

  describe(`customers' clean-up ${name}`, () => {
    it("merges exactly who is the same, reports whom it doubts and loses no value", async () => {
      const world = await filled();
      assert.deepEqual(await invoke(world), { status: "finished", runId: RUN, counts });
      const state = await world.state();
      assert.deepEqual(state.findings, { [`merge ${RUN}`]: sortedByText([...done(groups), ...suspects]) });
      const aliases = Object.values(state.profiles).filter(({ mergedInto }) => mergedInto !== undefined);
      assert.deepEqual(aliases.map(({ customerId, mergedInto }) => [customerId, mergedInto]).sort(), [
        ["anna-2", "anna-1"],
        ["ben-2", "ben-1"],
        ["ben-3", "ben-1"],
        ["cleo-2", "cleo-1"],
      ]);
      assert.deepEqual(state.profiles["anna-1"], {
        customerId: "anna-1",
        name: "MULLER, Anna",
        email: "Anna.Muller@gmail.com",
        emailVerified: true,
        phone: "+33 1 23 45 67 89",
        country: "FR",
        tags: ["newsletter", "regular"],
        note: "rings twice",
        mergedFrom: ["anna-2"],
        createdAt: "2025-01-01T00:00:00.000Z",
        updatedAt: AT,
        version: 2,
      });
      assertNothingLost(customers, state);
    });

    it("changes nothing the second time", async () => {
      const world = await filled();
      await invoke(world);
      const { profiles, kept } = await world.state();
      const again = await invoke(world, { runId: "run-2" });
      assert.deepEqual(again.counts, { ...counts, groups: 0, removed: 0 });
      const state = await world.state();
      assert.deepEqual({ profiles: state.profiles, kept: state.kept }, { profiles, kept });
    });

    it("changes no customer in a dry run, and reports what a run then merges", async () => {
      const world = await filled();
      const untouched = await world.state();
      const dry = await invoke(world, { mode: "dry" });
      const { profiles, kept, findings } = await world.state();
      assert.deepEqual({ profiles, kept }, { profiles: untouched.profiles, kept: {} });
      assert.deepEqual(findings, { [`dry ${RUN}`]: sortedByText([...groups, ...suspects]) });
      assert.deepEqual(await invoke(world), dry);
    });

    it("comes to the same end when it is killed before or after any call", async function () {
      this.timeout(120_000);
      const expected = await undisturbed();
      for (const when of ["before", "after"] as const) {
        const calls = await eachCall(async (index) => {
          const world = await filled(sample);
          const { intercept, killed } = killAt(index, when, counting(world));
          const first = await invoke(world, { intercept }).catch((error: unknown) => error);
          if (!killed()) return false;
          assert(first instanceof Injected);
          await invokeUntilFinished(world, () => ({}));
          assert.deepEqual(await world.state(), expected, `killed ${when} call ${index}`);
          return true;
        });
        assert(calls > 20, `only ${calls} calls`);
      }
    });

    it("comes to the same end when another takes over while it hangs in any call, and goes on afterwards", async function () {
      this.timeout(120_000);
      const expected = await undisturbed();
      const calls = await eachCall(async (index) => {
        const world = await filled(sample);
        const { intercept, release, reached } = hangAt(index, counting(world));
        const first = invoke(world, { intercept });
        const hangs = await Promise.race([reached.then(() => true), first.then(() => false)]);
        if (!hangs) return false;
        world.clock.at += LEASE_OVER_MS;
        const second = await invoke(world);
        assert.equal(second.status, "finished");
        release();
        // The one that hung in its last calls has nothing to save any more.
        assert(["busy", "finished"].includes((await first).status));
        assert.deepEqual(await world.state(), expected, `hung in call ${index}`);
        return true;
      });
      assert(calls > 20, `only ${calls} calls`);
    });

    it("comes to the same end when 30 of 100 calls fail, some of them after they have taken effect", async function () {
      this.timeout(120_000);
      const expected = await undisturbed();
      for (const seed of [1, 2, 3]) {
        const world = await filled(sample);
        const random = seeded(seed);
        const intercept: Intercept = async (call, run) => {
          if (random() < 0.2) throw new Injected(`throttled: ${call}`);
          const answer = await run();
          if (random() < 0.1) throw new Injected(`no answer: ${call}`);
          return answer;
        };
        const { failures } = await invokeUntilFinished(world, () => ({ intercept }));
        assert(failures > 5, `only ${failures} failures`);
        assert.deepEqual(await world.state(), expected, `seed ${seed}`);
      }
    });

    it("stops when its time is over, and the next invocation goes on where it stopped, doing nothing twice", async () => {
      const expected = await undisturbed();
      const tally = () => {
        const steps: Record<string, number> = {};
        const intercept: Intercept = (call, run) => {
          if (/^(index|merge|report|TransactWrite)/.test(call)) steps[call] = (steps[call] ?? 0) + 1;
          return run();
        };
        return { steps, intercept };
      };
      const atOnce = tally();
      await invoke(await filled(sample), atOnce);
      const world = await filled(sample);
      const inParts = tally();
      const { invocations, outcome } = await invokeUntilFinished(world, () => ({ ...inParts, ...timeForSteps(2) }));
      assert(invocations > sample.length, `only ${invocations} invocations`);
      assert.deepEqual(inParts.steps, atOnce.steps);
      assert.deepEqual(await world.state(), expected);
      const findings = expected.findings[`merge ${RUN}`] ?? [];
      const merges = findings.filter(({ kind }) => kind === "group").length;
      assert.equal(outcome.counts?.groups, merges);
      assert.equal(atOnce.steps.merge ?? atOnce.steps.TransactWriteItemsCommand, merges);
      // Of all whom a finding is about, one reports it.
      if (thorough) assert.equal(atOnce.steps.report, findings.length);
    });

    it("lets one of two runs that start at once do the work, and the other end as busy", async () => {
      const world = await filled(sample);
      const later: Intercept = async (_call, run) => {
        await new Promise(setImmediate);
        return run();
      };
      const outcomes = await Promise.all([1, 2, 3].map(() => invoke(world, { intercept: later })));
      assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["busy", "busy", "finished"]);
      assert.deepEqual(await world.state(), await undisturbed());
    });

    it("never overwrites what a service changes while the run goes on", async function () {
      this.timeout(120_000);
      const [one, two] = [customer("a", { email: "a@x.example" }), customer("b", { email: "a@x.example", name: "B" })];
      const changed = { ...two, phone: "+49 30 1234567", version: 2 };
      let changes = 0;
      await eachCall(async (index) => {
        const world = await filled([one, two]);
        let calls = 0;
        const was: Customer[] = [one, two];
        const intercept: Intercept = async (call, run) => {
          if (counting(world)(call) && calls++ === index) {
            // As a service does that goes by versions: it changes who is a customer, and no alias.
            const { profiles } = await world.state();
            if (profiles.b?.version === 1 && profiles.b.mergedInto === undefined) {
              await world.put([changed]);
              was[1] = changed;
              changes++;
            }
          }
          return run();
        };
        await invoke(world, { intercept });
        if (calls <= index) return false;
        // Whatever the first run has left, the next one merges.
        await invoke(world, { runId: "run-2" });
        const state = await world.state();
        const { phone, mergedFrom } = state.profiles.a ?? {};
        assert.deepEqual([mergedFrom, phone], [["b"], was[1]?.phone], `changed at call ${index}`);
        assertNothingLost(was, state);
        return true;
      });
      assert(changes > 5, `only ${changes} changes`);
    });

    it("leaves a group alone that is none any more when it is to be merged; the next run looks anew", async () => {
      const trio = ["a", "b", "c"].map((id) => customer(id, { name: "Anna", email: "a@x.example" }));
      const world = await filled(trio);
      const moved = customer("c", { name: "Anna", email: "c@x.example", version: 2 });
      let found = false;
      const intercept: Intercept = async (_call, run) => {
        const lines = (await world.state()).findings[`merge ${RUN}`] ?? [];
        if (!found && lines.some(({ kind }) => kind === "group")) {
          found = true;
          await world.put([moved]);
        }
        return run();
      };
      const first = await invoke(world, { intercept });
      assert.deepEqual(first.counts, { ...counts, groups: 0, removed: 0, postponed: 1, suspects: 0 });
      assert.deepEqual((await world.state()).kept, {});
      const second = await invoke(world, { runId: "run-2" });
      assert.deepEqual(second.counts, { ...counts, groups: 1, removed: 1, suspects: 0 });
      assert.deepEqual((await world.state()).profiles.c, moved);
    });

    it("reports a crowd without merging any of it", async () => {
      const crowd = Array.from({ length: 4 }, (_, index) =>
        customer(`c${index}`, { email: "office@x.example", name: "C" }),
      );
      const pair = [customer("p1", { email: "p@x.example" }), customer("p2", { email: "p@x.example" })];
      const world = await filled([...crowd, ...pair]);
      const { counts: found } = await invoke(world, { maxGroup: 3 });
      assert.deepEqual(found, { groups: 1, removed: 1, postponed: 0, suspects: 0, crowded: 4, unreadable: 0 });
      const { profiles } = await world.state();
      for (const was of crowd) assert.deepEqual(profiles[was.customerId], was);
    });

    it("merges a group as large as is allowed, in one transaction", async () => {
      const group = Array.from({ length: 40 }, (_, index) =>
        customer(`c${index}`, { email: "c@x.example", name: "C" }),
      );
      const world = await filled(group);
      assert.equal((await invoke(world, { maxGroup: 40 })).counts?.removed, 39);
      assertNothingLost(group, await world.state());
      await assert.rejects(invoke(world, { maxGroup: 41 }), /maxGroup is 41: set 2 to 40/);
    });

    it("reports a customer that can't be read and cleans up the others", async () => {
      const broken = { ...customer("broken"), email: 5 };
      const world = await filled([customer("a", { email: "a@x.example" }), customer("b", { email: "a@x.example" })]);
      await world.put([broken, { ...customer("undated"), createdAt: "long ago" }]);
      const { counts: found } = await invoke(world);
      assert.deepEqual(found, { groups: 1, removed: 1, postponed: 0, suspects: 0, crowded: 0, unreadable: 2 });
      assert.deepEqual((await world.state()).profiles.broken, broken);
    });
  });
}
