import { type DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { outboxItem, stockKey } from "../../inventory/items";
import { failedConditions, isTransient } from "../../shared/conditions";
import { carrier } from "../../shared/correlation";
import { retrying } from "../../shared/retry";
import { BusinessError, type Stock, type StockLine } from "../ports/ledgers";
import { DynamoLedger, EntryState } from "./dynamo-ledger";

const linesSchema = v.array(v.object({ sku: v.string(), quantity: v.number() }));

/** What the warehouse is told, with the reservation's id and, of a new one, its lines. */
export const ReservationMessage = { Reserved: "StockReserved", Released: "ReservationReleased" } as const;

/**
 * Stock as a number for each article, reservations, and the messages to the warehouse about them, in inventory's table: they
 * change in one transaction.
 */
export class DynamoStock implements Stock {
  private readonly ledger: DynamoLedger;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.ledger = new DynamoLedger(client, table, "reservation", now);
  }

  async reserve(key: string, lines: readonly StockLine[]): Promise<{ reservationId: string }> {
    const wanted = merged(lines);
    const put = {
      TableName: this.table,
      Item: this.ledger.entry(key, { lines: wanted }),
      ConditionExpression: "attribute_not_exists(pk)",
    };
    const takes = wanted.map(({ sku, quantity }) => ({
      Update: {
        TableName: this.table,
        Key: stockKey(sku),
        UpdateExpression: "SET available = available - :quantity",
        ConditionExpression: "available >= :quantity",
        ExpressionAttributeValues: { ":quantity": quantity },
      },
    }));
    try {
      await this.transact([{ Put: put }, ...takes, this.message("Reserved", key, { lines: wanted })]);
    } catch (error) {
      const [failed] = failedConditions(error);
      if (failed === undefined) throw error;
      if (failed === 0) await this.ledger.requireDone(key);
      else {
        const { sku, quantity } = wanted[failed - 1] ?? {};
        await this.ledger.refuse(key, new BusinessError("OutOfStock", `there are less than ${quantity} of ${sku}`));
      }
    }
    return { reservationId: key };
  }

  async release(key: string): Promise<{ released: boolean }> {
    const entry = await this.ledger.find(key);
    if (entry === undefined) {
      // A reservation that comes only now would never be released; one that came meanwhile is there to be.
      return (await this.ledger.forbidden(key)) ? { released: false } : this.release(key);
    }
    return { released: entry.state === EntryState.Done && (await this.giveBack(key, entry)) };
  }

  private async giveBack(key: string, entry: Record<string, unknown>): Promise<boolean> {
    const lines = v.parse(linesSchema, entry.lines);
    const returns = lines.map(({ sku, quantity }) => ({
      Update: {
        TableName: this.table,
        Key: stockKey(sku),
        UpdateExpression: "SET available = available + :quantity",
        ExpressionAttributeValues: { ":quantity": quantity },
      },
    }));
    try {
      const undone = { Update: { TableName: this.table, ...this.ledger.undoing(key) } };
      await this.transact([undone, ...returns, this.message("Released", key)]);
      return true;
    } catch (error) {
      if (failedConditions(error).includes(0)) return false;
      throw error;
    }
  }

  /** Of each kind there is one a reservation: its id says so, however often it is sent. */
  private message(kind: keyof typeof ReservationMessage, reservationId: string, contents: object = {}) {
    const type = ReservationMessage[kind];
    const body = JSON.stringify({ reservationId, ...contents });
    const message = { id: `${reservationId}#${type}`, type, body, headers: carrier() };
    return { Put: { TableName: this.table, Item: outboxItem(message, this.now().toISOString()) } };
  }

  /** Transactions on the same article at the same moment stand in each other's way. */
  private transact(items: NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]["TransactItems"]>) {
    return retrying(() => this.client.send(new TransactWriteCommand({ TransactItems: items })), isTransient, {
      attempts: 8,
    });
  }
}

/** One line an article: a transaction changes no item twice. */
function merged(lines: readonly StockLine[]): StockLine[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}
