import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { isConditionFailed } from "./conditions";
import type { EffectLedger } from "./effects";
import { isRecord } from "./values";

/** Results of effects as items `effect#<key>` of a DynamoDB table with the key (`pk`, `sk`) and the TTL `expiresAt`. */
export class DynamoEffects implements EffectLedger {
  /** @param keepSeconds how long a result is kept: longer than a message can come again */
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly keepSeconds = 30 * 86_400,
    private readonly now: () => number = Date.now,
  ) {}

  async find(key: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item && resultOf(Item);
  }

  async record(key: string, result: Record<string, unknown>): Promise<Record<string, unknown>> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...keyOf(key), result, expiresAt: Math.floor(this.now() / 1000) + this.keepSeconds },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
      return result;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      return (await this.find(key)) ?? result;
    }
  }
}

function keyOf(key: string) {
  return { pk: `effect#${key}`, sk: "effect" };
}

function resultOf(item: Record<string, unknown>): Record<string, unknown> {
  return isRecord(item.result) ? item.result : {};
}
