import { strict as assert } from "node:assert";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { customerKey, DynamoCustomers } from "../../../../services/customers/customer-store";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "eu-central-1" }));
const at = "2026-01-01T00:00:00.000Z";
const itemOf = (customerId: string) => ({ ...customerKey(customerId), customerId, createdAt: at, updatedAt: at });

describe("customers in DynamoDB", () => {
  const dynamo = mockClient(client);
  beforeEach(() => dynamo.reset());
  after(() => dynamo.restore());
  const read = (...ids: string[]) => new DynamoCustomers(client, "customers").read(ids);
  const asked = () =>
    dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems?.customers?.Keys);

  it("are read again where a batch was not processed as a whole: those alone that are lacking", async () => {
    const lacking = { customers: { Keys: [customerKey("b"), customerKey("c")] } };
    dynamo
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { customers: [itemOf("a")] }, UnprocessedKeys: lacking })
      .resolvesOnce({ UnprocessedKeys: lacking })
      .resolvesOnce({ Responses: { customers: [itemOf("b"), itemOf("c")] } });
    const found = await read("a", "b", "c");
    assert.deepEqual(
      found.map(({ customerId }) => customerId),
      ["a", "b", "c"],
    );
    assert.deepEqual(asked(), [["a", "b", "c"].map(customerKey), lacking.customers.Keys, lacking.customers.Keys]);
  });

  it("are asked for a hundred at a time", async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: { customers: [] } });
    assert.deepEqual(await read(...Array.from({ length: 201 }, (_, index) => `c-${index}`)), []);
    assert.deepEqual(
      asked().map((keys) => keys?.length),
      [100, 100, 1],
    );
  });

  it("fail as DynamoDB does where it is no matter of load", async () => {
    dynamo.on(BatchGetCommand).rejects(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
    await assert.rejects(read("a"), { name: "AccessDeniedException" });
    assert.equal(asked().length, 1);
  });
});
