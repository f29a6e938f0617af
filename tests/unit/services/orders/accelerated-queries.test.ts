import { strict as assert } from "node:assert";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { DynamoOrderQueries } from "../../../../services/orders/stores/dynamo-queries";
import { CachedPointer } from "../../../../services/shared/generations";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-central-1" }));
const NOW = Date.parse("2026-01-02T00:00:00.000Z");
const LONG_AGO = "2026-01-01T00:00:00.000Z";
const JUST_NOW = "2026-01-01T23:59:00.000Z";

function item(orderId: string, more: Record<string, unknown>) {
  return {
    orderId,
    customerId: "c-1",
    status: "placed",
    lines: [],
    totalCents: 500,
    currency: "EUR",
    version: 1,
    placedAt: LONG_AGO,
    ...more,
  };
}

const confirmed = (at: string) => ({ status: "confirmed", confirmedAt: at });
const next = Buffer.from(JSON.stringify({ placedAt: LONG_AGO, orderId: "o-9", customerId: "c-1" })).toString(
  "base64url",
);

describe("orders read through a stub of an accelerator", () => {
  const dynamo = mockClient(client);
  let heard: unknown[];
  beforeEach(() => {
    dynamo.reset();
    heard = [];
    dynamo.on(GetCommand).resolves({ Item: item("o-1", { currency: "USD" }) });
    dynamo.on(QueryCommand).resolves({ Items: [item("o-1", { currency: "USD" })] });
  });
  after(() => dynamo.restore());

  const through = (copy: Record<string, unknown> | undefined) => {
    const answer = async (input: unknown) => {
      heard.push(input);
      return copy;
    };
    const pointer = new CachedPointer({ pointer: async () => ({ generation: 7 }) });
    return new DynamoOrderQueries(client, "view", pointer, { get: answer, query: answer }, () => NOW);
  };
  const find = async (copy: Record<string, unknown> | undefined) => {
    const found = await through(copy).find("o-1");
    return found?.currency === "EUR" ? "accelerator" : "table";
  };
  const page = async (copy: Record<string, unknown> | undefined, from?: string) => {
    const { orders } = await through(copy).ofCustomer("c-1", 10, from);
    return orders[0]?.currency === "EUR" ? "accelerator" : "table";
  };

  for (const [name, ended] of Object.entries({
    confirmed: confirmed(LONG_AGO),
    rejected: { status: "rejected", rejectedAt: LONG_AGO },
    cancelled: { status: "cancelled", cancelledAt: LONG_AGO },
  })) {
    it(`an order that was ${name} a while ago is taken from the accelerator, and the table is not asked`, async () => {
      assert.equal(await find({ Item: item("o-1", ended) }), "accelerator");
      assert.deepEqual(heard, [{ TableName: "view", Key: { pk: "7#order#o-1", sk: "order" } }]);
      assert.equal(dynamo.calls().length, 0);
    });
  }

  for (const [name, copy] of Object.entries({
    "an order that was just placed or is being paid": { Item: item("o-1", {}) },
    "an order that was just confirmed, which the saga may undo": { Item: item("o-1", confirmed(JUST_NOW)) },
    "an order that was confirmed long ago and rejected just now": {
      Item: item("o-1", { ...confirmed(LONG_AGO), status: "rejected", rejectedAt: JUST_NOW }),
    },
    "an order that the accelerator knows not to be there": {},
    "an item that is no order": { Item: { pk: "7#order#o-1", confirmedAt: LONG_AGO } },
    "what the accelerator does not answer": undefined,
  })) {
    it(`${name} is read from the table, as new as it is there`, async () => {
      assert.equal(await find(copy), "table");
      assert.equal(heard.length, 1);
      assert.deepEqual(dynamo.commandCalls(GetCommand)[0]?.args[0].input, {
        TableName: "view",
        Key: { pk: "7#order#o-1", sk: "order" },
      });
    });
  }

  it("the first page, which new orders are on, is read from the table without asking the accelerator", async () => {
    assert.equal(await page({ Items: [item("o-1", confirmed(LONG_AGO))] }), "table");
    assert.deepEqual(heard, []);
  });

  it("a later page of orders that all ended a while ago is taken from the accelerator, with its next", async () => {
    const copy = {
      Items: [item("o-1", confirmed(LONG_AGO))],
      LastEvaluatedKey: { gsi1sk: `${LONG_AGO}#o-1` },
    };
    const { orders, next: after } = await through(copy).ofCustomer("c-1", 10, next);
    assert.deepEqual(
      orders.map(({ orderId }) => orderId),
      ["o-1"],
    );
    assert.deepEqual(JSON.parse(Buffer.from(after ?? "", "base64url").toString()), {
      placedAt: LONG_AGO,
      orderId: "o-1",
      customerId: "c-1",
    });
    assert.equal(dynamo.calls().length, 0);
    assert.deepEqual(heard, [
      {
        TableName: "view",
        IndexName: "gsi1",
        KeyConditionExpression: "gsi1pk = :customer",
        ExpressionAttributeValues: { ":customer": "7#customer#c-1" },
        ScanIndexForward: false,
        Limit: 10,
        ExclusiveStartKey: {
          pk: "7#order#o-9",
          sk: "order",
          gsi1pk: "7#customer#c-1",
          gsi1sk: `${LONG_AGO}#o-9`,
        },
      },
    ]);
  });

  for (const [name, copy] of Object.entries({
    "with one order that goes on": { Items: [item("o-1", confirmed(LONG_AGO)), item("o-2", {})] },
    "that the accelerator does not answer": undefined,
  })) {
    it(`a later page ${name} is read from the table`, async () => {
      assert.equal(await page(copy, next), "table");
      assert.deepEqual(dynamo.commandCalls(QueryCommand)[0]?.args[0].input, heard[0]);
    });
  }

  it("all is read from the table where there is no accelerator", async () => {
    const pointer = new CachedPointer({ pointer: async () => ({ generation: 7 }) });
    const queries = new DynamoOrderQueries(client, "view", pointer);
    assert.equal((await queries.find("o-1"))?.currency, "USD");
    assert.equal((await queries.ofCustomer("c-1", 10, next)).orders[0]?.currency, "USD");
  });
});
