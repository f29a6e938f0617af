import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { withBackoff } from "./backoff";
import { batcher } from "./batcher";
import type { ApiKey, Finding } from "./finding";
import { Outcome } from "./outcomes";
import type { Change } from "./plan";
import type { FindingRecord, Ledger, Result } from "./ports";

/** Records are kept this long, then DynamoDB removes them by `expiresAt`; the evidence in S3 stays. */
const KEPT_DAYS = 400;

interface Key {
  readonly pk: string;
  readonly sk: string;
}
type Item = Key & Record<string, unknown>;

const StateItem = v.object({
  status: v.picklist(["planned", "settled"]),
  outcome: v.optional(v.enum(Outcome)),
  plannedAt: v.optional(v.string()),
  // Written below, as JSON, by nothing but this module.
  changes: v.pipe(v.string(), v.parseJson(), v.custom<Change[]>(Array.isArray)),
});
const VerifiedItem = v.object({ verifiedAt: v.string() });
const AppliedItem = v.object({ findingId: v.string() });

/** {@link Ledger} in one DynamoDB table: `pk`, `sk`, `expiresAt`. Reads and writes are put together into batches. */
export class DynamoLedger implements Ledger {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #get: (key: Key) => Promise<Item | undefined>;
  readonly #put: (item: Item) => Promise<void>;

  /** @param batchSize items in one call at most; 25 is the most that DynamoDB takes. */
  constructor(client: DynamoDBDocumentClient, table: string, batchSize = 25) {
    this.#client = client;
    this.#table = table;
    this.#get = batcher({ size: batchSize, run: (keys) => this.#getAll(keys) });
    this.#put = batcher({ size: batchSize, run: (items) => this.#putAll(items) });
  }

  async finding(id: string): Promise<FindingRecord | undefined> {
    const item = await this.#get(findingKey(id));
    return item && v.parse(StateItem, item);
  }

  async verifiedAt(api: ApiKey): Promise<string | undefined> {
    const item = await this.#get({ pk: apiKey(api), sk: "VERIFIED" });
    return item && v.parse(VerifiedItem, item).verifiedAt;
  }

  async changedSince(api: ApiKey, since: string): Promise<string[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":pk": apiKey(api), ":from": `CHANGED#${since}`, ":to": "CHANGED#~" },
        ConsistentRead: true,
      },
    );
    const ids: string[] = [];
    for await (const { Items = [] } of pages) ids.push(...Items.map((item) => v.parse(AppliedItem, item).findingId));
    return ids;
  }

  async plan(finding: Finding, api: ApiKey, plannedAt: string, changes: readonly Change[]): Promise<void> {
    const common = { plannedAt, changes: JSON.stringify(changes), ...described(finding), ...expiry(plannedAt) };
    await Promise.all([
      this.#put({ ...findingKey(finding.id), ...common, status: "planned" }),
      this.#put({ pk: apiKey(api), sk: `CHANGED#${plannedAt}#${finding.id}`, ...common }),
    ]);
  }

  async settle(finding: Finding, api: ApiKey | undefined, at: string, result: Result): Promise<void> {
    const { outcome, detail, changes, unresolved, verifiedAt } = result;
    const state = {
      ...findingKey(finding.id),
      status: "settled",
      outcome,
      detail,
      settledAt: at,
      changes: JSON.stringify(changes),
      unresolved: JSON.stringify(unresolved),
      ...described(finding),
      ...expiry(at),
    };
    const writes = [this.#put(state)];
    if (api && verifiedAt) writes.push(this.#put({ pk: apiKey(api), sk: "VERIFIED", verifiedAt, ...expiry(at) }));
    await Promise.all(writes);
  }

  async attempted(id: string, outcome: Outcome): Promise<boolean> {
    return (await this.#get(attemptKey(id, outcome))) !== undefined;
  }

  async attempt(finding: Finding, at: string, { outcome, detail }: Result): Promise<void> {
    await this.#put({
      ...attemptKey(finding.id, outcome),
      outcome,
      detail,
      at,
      ...described(finding),
      ...expiry(at),
    });
  }

  async message(id: string, at: string, outcome: Outcome, detail: string): Promise<void> {
    await this.#put({ pk: `MESSAGE#${id}`, sk: "STATE", outcome, detail, at, ...expiry(at) });
  }

  async #getAll(keys: Key[]) {
    const found = new Map<string, Item>();
    // A batch must not name a key twice.
    let rest: Key[] = [...new Map(keys.map((key) => [idOf(key), key])).values()];
    await this.#untilTaken("read", async () => {
      const answer = await this.#client.send(
        new BatchGetCommand({ RequestItems: { [this.#table]: { Keys: rest, ConsistentRead: true } } }),
      );
      for (const item of answer.Responses?.[this.#table] ?? []) {
        const key = v.parse(KeySchema, item);
        found.set(idOf(key), { ...item, ...key });
      }
      rest = (answer.UnprocessedKeys?.[this.#table]?.Keys ?? []).map((key) => v.parse(KeySchema, key));
      return rest.length;
    });
    return keys.map((key) => ({ value: found.get(idOf(key)) }));
  }

  async #putAll(items: Item[]) {
    // A batch must not name a key twice; of two writes the later counts, as it would without batches.
    let rest: Item[] = [...new Map(items.map((item) => [idOf(item), item])).values()];
    await this.#untilTaken("written", async () => {
      const requests = rest.map((Item) => ({ PutRequest: { Item } }));
      const answer = await this.#client.send(new BatchWriteCommand({ RequestItems: { [this.#table]: requests } }));
      rest = (answer.UnprocessedItems?.[this.#table] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item ? [{ ...PutRequest.Item, ...v.parse(KeySchema, PutRequest.Item) }] : [],
      );
      return rest.length;
    });
    return items.map(() => ({ value: undefined }));
  }

  /** DynamoDB hands back what it had no capacity for: again, with growing waits, until nothing is left. */
  async #untilTaken(done: string, call: () => Promise<number>): Promise<void> {
    await withBackoff(
      async () => {
        const left = await call();
        if (left > 0) throw new Throttled(`${left} items of table ${this.#table} were not ${done}: no capacity`);
      },
      { baseMs: 50 },
    );
  }
}

class Throttled extends Error {
  override name = "ThrottlingException";
}

const KeySchema = v.object({ pk: v.string(), sk: v.string() });
const idOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;
const findingKey = (id: string): Key => ({ pk: `FINDING#${id}`, sk: "STATE" });
const attemptKey = (id: string, outcome: Outcome): Key => ({ pk: `FINDING#${id}`, sk: `ATTEMPT#${outcome}` });
const apiKey = ({ account, region, apiId }: ApiKey) => `API#${account}#${region}#${apiId}`;

function described({ id, rule, resourceType, resourceId, observedAt, correlationId }: Finding) {
  return { findingId: id, rule, resourceType, resourceId, observedAt, correlationId };
}

function expiry(at: string) {
  return { expiresAt: Math.floor(Date.parse(at) / 1000) + KEPT_DAYS * 86_400 };
}
