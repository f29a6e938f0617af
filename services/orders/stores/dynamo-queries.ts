import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { CachedPointer } from "../../shared/generations";
import { isRecord, parsedJson } from "../../shared/values";
import { Refusal } from "../domain/refusal";
import type { OrderPage, OrderQueries, OrderView } from "../ports/view";
import { customerKey, orderKey, viewOfItem } from "./order-item";

/** Looks orders up in the active generation of the read model. */
export class DynamoOrderQueries implements OrderQueries {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly pointer: CachedPointer,
  ) {}

  async find(orderId: string): Promise<OrderView | undefined> {
    const generation = await this.pointer.active();
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: orderKey(generation, orderId) }),
    );
    return viewOfItem(Item);
  }

  async ofCustomer(customerId: string, limit: number, from?: string): Promise<OrderPage> {
    const generation = await this.pointer.active();
    const start = from === undefined ? undefined : startOf(from, customerId);
    const page = await this.client.send(
      new QueryCommand({
        TableName: this.table,
        IndexName: "gsi1",
        KeyConditionExpression: "gsi1pk = :customer",
        ExpressionAttributeValues: { ":customer": customerKey(generation, customerId) },
        ScanIndexForward: false,
        Limit: limit,
        // A page may go on in a newer generation: its keys differ in nothing but the number.
        ExclusiveStartKey: start && {
          ...orderKey(generation, start.orderId),
          gsi1pk: customerKey(generation, customerId),
          gsi1sk: `${start.placedAt}#${start.orderId}`,
        },
      }),
    );
    const orders = (page.Items ?? []).flatMap((item) => viewOfItem(item) ?? []);
    const last = page.LastEvaluatedKey?.gsi1sk;
    const [placedAt, orderId] = typeof last === "string" ? last.split("#") : [];
    const next = JSON.stringify({ placedAt, orderId, customerId });
    return { orders, next: last === undefined ? undefined : Buffer.from(next).toString("base64url") };
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
