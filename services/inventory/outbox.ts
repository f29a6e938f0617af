import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { isConditionFailed } from "../shared/conditions";
import type { OutgoingMessage } from "./broker";
import { OUTBOX, outboxKey } from "./items";

/** Messages that were decided together with a change of the data and are not with the broker yet. */
export interface Outbox {
  /** All of them in batches of at most so many, the oldest first. */
  pending(batchSize: number): AsyncIterable<OutgoingMessage[]>;
  /** The broker has it. */
  sent(messageId: string): Promise<void>;
}

/** Entries that were sent are kept this long, to look them up. */
const KEPT_DAYS = 30;
const INDEX = "gsi1";

const Entry = v.object({
  id: v.string(),
  type: v.string(),
  body: v.string(),
  headers: v.record(v.string(), v.string()),
});

/** {@link Outbox} in a table with the index `gsi1`, which has only what is still to be sent. */
export class DynamoOutbox implements Outbox {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly now: () => number = Date.now,
  ) {}

  async *pending(batchSize: number): AsyncIterable<OutgoingMessage[]> {
    const pages = paginateQuery(
      { client: this.client, pageSize: batchSize },
      {
        TableName: this.table,
        IndexName: INDEX,
        KeyConditionExpression: "gsi1pk = :outbox",
        ExpressionAttributeValues: { ":outbox": OUTBOX },
      },
    );
    for await (const { Items = [] } of pages) yield Items.map((item) => v.parse(Entry, item));
  }

  async sent(messageId: string): Promise<void> {
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: outboxKey(messageId),
          UpdateExpression: "REMOVE gsi1pk, gsi1sk SET sentAt = :at, expiresAt = :until",
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: {
            ":at": new Date(this.now()).toISOString(),
            ":until": Math.floor(this.now() / 1000) + KEPT_DAYS * 86_400,
          },
        }),
      );
    } catch (error) {
      // It is gone: then nobody sends it again.
      if (!isConditionFailed(error)) throw error;
    }
  }
}
