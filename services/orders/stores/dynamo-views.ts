import { type DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { isConditionFailed } from "../../shared/conditions";
import type { RecordedEvent } from "../../shared/journal";
import type { AppliedEvents, OrderViews } from "../ports/view";
import { contentsOf } from "../projections/contents";
import { appliedOf, customerKey, orderKey } from "./order-item";

/** Updates that are under way at once while a generation is retired. */
const AT_ONCE = 25;

/** The view of orders in a read model's table, by generation. */
export class DynamoOrderViews implements OrderViews {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  async apply(generation: number, event: RecordedEvent): Promise<void> {
    const { status, latest, own } = contentsOf(event);
    const { aggregateId: orderId, sequence } = event;
    const { customerId, placedAt } = own;
    const fields = {
      ...own,
      ...(customerId !== undefined && {
        gsi1pk: customerKey(generation, customerId),
        gsi1sk: `${placedAt}#${orderId}`,
      }),
    };
    try {
      const all = { ...fields, ...latest, status, version: sequence };
      await this.update(orderKey(generation, orderId), all, sequence, true);
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      // It came late or again: a later event has set what only the latest may.
      await this.update(orderKey(generation, orderId), fields, sequence, false);
    }
  }

  async *applied(generation: number): AsyncIterable<readonly AppliedEvents[]> {
    for await (const items of this.items(generation)) {
      yield items.flatMap((item) => {
        const orderId = idOf(generation, item.pk);
        return orderId === undefined ? [] : [{ orderId, sequences: appliedOf(item) }];
      });
    }
  }

  async appliedTo(generation: number, orderId: string): Promise<readonly number[]> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: orderKey(generation, orderId), ConsistentRead: true }),
    );
    return appliedOf(Item);
  }

  async expire(generation: number, at: number): Promise<number> {
    let expired = 0;
    for await (const items of this.items(generation)) {
      for (let index = 0; index < items.length; index += AT_ONCE) {
        const some = items.slice(index, index + AT_ONCE);
        await Promise.all(some.map(({ pk, sk }) => this.expireItem({ pk, sk }, at)));
        expired += some.length;
      }
    }
    return expired;
  }

  private async update(
    key: Record<string, unknown>,
    fields: Record<string, unknown>,
    sequence: number,
    onlyIfLatest: boolean,
  ): Promise<void> {
    const set = Object.entries(fields);
    const assignments = set.map((_, index) => `#f${index} = :f${index}`).join(", ");
    await this.client.send(
      new UpdateCommand({
        TableName: this.table,
        Key: key,
        UpdateExpression: `${set.length > 0 ? `SET ${assignments} ` : ""}ADD applied :sequences`,
        ...(onlyIfLatest && { ConditionExpression: "attribute_not_exists(version) OR version < :version" }),
        ...(set.length > 0 && {
          ExpressionAttributeNames: Object.fromEntries(set.map(([name], index) => [`#f${index}`, name])),
        }),
        ExpressionAttributeValues: {
          ...Object.fromEntries(set.map(([, value], index) => [`:f${index}`, value])),
          ":sequences": new Set([sequence]),
          ...(onlyIfLatest && { ":version": sequence }),
        },
      }),
    );
  }

  private async expireItem(key: Record<string, unknown>, at: number): Promise<void> {
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: key,
          UpdateExpression: "SET expiresAt = :at",
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: { ":at": at },
        }),
      );
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  }

  private async *items(generation: number): AsyncIterable<Record<string, unknown>[]> {
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.client.send(
        new ScanCommand({
          TableName: this.table,
          ConsistentRead: true,
          FilterExpression: "begins_with(pk, :generation)",
          ExpressionAttributeValues: { ":generation": orderKey(generation, "").pk },
          ProjectionExpression: "pk, sk, applied",
          ExclusiveStartKey: from,
        }),
      );
      yield page.Items ?? [];
      from = page.LastEvaluatedKey;
    } while (from);
  }
}

function idOf(generation: number, pk: unknown): string | undefined {
  const { pk: prefix } = orderKey(generation, "");
  return typeof pk === "string" && pk.startsWith(prefix) ? pk.slice(prefix.length) : undefined;
}
