import { type Encoding, EncodingError, encodingOf, type Schemas } from "./encoding";
import type { EventSchemas, RecordedEvent } from "./journal";

/** An item of the journal's table, with plain values. */
export type JournalItem = Record<string, unknown>;

/** The item that an event is written as. @throws EncodingError where its data is not what its schema says */
export async function itemOf(event: RecordedEvent, schemas: EventSchemas, encoding: Encoding): Promise<JournalItem> {
  const { data, traceparent, ...fields } = event;
  const known = schemasOf(schemas, event.type);
  return {
    ...fields,
    ...(traceparent !== undefined && { traceparent }),
    schemaVersion: known.versions.length,
    encoding: encoding.name,
    body: await encoding.encode(known, data),
  };
}

/**
 * Reads an item of the journal, in whichever encoding and version it was written.
 * @throws EncodingError where it is no such item
 */
export async function eventOfItem(item: JournalItem, schemas: EventSchemas): Promise<RecordedEvent> {
  const { body, traceparent } = item;
  const eventId = text(item, "eventId");
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    throw new EncodingError(`the journal item ${eventId} has no body`);
  }
  const type = text(item, "type");
  const encoding = encodingOf(text(item, "encoding"));
  const data = await encoding.decode(schemasOf(schemas, type), number(item, "schemaVersion"), body);
  return {
    eventId,
    aggregateId: text(item, "aggregateId"),
    sequence: number(item, "sequence"),
    type,
    occurredAt: text(item, "occurredAt"),
    correlationId: text(item, "correlationId"),
    ...(typeof traceparent === "string" && { traceparent }),
    data,
  };
}

function schemasOf(schemas: EventSchemas, type: string): Schemas {
  const found = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (found) return found;
  throw new EncodingError(`"${type}" is no event that is known here: ${Object.keys(schemas).join(", ")}`);
}

function text(item: JournalItem, key: string): string {
  const value = item[key];
  if (typeof value === "string") return value;
  throw new EncodingError(`a journal item has ${key} ${JSON.stringify(value)}: it has to be text`);
}

function number(item: JournalItem, key: string): number {
  const value = item[key];
  if (typeof value === "number") return value;
  throw new EncodingError(`a journal item has ${key} ${JSON.stringify(value)}: it has to be a number`);
}
