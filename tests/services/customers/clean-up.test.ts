import { strict as assert } from "node:assert";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { until } from "../../../local/until";
import { customerKey } from "../../../services/customers/customer-store";
import { isRecord, member } from "../../../services/shared/values";
import { clientConfig, useEmulator } from "../../support/emulator";
import { assertNothingLost, describeCleanUp } from "../../unit/services/customers/contract";
import { counts, customers } from "../../unit/services/customers/samples";
import { customer } from "../../unit/services/customers/world";
import { type DynamoWorld, newDynamoWorld } from "./dynamo";
import { startHandler } from "./handler";

describe("customers' clean-up with DynamoDB", function () {
  this.timeout(90_000);
  const emulator = useEmulator();
  const newWorld = () => newDynamoWorld(clientConfig(emulator()));
  const filled = async (items = customers) => {
    const world = await newWorld();
    await world.put(items);
    return world;
  };
  const start = ({ table }: DynamoWorld, dryRun: string, forMs?: number) =>
    startHandler(
      {
        ...emulator().environment,
        CUSTOMERS_TABLE: table,
        CLEAN_UP_DRY_RUN: dryRun,
        POWERTOOLS_SERVICE_NAME: "customers-clean-up",
        POWERTOOLS_METRICS_NAMESPACE: "shop",
      },
      forMs,
    );
  const aliasesOf = async (world: DynamoWorld) =>
    Object.values((await world.state()).profiles).filter(({ mergedInto }) => mergedInto !== undefined).length;

  describeCleanUp("over DynamoDB", { newWorld, thorough: false });

  describe("the function", () => {
    it("merges, and writes down what it did as metrics", async () => {
      const world = await filled();
      const { outcome, lines, errors } = await start(world, "false").ended;
      assert.deepEqual(outcome?.counts, counts, errors);
      assertNothingLost(customers, await world.state());
      assert.equal(await aliasesOf(world), counts.removed);
      const metrics = lines.find((line) => isRecord(line) && "_aws" in line);
      const names = ["CustomersMerged", "SuspectPairs", "CrowdedCustomers", "UnreadableCustomers"];
      assert.deepEqual(
        names.map((name) => member(metrics, name)),
        [counts.removed, counts.suspects, 0, 0],
      );
    });

    it("changes no customer in a dry run, and counts nothing as merged", async () => {
      const world = await filled();
      const before = await world.state();
      const { outcome, lines } = await start(world, "true").ended;
      assert.deepEqual(outcome?.counts, counts);
      const { profiles, kept } = await world.state();
      assert.deepEqual({ profiles, kept }, { profiles: before.profiles, kept: {} });
      assert(!lines.some((line) => isRecord(line) && "CustomersMerged" in line));
    });

    it("does nothing where it is not told clearly whether to merge", async () => {
      const world = await filled();
      const before = await world.items();
      const refusals: [string, RegExp][] = [
        ["yes", /CLEAN_UP_DRY_RUN is "yes": set true or false/],
        ["", /CLEAN_UP_DRY_RUN is not set/],
      ];
      for (const [dryRun, message] of refusals) {
        const { outcome, errors } = await start(world, dryRun).ended;
        assert.equal(outcome, undefined);
        assert.match(errors, message);
      }
      assert.deepEqual(await world.items(), before);
    });

    const crowdOf = (size: number) =>
      Array.from({ length: size }, (_, index) =>
        customer(`c-${index}`, {
          name: `N ${index % (size / 3)}`,
          email: `n${index % (size / 3)}@x.example`,
          note: index,
        }),
      );

    it("goes on where it was killed while it merged, and merges each group once", async () => {
      const all = crowdOf(300);
      const world = await filled(all);
      const first = start(world, "false");
      // Groups are merged in the order of their first ids: this one is in the first tenth.
      await until("some are merged", () => isAlias(world, "c-15"), { everyMs: 2 });
      first.kill();
      assert.equal((await first.ended).outcome, undefined);
      const left = await aliasesOf(world);
      assert(left >= 2 && left < 200, `${left} aliases at the kill`);
      // The one that was killed has the job until its time is over.
      assert.equal((await start(world, "false").ended).outcome?.status, "busy");
      await endLease(world);
      const { outcome } = await start(world, "false").ended;
      assert.deepEqual(outcome?.counts, { ...counts, groups: 100, removed: 200, suspects: 0 });
      const state = await world.state();
      assertNothingLost(all, state);
      // Each of 300 was kept once, at one merge.
      assert.equal(Object.keys(state.kept).length, 300);
    });

    it("stops before its timeout, and the next invocations go on", async () => {
      const all = crowdOf(150);
      const world = await filled(all);
      const statuses: (string | undefined)[] = [];
      // 10 seconds are what it leaves for its last step.
      while (statuses.at(-1) !== "finished" && statuses.length < 60) {
        const { outcome, errors } = await start(world, "false", 10_300).ended;
        assert(outcome, errors);
        statuses.push(outcome.status);
      }
      assert(statuses.length > 2, `${statuses.length} invocations`);
      assert.deepEqual([...new Set(statuses)], ["continues", "finished"]);
      assert.equal(await aliasesOf(world), 100);
      assertNothingLost(all, await world.state());
    });
  });
});

async function isAlias({ documents, table }: DynamoWorld, customerId: string): Promise<boolean> {
  const { Item } = await documents.send(new GetCommand({ TableName: table, Key: customerKey(customerId) }));
  return Item?.mergedInto !== undefined;
}

/** As if the time were over that a killed process has the job for. */
async function endLease({ documents, table }: DynamoWorld): Promise<void> {
  const Key = { pk: "CLEANUP#merge", sk: "CHECKPOINT" };
  await documents.send(
    new UpdateCommand({
      TableName: table,
      Key,
      UpdateExpression: "SET leaseUntil = :over",
      ConditionExpression: "leaseUntil > :over",
      ExpressionAttributeValues: { ":over": 0 },
    }),
  );
}
