import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { isConditionFailed } from "../shared/conditions";
import type { Claim, Ledger } from "./ports";

/** Events are remembered this long: longer than a queue and its dead letters keep a copy (14 days each). */
const KNOWN_DAYS = 45;

export interface LedgerOptions {
  /** Milliseconds that a claim lasts: longer than an attempt takes, timeout of the function included. @default 60,000 */
  readonly claimMs?: number;
  readonly now?: () => number;
  /** Tells this attempt's claims from those of others. */
  readonly owner: string;
}

/** {@link Ledger} in a table with the keys `pk` and `sk`. */
export class DynamoLedger implements Ledger {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly options: LedgerOptions,
  ) {}

  async claim(eventId: string): Promise<Claim> {
    const now = this.#now();
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: {
            ...keyOf(eventId),
            status: "claimed",
            owner: this.options.owner,
            claimedUntil: now + (this.options.claimMs ?? 60_000),
            expiresAt: this.#expiry(),
          },
          ConditionExpression: "attribute_not_exists(pk) OR (#status = :claimed AND claimedUntil <= :now)",
          ExpressionAttributeNames: { "#status": "status" },
          ExpressionAttributeValues: { ":claimed": "claimed", ":now": now },
        }),
      );
      return "mine";
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: keyOf(eventId), ConsistentRead: true }),
    );
    return Item?.status === "sent" ? "sent" : "taken";
  }

  async sent(eventId: string): Promise<void> {
    // Whoever else has claimed it by now finds it sent.
    await this.client.send(
      new UpdateCommand({
        TableName: this.table,
        Key: keyOf(eventId),
        UpdateExpression: "SET #status = :sent, sentAt = :at, expiresAt = :until REMOVE claimedUntil",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":sent": "sent",
          ":at": new Date(this.#now()).toISOString(),
          ":until": this.#expiry(),
        },
      }),
    );
  }

  async release(eventId: string): Promise<void> {
    try {
      await this.client.send(
        new DeleteCommand({
          TableName: this.table,
          Key: keyOf(eventId),
          ConditionExpression: "#status = :claimed AND #owner = :owner",
          ExpressionAttributeNames: { "#status": "status", "#owner": "owner" },
          ExpressionAttributeValues: { ":claimed": "claimed", ":owner": this.options.owner },
        }),
      );
    } catch (error) {
      // It is no longer ours to release.
      if (!isConditionFailed(error)) throw error;
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }

  #expiry(): number {
    return Math.floor(this.#now() / 1000) + KNOWN_DAYS * 86_400;
  }
}

function keyOf(eventId: string) {
  return { pk: `EVENT#${eventId}`, sk: "NOTIFICATION" };
}
