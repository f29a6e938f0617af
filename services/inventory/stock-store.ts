import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { failedConditions, isTransient } from "../shared/conditions";
import { retrying } from "../shared/retry";
import { stockKey } from "./items";
import type { Applied, StockStore, StockUpdate } from "./stock";

/** Ids of messages are known this long: longer than any broker or dead-letter queue keeps a copy. */
const KNOWN_DAYS = 30;

const Level = v.object({
  available: v.optional(v.number(), 0),
  onHand: v.optional(v.number()),
  countedAt: v.optional(v.string(), ""),
});
type Level = v.InferOutput<typeof Level>;

/**
 * {@link StockStore} in a table with the keys `pk` and `sk`. The level and the id of the message are written together: a
 * process that dies has written both or none. What orders reserve meanwhile stays reserved, for `available` is only ever
 * changed by differences.
 */
export class DynamoStockStore implements StockStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly now: () => number = Date.now,
  ) {}

  apply(messageId: string, update: StockUpdate): Promise<Applied> {
    const work = () => (update.type === "StockMoved" ? this.#move(messageId, update) : this.#count(messageId, update));
    return retrying(work, (error) => isTransient(error) || error instanceof ChangedError, { attempts: 8 });
  }

  async #move(messageId: string, update: Extract<StockUpdate, { type: "StockMoved" }>): Promise<Applied> {
    const { sku, quantity, reserved } = update;
    const level = await this.#level(sku);
    // Pieces that were reserved are not available any more already when they leave.
    const difference = reserved ? 0 : quantity;
    if (level.onHand === undefined) {
      // Never counted: what was available is what was there, and the next count goes on from that.
      return this.#write(messageId, update, {
        UpdateExpression: "SET onHand = :onHand ADD available :difference",
        ConditionExpression: NEVER_COUNTED,
        ExpressionAttributeValues: {
          ":onHand": level.available + difference,
          ":difference": difference,
          ":known": level.available,
        },
      });
    }
    return this.#write(messageId, update, {
      UpdateExpression: "ADD onHand :quantity, available :difference",
      ConditionExpression: "attribute_exists(onHand)",
      ExpressionAttributeValues: { ":quantity": quantity, ":difference": difference },
    });
  }

  async #count(messageId: string, update: Extract<StockUpdate, { type: "StockCounted" }>): Promise<Applied> {
    const level = await this.#level(update.sku);
    if (level.countedAt >= update.countedAt) return "outdated";
    const values = { ":onHand": update.onHand, ":at": update.countedAt };
    const set = "SET onHand = :onHand, countedAt = :at";
    if (level.onHand === undefined) {
      // Counted for the first time: as far as anybody knows, what is available is what is there.
      return this.#write(messageId, update, {
        UpdateExpression: `${set}, available = :onHand`,
        ConditionExpression: NEVER_COUNTED,
        ExpressionAttributeValues: { ...values, ":known": level.available },
      });
    }
    return this.#write(messageId, update, {
      UpdateExpression: `${set} ADD available :difference`,
      ConditionExpression: "onHand = :known AND (attribute_not_exists(countedAt) OR countedAt < :at)",
      ExpressionAttributeValues: { ...values, ":difference": update.onHand - level.onHand, ":known": level.onHand },
    });
  }

  async #level(sku: string): Promise<Level> {
    const command = new GetCommand({ TableName: this.table, Key: stockKey(sku), ConsistentRead: true });
    return v.parse(Level, (await this.client.send(command)).Item ?? {});
  }

  /** @throws ChangedError where the level has changed since it was read */
  async #write(messageId: string, { type, sku }: Pick<StockUpdate, "type" | "sku">, change: Change): Promise<Applied> {
    const seen = {
      TableName: this.table,
      Item: {
        pk: `message#${messageId}`,
        sk: "applied",
        type,
        sku,
        expiresAt: Math.floor(this.now() / 1000) + KNOWN_DAYS * 86_400,
      },
      ConditionExpression: "attribute_not_exists(pk)",
    };
    const level = { TableName: this.table, Key: stockKey(sku), ...change };
    try {
      await this.client.send(new TransactWriteCommand({ TransactItems: [{ Put: seen }, { Update: level }] }));
      return "applied";
    } catch (error) {
      const failed = failedConditions(error);
      if (failed.includes(0)) return "duplicate";
      if (failed.includes(1)) throw new ChangedError(`the stock of ${sku} has changed meanwhile`, { cause: error });
      throw error;
    }
  }
}

interface Change {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues: Record<string, unknown>;
}

/** Nobody has told how many pieces are there since the level was read, and none has become available or reserved. */
const NEVER_COUNTED = "attribute_not_exists(onHand) AND (attribute_not_exists(available) OR available = :known)";

/** Somebody else has changed the level: read it again. */
class ChangedError extends Error {
  override name = "ChangedError";
}
