import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { isConditionFailed } from "./conditions";
import { GenerationError, type Generations, type Pointer } from "./generations";

/** The item that tells which generation readers use. A projection can't write it. */
const ACTIVE = { pk: "#active", sk: "#active" };
/** The item that counts generations. */
const COUNT = { pk: "#rebuild", sk: "#count" };

/** The generations of a read model in a DynamoDB table with the key (`pk`, `sk`). */
export class DynamoGenerations implements Generations {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  async pointer(): Promise<Pointer> {
    const { Item = {} } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: ACTIVE, ConsistentRead: true }),
    );
    const { generation, building } = Item;
    return {
      generation: typeof generation === "number" ? generation : 1,
      ...(typeof building === "number" && { building }),
    };
  }

  async allocate(): Promise<number> {
    const { Attributes = {} } = await this.client.send(
      new UpdateCommand({
        TableName: this.table,
        Key: COUNT,
        UpdateExpression: "SET #last = if_not_exists(#last, :first) + :one",
        ExpressionAttributeNames: { "#last": "last" },
        ExpressionAttributeValues: { ":first": 1, ":one": 1 },
        ReturnValues: "UPDATED_NEW",
      }),
    );
    return Number(Attributes.last);
  }

  async startBuilding(generation: number): Promise<void> {
    await this.change(
      {
        UpdateExpression: "SET generation = if_not_exists(generation, :first), building = :building",
        ConditionExpression: "attribute_not_exists(building) OR building = :building",
        ExpressionAttributeValues: { ":first": 1, ":building": generation },
      },
      `generation ${generation} can't be built: another one is being built`,
    );
  }

  async promote(from: number, to: number): Promise<void> {
    await this.change(
      {
        UpdateExpression: "SET generation = :to REMOVE building",
        // The first generation is there before the item that tells of it.
        ConditionExpression:
          "(generation = :from OR (attribute_not_exists(generation) AND :from = :first)) AND (attribute_not_exists(building) OR building = :to)",
        ExpressionAttributeValues: { ":from": from, ":to": to, ":first": 1 },
      },
      `generation ${to} can't be promoted: readers no longer use ${from}, or another one is being built`,
    );
  }

  async abandon(generation: number): Promise<void> {
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: ACTIVE,
          UpdateExpression: "REMOVE building",
          ConditionExpression: "building = :building",
          ExpressionAttributeValues: { ":building": generation },
        }),
      );
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  }

  private async change(
    update: {
      UpdateExpression: string;
      ConditionExpression: string;
      ExpressionAttributeValues: Record<string, number>;
    },
    refused: string,
  ): Promise<void> {
    try {
      await this.client.send(new UpdateCommand({ TableName: this.table, Key: ACTIVE, ...update }));
    } catch (error) {
      if (isConditionFailed(error)) throw new GenerationError(refused, { cause: error });
      throw error;
    }
  }
}
