import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import type { Progress, ProgressStore } from "../rebuild/progress";

const PARTITION = "#rebuild";

const progressSchema = v.object({
  generation: v.number(),
  at: v.optional(v.string()),
  startedAt: v.string(),
  cursor: v.optional(v.string()),
  read: v.boolean(),
  objects: v.number(),
  events: v.number(),
  unreadable: v.number(),
  replaces: v.optional(v.number()),
  finished: v.boolean(),
});

/** Progress of rebuilds as items of the read model's table. */
export class DynamoProgress implements ProgressStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  async find(at: string | undefined): Promise<Progress | undefined> {
    const { Items = [] } = await this.client.send(
      new QueryCommand({
        TableName: this.table,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": PARTITION, ":sk": "generation#" },
      }),
    );
    const all = Items.map((item) => v.parse(progressSchema, item));
    return all.find((progress) => !progress.finished && progress.at === at);
  }

  async save(progress: Progress): Promise<void> {
    const key = { pk: PARTITION, sk: `generation#${String(progress.generation).padStart(9, "0")}` };
    await this.client.send(new PutCommand({ TableName: this.table, Item: { ...progress, ...key } }));
  }
}
