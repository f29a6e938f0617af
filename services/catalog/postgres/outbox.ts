import * as v from "valibot";
import type { Database, Statement } from "./database";

/** A product's change that is still to be announced. */
export interface PendingChange {
  readonly id: string;
  readonly sku: string;
  readonly version: number;
  readonly changedAt: Date;
  readonly metadata: Record<string, string>;
}

const Pending = v.object({
  id: v.string(),
  sku: v.string(),
  version: v.number(),
  changed_at: v.date(),
  metadata: v.record(v.string(), v.string()),
});

// What another process has in hand is passed over.
const take = (limit: number): Statement => ({
  name: "take-changes",
  text: `select id, sku, version, changed_at, metadata from product_changes
    order by id limit $1 for update skip locked`,
  values: [limit],
});

const forget = (ids: readonly string[]): Statement => ({
  name: "forget-changes",
  text: "delete from product_changes where id = any($1::bigint[])",
  values: [ids],
});

/**
 * Hands pending changes to `announce`, which answers with the indexes of those that were not taken, and forgets the others.
 * Where the process ends in between they are handed out again.
 * @returns how many were announced and how many were not taken
 */
export function announcePending(
  writer: Database,
  limit: number,
  announce: (changes: readonly PendingChange[]) => Promise<readonly number[]>,
): Promise<{ announced: number; refused: number }> {
  return writer.transaction(async (within) => {
    const rows = await within.query(take(limit));
    const changes = rows.map(pendingOf);
    if (changes.length === 0) return { announced: 0, refused: 0 };
    const failed = new Set(await announce(changes));
    const taken = changes.filter((_, index) => !failed.has(index));
    if (taken.length > 0) await within.query(forget(taken.map(({ id }) => id)));
    return { announced: taken.length, refused: failed.size };
  });
}

function pendingOf(row: unknown): PendingChange {
  const { changed_at: changedAt, ...rest } = v.parse(Pending, row);
  return { ...rest, changedAt };
}
