import { strict as assert } from "node:assert";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { customerKey } from "../../../services/customers/customer-store";
import { resolveCustomer } from "../../../services/customers/resolve";
import { mergeOf } from "../../../services/customers/survivorship";
import { clientConfig, useEmulator } from "../../support/emulator";
import { AT, customer, direct, type Intercept, invoke, RUN } from "../../unit/services/customers/world";
import { newDynamoWorld } from "./dynamo";

const pair = [customer("a", { name: "A", email: "a@x.example" }), customer("b", { name: "A", email: "a@x.example" })];

describe("customers in DynamoDB", function () {
  this.timeout(30_000);
  const emulator = useEmulator();
  const newWorld = () => newDynamoWorld(clientConfig(emulator()));

  it("leads every old id to the customer of today, over several merges", async () => {
    const world = await newWorld();
    await world.put(pair);
    await invoke(world);
    // Somebody who is a customer for longer comes from another system: the survivor becomes an alias itself.
    await world.put([customer("first", { name: "A", email: "a@x.example", createdAt: "2019-01-01T00:00:00Z" })]);
    await invoke(world, { runId: "run-2" });
    const { documents, table } = world;
    for (const id of ["first", "a", "b"]) {
      const found = await resolveCustomer(documents, table, id);
      assert.deepEqual([found?.customerId, found?.mergedFrom], ["first", ["a", "b"]], id);
      assert.equal(found && "pk" in found, false);
    }
    assert.equal(await resolveCustomer(documents, table, "nobody"), undefined);
  });

  it("says so where aliases lead in a circle", async () => {
    const world = await newWorld();
    await world.put([
      { customerId: "a", mergedInto: "b" },
      { customerId: "b", mergedInto: "a" },
    ]);
    await assert.rejects(resolveCustomer(world.documents, world.table, "a"), /customer a lead on more than 32 times/);
  });

  it("keeps no address, number or name in the keys of the index, and the index no longer than it needs", async () => {
    const world = await newWorld();
    await world.put([customer("a", { name: "Anna", email: "a@x.example", phone: "+49301234567", postcode: "10115" })]);
    await invoke(world);
    const index = (await world.items()).filter(({ pk }) => String(pk).startsWith("CLEANUP#merge#INDEX#"));
    assert.equal(index.length, 3);
    for (const item of index) {
      assert.match(String(item.pk), /#[0-9a-f]{64}$/);
      assert.deepEqual([item.sk, Object.keys(item).sort()], ["a", ["expiresAt", "pk", "sk"]]);
      assert.equal(item.expiresAt, Math.floor(world.clock.at / 1000) + 7 * 86_400);
    }
  });

  it("reads more customers than one call takes, and leaves out aliases and who is not there", async () => {
    const world = await newWorld();
    const all = Array.from({ length: 230 }, (_, index) => customer(`c${index}`));
    await world.put([...all, { customerId: "alias", mergedInto: "c0" }]);
    const { customers } = world.stores("merge", direct);
    const found = await customers.read([...all.map(({ customerId }) => customerId), "alias", "nobody"]);
    assert.deepEqual(found.map(({ customerId }) => customerId).sort(), all.map(({ customerId }) => customerId).sort());
  });

  it("merges at the third try where others are at the same customers at that moment", async () => {
    const world = await newWorld();
    await world.put(pair);
    let tries = 0;
    const intercept: Intercept = (call, run) => {
      if (call.startsWith("TransactWrite") && ++tries < 3) throw conflict();
      return run();
    };
    const { customers } = world.stores("merge", intercept);
    assert.equal(await customers.merge(mergeOf(pair, AT), RUN, AT), true);
    assert.equal(tries, 3);
  });

  it("merges nobody who has changed, is an alias or is gone", async () => {
    const world = await newWorld();
    const { customers } = world.stores("merge", direct);
    const merge = mergeOf(pair, AT);
    const unversioned = pair.map(({ version: _, ...rest }) => rest);
    const now = [
      [pair[0]],
      [pair[0], { ...pair[1], customerId: "b", version: 2 }],
      [pair[0], { customerId: "b", mergedInto: "x", version: 1 }],
      [{ ...pair[0], customerId: "a", version: undefined }, pair[1]],
    ];
    for (const [index, items] of now.entries()) {
      await world.put(items.flatMap((item) => item ?? []));
      const before = await world.items();
      assert.equal(await customers.merge(merge, RUN, AT), false, `case ${index}`);
      assert.deepEqual(await world.items(), before, `case ${index}`);
    }
    // Customers from before versions: one that got a version has changed.
    await world.put(unversioned);
    const { documents, table } = world;
    const Key = customerKey("b");
    await documents.send(
      new UpdateCommand({
        TableName: table,
        Key,
        UpdateExpression: "SET #version = :one",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":one": 1 },
      }),
    );
    assert.equal(await customers.merge(mergeOf(unversioned, AT), RUN, AT), false);
    await world.put(unversioned);
    assert.equal(await customers.merge(mergeOf(unversioned, AT), RUN, AT), true);
  });
});

function conflict(): TransactionCanceledException {
  return new TransactionCanceledException({
    message: "others are at it",
    $metadata: {},
    CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }],
  });
}
