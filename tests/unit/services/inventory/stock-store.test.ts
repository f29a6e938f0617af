import { strict as assert } from "node:assert";
import { DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { DynamoStockStore } from "../../../../services/inventory/stock-store";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-central-1" }));

describe("inventory: stock that was never counted", () => {
  const dynamo = mockClient(client);
  beforeEach(() => dynamo.reset());
  after(() => dynamo.restore());
  const move = (quantity: number, reserved: boolean) =>
    new DynamoStockStore(client, "stock").apply("m", { type: "StockMoved", sku: "chair", quantity, reserved });
  const levelWrites = () =>
    dynamo
      .commandCalls(TransactWriteCommand)
      .map(({ args: [{ input }] }) => input.TransactItems?.[1]?.Update)
      .map((update) => [update?.UpdateExpression, update?.ExpressionAttributeValues]);

  it("is what was available before the first move, so that the next count does not add it again", async () => {
    dynamo.on(GetCommand).resolves({ Item: { available: 100 } });
    dynamo.on(TransactWriteCommand).resolves({});
    assert.equal(await move(5, false), "applied");
    assert.equal(await move(-4, true), "applied");
    const expression = "SET onHand = :onHand ADD available :difference";
    assert.deepEqual(levelWrites(), [
      [expression, { ":onHand": 105, ":difference": 5, ":known": 100 }],
      [expression, { ":onHand": 100, ":difference": 0, ":known": 100 }],
    ]);
  });

  it("is read again where another move or an order was faster", async () => {
    dynamo
      .on(GetCommand)
      .resolvesOnce({ Item: { available: 100 } })
      .resolves({ Item: { available: 103, onHand: 103 } });
    const CancellationReasons = [{ Code: "None" }, { Code: "ConditionalCheckFailed" }];
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(new TransactionCanceledException({ message: "changed", $metadata: {}, CancellationReasons }))
      .resolves({});
    assert.equal(await move(5, false), "applied");
    assert.deepEqual(levelWrites().at(-1), [
      "ADD onHand :quantity, available :difference",
      { ":quantity": 5, ":difference": 5 },
    ]);
  });
});
