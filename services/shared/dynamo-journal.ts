import { type DynamoDBDocumentClient, PutCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { failedConditions, isConditionFailed } from "./conditions";
import { type Encoding, encodingOf } from "./encoding";
import {
  ConcurrencyError,
  type EventSchemas,
  eventIdOf,
  type Journal,
  type NewEvent,
  type RecordedEvent,
} from "./journal";
import { eventOfItem, itemOf, type JournalItem } from "./journal-item";

/** The journal in a DynamoDB table with the key (`aggregateId`, `sequence`). */
export class DynamoJournal implements Journal {
  /** @param encoding how new events are written; those there are read in whichever they are */
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly schemas: EventSchemas,
    private readonly encoding: Encoding = encodingOf("json"),
  ) {}

  async load(aggregateId: string): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          ConsistentRead: true,
          KeyConditionExpression: "aggregateId = :id",
          ExpressionAttributeValues: { ":id": aggregateId },
          ExclusiveStartKey: from,
        }),
      );
      for (const item of page.Items ?? []) events.push(await eventOfItem(item, this.schemas));
      from = page.LastEvaluatedKey;
    } while (from);
    return events;
  }

  async append(events: readonly NewEvent[]): Promise<RecordedEvent[]> {
    const recorded = events.map((event) => ({ ...event, eventId: eventIdOf(event) }));
    const puts = await Promise.all(
      recorded.map(async (event) => this.put(await itemOf(event, this.schemas, this.encoding))),
    );
    const [first, ...more] = puts;
    if (!first) return recorded;
    try {
      // A transaction costs twice the write units of a put.
      if (more.length === 0) await this.client.send(new PutCommand(first));
      else await this.client.send(new TransactWriteCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
    } catch (error) {
      if (!isConditionFailed(error) && failedConditions(error).length === 0) throw error;
      const taken = recorded.map(({ eventId }) => eventId).join(", ");
      throw new ConcurrencyError(`there is an event already with one of these ids: ${taken}`, { cause: error });
    }
    return recorded;
  }

  private put(item: JournalItem) {
    return { TableName: this.table, Item: item, ConditionExpression: "attribute_not_exists(aggregateId)" };
  }
}
