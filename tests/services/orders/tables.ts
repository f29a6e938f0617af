import { CreateTableCommand, type DynamoDBClient, type ScalarAttributeType } from "@aws-sdk/client-dynamodb";

/** A table as the journal's, with nothing but its key. */
export async function createJournal(client: DynamoDBClient, name: string): Promise<string> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [attribute("aggregateId"), attribute("sequence", "N")],
      KeySchema: [
        { AttributeName: "aggregateId", KeyType: "HASH" },
        { AttributeName: "sequence", KeyType: "RANGE" },
      ],
    }),
  );
  return name;
}

/** A table as all others: `pk`, `sk`, and the index `gsi1`. */
export async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [attribute("pk"), attribute("sk"), attribute("gsi1pk"), attribute("gsi1sk")],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "gsi1",
          KeySchema: [
            { AttributeName: "gsi1pk", KeyType: "HASH" },
            { AttributeName: "gsi1sk", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  return name;
}

function attribute(AttributeName: string, AttributeType: ScalarAttributeType = "S") {
  return { AttributeName, AttributeType };
}
