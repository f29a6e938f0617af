import type { RecordedEvent } from "../../shared/journal";
import type { ArchiveReader } from "../ports/archive";
import type { OrderView } from "../ports/view";
import { ARCHIVE_PREFIX, eventOfLine } from "../projections/archive-format";
import { viewOf } from "../projections/view-of";

/**
 * One order as it was at a moment, from the archive alone; undefined where it was not there yet. Goes through all of the
 * archive.
 */
export async function orderAt(archive: ArchiveReader, orderId: string, at: string): Promise<OrderView | undefined> {
  const events = new Map<string, RecordedEvent>();
  for await (const { key } of archive.list(ARCHIVE_PREFIX)) {
    for (const line of await archive.read(key)) {
      // Cheaper than to read the event of each line.
      if (!line.includes(orderId)) continue;
      const event = await eventOfLine(line);
      if (event.aggregateId === orderId && event.occurredAt <= at) events.set(event.eventId, event);
    }
  }
  return viewOf([...events.values()]);
}
