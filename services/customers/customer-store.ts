import { BatchGetCommand, type DynamoDBDocumentClient, ScanCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { failedConditions, isTransient } from "../shared/conditions";
import { retrying } from "../shared/retry";
import { type Customer, CustomerSchema } from "./customer";
import { type Cursor, type CustomerStore, type Group, type Page, Unreadable } from "./ports";
import type { Merge } from "./survivorship";
import { findingKey } from "./work-store";

const PROFILE = "PROFILE";
const Key = v.object({ pk: v.string(), sk: v.string() });
/** Reads of what DynamoDB did not process for load: their growing, random pauses take five seconds in all, on average. */
const UNPROCESSED_ATTEMPTS = 10;

/** What is left of a customer that was merged into another. */
export const AliasSchema = v.object({ mergedInto: v.string() });

export function customerKey(customerId: string) {
  return { pk: `CUSTOMER#${customerId}`, sk: PROFILE };
}

/**
 * {@link CustomerStore} in a table with the keys `pk` and `sk`. A customer and the alias that it may become have the same key:
 * whoever has an old id finds the alias there, and with it the customer of today.
 */
export class DynamoCustomers implements CustomerStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    /** Items that one call looks at. */
    private readonly pageSize = 500,
  ) {}

  async page(after: Cursor | undefined): Promise<Page<Customer | Unreadable>> {
    const answer = await this.client.send(
      new ScanCommand({
        TableName: this.table,
        Limit: this.pageSize,
        ConsistentRead: true,
        FilterExpression: "sk = :profile AND begins_with(pk, :customer) AND attribute_not_exists(mergedInto)",
        ExpressionAttributeValues: { ":profile": PROFILE, ":customer": "CUSTOMER#" },
        ExclusiveStartKey: after === undefined ? undefined : v.parse(v.pipe(v.string(), v.parseJson(), Key), after),
      }),
    );
    const items = (answer.Items ?? []).map((item) => ({ cursor: cursorOf(item), value: customerOf(item) }));
    return { items, next: answer.LastEvaluatedKey && cursorOf(answer.LastEvaluatedKey) };
  }

  async read(customerIds: readonly string[]): Promise<Customer[]> {
    const found: Customer[] = [];
    // 100 keys are the most that one call takes.
    for (let from = 0; from < customerIds.length; from += 100) {
      let Keys = customerIds.slice(from, from + 100).map(customerKey);
      const read = async () => {
        const answer = await this.client.send(
          new BatchGetCommand({ RequestItems: { [this.table]: { Keys, ConsistentRead: true } } }),
        );
        const items = answer.Responses?.[this.table] ?? [];
        const customers = items.filter(({ mergedInto }) => mergedInto === undefined).map(customerOf);
        found.push(...customers.flatMap((customer) => (customer instanceof Unreadable ? [] : [customer])));
        Keys = (answer.UnprocessedKeys?.[this.table]?.Keys ?? []).map((key) => v.parse(Key, key));
        if (Keys.length > 0) throw new UnprocessedError(`${Keys.length} customers of ${this.table} were not read`);
      };
      await retrying(read, (error) => error instanceof UnprocessedError, { attempts: UNPROCESSED_ATTEMPTS });
    }
    return found;
  }

  async merge({ survivor, merged, others }: Merge, runId: string, at: string): Promise<boolean> {
    const table = this.table;
    const otherIds = others.map(({ customerId }) => customerId);
    const finding: Group = { kind: "group", survivorId: survivor.customerId, otherIds, mergedAt: at };
    const TransactItems = [
      { Put: { TableName: table, Item: { ...merged, ...customerKey(survivor.customerId) }, ...unchanged(survivor) } },
      ...others.map((other) => ({
        Put: { TableName: table, Item: aliasOf(other, survivor.customerId, runId, at), ...unchanged(other) },
      })),
      // What they were, should anybody want it back.
      ...[survivor, ...others].map((was) => ({
        Put: { TableName: table, Item: { ...was, ...customerKey(was.customerId), sk: `MERGED#${at}#${runId}` } },
      })),
      {
        Update: {
          TableName: table,
          Key: findingKey("merge", runId, finding),
          UpdateExpression: "SET finding = :finding",
          ExpressionAttributeValues: { ":finding": finding },
        },
      },
    ];
    try {
      await retrying(() => this.client.send(new TransactWriteCommand({ TransactItems })), isTransient);
      return true;
    } catch (error) {
      if (failedConditions(error).length > 0) return false;
      throw error;
    }
  }
}

/** Condition of a write: nobody has changed or merged the customer since it was read. */
export function unchanged({ version }: Customer) {
  if (version === undefined) {
    return {
      ConditionExpression:
        "attribute_exists(pk) AND attribute_not_exists(mergedInto) AND attribute_not_exists(#version)",
      ExpressionAttributeNames: { "#version": "version" },
    };
  }
  return {
    ConditionExpression: "attribute_not_exists(mergedInto) AND #version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": version },
  };
}

function aliasOf({ customerId, version }: Customer, mergedInto: string, runId: string, mergedAt: string) {
  return { ...customerKey(customerId), customerId, mergedInto, mergedAt, runId, version: (version ?? 0) + 1 };
}

function cursorOf(item: Record<string, unknown>): Cursor {
  return JSON.stringify(v.parse(Key, item));
}

function customerOf({ pk, sk: _sk, ...item }: Record<string, unknown>): Customer | Unreadable {
  const { success, output } = v.safeParse(CustomerSchema, item);
  if (success && customerKey(output.customerId).pk === pk) return output;
  return new Unreadable(String(pk).slice(customerKey("").pk.length));
}

/** DynamoDB has left out a part of a batch, for load or for size. */
class UnprocessedError extends Error {
  override name = "UnprocessedError";
}
