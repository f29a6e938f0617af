import { createHash } from "node:crypto";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { isConditionFailed } from "../shared/conditions";
import { compareText } from "./matching";
import { type Checkpoint, type Cursor, type Finding, type Group, LostError, type Page, type WorkStore } from "./ports";

/** Days that a run's records are kept. */
const KEPT_DAYS = 90;
/** Days that the index of a run is kept: longer than a run takes. */
const INDEX_DAYS = 7;

export type Mode = "dry" | "merge";

const CheckpointItem = v.object({
  runId: v.string(),
  phase: v.picklist(["index", "match", "merge", "done"]),
  after: v.optional(v.string()),
  revision: v.number(),
  leaseUntil: v.number(),
});

const GroupSchema = v.object({
  kind: v.literal("group"),
  survivorId: v.string(),
  otherIds: v.array(v.string()),
  mergedAt: v.optional(v.string()),
});
const FindingSchema = v.variant("kind", [
  GroupSchema,
  v.object({ kind: v.literal("suspect"), customerIds: v.tuple([v.string(), v.string()]) }),
  v.object({ kind: v.literal("crowd"), customerId: v.string(), size: v.number() }),
  v.object({ kind: v.literal("unreadable"), customerId: v.string() }),
]);

function runKey(mode: Mode, runId: string): string {
  return `CLEANUP#${mode}#RUN#${runId}`;
}

/** Where a run's finding is kept: the same one has the same place. */
export function findingKey(mode: Mode, runId: string, finding: Finding) {
  return { pk: runKey(mode, runId), sk: `FINDING#${idOf(finding)}` };
}

function idOf(finding: Finding): string {
  // By the first of all its customers, whoever of them survives.
  if (finding.kind === "group") return `group#${[finding.survivorId, ...finding.otherIds].sort(compareText)[0]}`;
  if (finding.kind === "suspect") return `suspect#${finding.customerIds.join("#")}`;
  return `${finding.kind}#${finding.customerId}`;
}

/** {@link WorkStore} in the customers' table, under keys of its own. */
export class DynamoWork implements WorkStore {
  #revision = 0;
  #leaseUntil = 0;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
    private readonly mode: Mode,
    private readonly now: () => number = Date.now,
    /** Groups in one page. */
    private readonly pageSize = 100,
  ) {}

  async take(newRunId: string, forMs: number): Promise<Checkpoint | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.table, Key: this.#checkpointKey(), ConsistentRead: true }),
    );
    const last = Item && v.parse(CheckpointItem, Item);
    if (last && last.leaseUntil > this.now()) return undefined;
    this.#revision = last?.revision ?? 0;
    this.#leaseUntil = this.now() + forMs;
    const fresh: Checkpoint = { runId: newRunId, phase: "index", after: undefined };
    const checkpoint: Checkpoint =
      last && last.phase !== "done" ? { runId: last.runId, phase: last.phase, after: last.after } : fresh;
    try {
      await this.save(checkpoint);
      return checkpoint;
    } catch (error) {
      if (error instanceof LostError) return undefined;
      throw error;
    }
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    const revision = this.#revision + 1;
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: { ...this.#checkpointKey(), ...checkpoint, revision, leaseUntil: this.#leaseUntil },
          ConditionExpression: "attribute_not_exists(pk) OR revision = :before",
          ExpressionAttributeValues: { ":before": this.#revision },
        }),
      );
    } catch (error) {
      if (isConditionFailed(error)) throw new LostError(`run ${checkpoint.runId} goes on elsewhere`, { cause: error });
      throw error;
    }
    this.#revision = revision;
  }

  async release(checkpoint: Checkpoint): Promise<void> {
    this.#leaseUntil = 0;
    await this.save(checkpoint);
  }

  async index(runId: string, entries: readonly { key: string; customerId: string }[]): Promise<void> {
    await Promise.all(
      entries.map(({ key, customerId }) =>
        this.client.send(
          new PutCommand({
            TableName: this.table,
            Item: { pk: this.#indexKey(runId, key), sk: customerId, expiresAt: this.#expiry(INDEX_DAYS) },
          }),
        ),
      ),
    );
  }

  async customersWith(runId: string, key: string, limit: number): Promise<string[]> {
    const answer = await this.client.send(
      new QueryCommand({
        TableName: this.table,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": this.#indexKey(runId, key) },
        Limit: limit,
      }),
    );
    return (answer.Items ?? []).map((item) => v.parse(v.string(), item.sk));
  }

  async report(runId: string, finding: Finding): Promise<void> {
    const Item = { ...findingKey(this.mode, runId, finding), finding, expiresAt: this.#expiry(KEPT_DAYS) };
    try {
      await this.client.send(
        new PutCommand({ TableName: this.table, Item, ConditionExpression: "attribute_not_exists(pk)" }),
      );
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  }

  async findings(runId: string): Promise<Finding[]> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.table,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :finding)",
        ExpressionAttributeValues: { ":pk": runKey(this.mode, runId), ":finding": "FINDING#" },
      },
    );
    const found: Finding[] = [];
    for await (const { Items = [] } of pages)
      found.push(...Items.map(({ finding }) => v.parse(FindingSchema, finding)));
    return found;
  }

  async groups(runId: string, after: Cursor | undefined): Promise<Page<Group>> {
    const pk = runKey(this.mode, runId);
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new QueryCommand({
        TableName: this.table,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :group)",
        ExpressionAttributeValues: { ":pk": pk, ":group": "FINDING#group#" },
        ExclusiveStartKey: after === undefined ? undefined : { pk, sk: after },
        Limit: this.pageSize,
      }),
    );
    const items = Items.map(({ sk, finding }) => ({
      cursor: v.parse(v.string(), sk),
      value: v.parse(GroupSchema, finding),
    }));
    return { items, next: LastEvaluatedKey && v.parse(v.string(), LastEvaluatedKey.sk) };
  }

  #checkpointKey() {
    return { pk: `CLEANUP#${this.mode}`, sk: "CHECKPOINT" };
  }

  /** Keys are people's addresses and numbers: only their digests are written down. */
  #indexKey(runId: string, key: string): string {
    return `CLEANUP#${this.mode}#INDEX#${runId}#${createHash("sha256").update(key).digest("hex")}`;
  }

  #expiry(days: number): number {
    return Math.floor(this.now() / 1000) + days * 86_400;
  }
}
