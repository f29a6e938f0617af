import type { Schemas } from "./encoding";

/** One fact about one aggregate, as the journal, the stream and the archive have it. */
export interface RecordedEvent {
  /** `<aggregateId>#<sequence>`: the same fact has the same id wherever it comes from. */
  readonly eventId: string;
  readonly aggregateId: string;
  /** Place in the aggregate's history, from 1 on, without a gap. */
  readonly sequence: number;
  readonly type: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  readonly correlationId: string;
  readonly traceparent?: string;
  readonly data: Record<string, unknown>;
}

/** A fact that is to be recorded next. */
export type NewEvent = Omit<RecordedEvent, "eventId">;

/** An aggregate has gone on since it was loaded: load it again and decide anew. */
export class ConcurrencyError extends Error {
  override name = "ConcurrencyError";
}

/** Where the events of aggregates are appended, each exactly once. */
export interface Journal {
  /** The aggregate's events in their order; none where it does not exist. Strongly consistent. */
  load(aggregateId: string): Promise<RecordedEvent[]>;
  /**
   * Appends all of them, at most 100, or none. They have to be of one aggregate and of its next sequences.
   * @throws ConcurrencyError where one of these sequences is taken
   */
  append(events: readonly NewEvent[]): Promise<RecordedEvent[]>;
}

/** Schemas of the events by type. */
export type EventSchemas = Readonly<Record<string, Schemas>>;

export function eventIdOf(event: { aggregateId: string; sequence: number }): string {
  return `${event.aggregateId}#${event.sequence}`;
}
