import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Accelerator } from "../../shared/accelerator";
import type { CachedPointer } from "../../shared/generations";
import { Refusal } from "../../shared/refusal";
import { isRecord, parsedJson } from "../../shared/values";
import type { OrderPage, OrderQueries, OrderView } from "../ports/view";
import { customerKey, orderKey, viewOfItem } from "./order-item";

/**
 * Milliseconds after which an order that has come to its end stays as it is. Until then the saga may still undo what it
 * confirmed, and events that came late may add what they tell.
 */
const RESTS_AFTER_MS = 3_600_000;

/**
 * Looks orders up in the active generation of the read model.
 *
 * An accelerator hears nothing of what the projection writes: its copies stay as they are until they are too old. So it is
 * believed only of what stays as it is: orders that came to their end a while ago, and pages that hold no others and begin
 * behind the first, which new orders are on. All else is as new as without it, so that whoever has just placed, paid or
 * cancelled an order sees that as soon. One exception: an order that people have the saga undo after that while is told
 * of as confirmed for as long as the cluster keeps items, 5 minutes where nobody changed that.
 */
export class DynamoOrderQueries implements OrderQueries {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly pointer: CachedPointer,
    private readonly accelerator?: Pick<Accelerator, "get" | "query">,
    private readonly now: () => number = Date.now,
  ) {}

  async find(orderId: string): Promise<OrderView | undefined> {
    const generation = await this.pointer.active();
    const asked = { TableName: this.table, Key: orderKey(generation, orderId) };
    const copy = await this.accelerator?.get(asked);
    if (copy && this.rests(copy.Item)) return viewOfItem(copy.Item);
    const { Item } = await this.client.send(new GetCommand(asked));
    return viewOfItem(Item);
  }

  async ofCustomer(customerId: string, limit: number, from?: string): Promise<OrderPage> {
    const generation = await this.pointer.active();
    const start = from === undefined ? undefined : startOf(from, customerId);
    const asked = {
      TableName: this.table,
      IndexName: "gsi1",
      KeyConditionExpression: "gsi1pk = :customer",
      ExpressionAttributeValues: { ":customer": customerKey(generation, customerId) },
      ScanIndexForward: false,
      Limit: limit,
      // A page may go on in a newer generation: its keys differ in nothing but the number.
      ...(start && {
        ExclusiveStartKey: {
          ...orderKey(generation, start.orderId),
          gsi1pk: customerKey(generation, customerId),
          gsi1sk: `${start.placedAt}#${start.orderId}`,
        },
      }),
    };
    const copy = start && (await this.accelerator?.query(asked));
    const page = copy?.Items?.every((item) => this.rests(item))
      ? copy
      : await this.client.send(new QueryCommand(asked));
    const orders = (page.Items ?? []).flatMap((item) => viewOfItem(item) ?? []);
    const last = page.LastEvaluatedKey?.gsi1sk;
    const [placedAt, orderId] = typeof last === "string" ? last.split("#") : [];
    const next = JSON.stringify({ placedAt, orderId, customerId });
    return { orders, next: last === undefined ? undefined : Buffer.from(next).toString("base64url") };
  }

  private rests(item: Record<string, unknown> | undefined): boolean {
    const { confirmedAt, rejectedAt, cancelledAt } = viewOfItem(item) ?? {};
    const endedAt = rejectedAt ?? cancelledAt ?? confirmedAt;
    return endedAt !== undefined && this.now() - Date.parse(endedAt) > RESTS_AFTER_MS;
  }
}

function startOf(from: string, customerId: string): { placedAt: string; orderId: string } {
  const start = parsedJson(Buffer.from(from, "base64url").toString("utf8"));
  if (isRecord(start)) {
    const { placedAt, orderId, customerId: owner } = start;
    if (typeof placedAt === "string" && typeof orderId === "string" && owner === customerId) {
      return { placedAt, orderId };
    }
  }
  throw new Refusal("invalid-request", 400, "The request is not what this operation takes.", [
    { field: "next", message: "use the next of a page before, of the same customer" },
  ]);
}
