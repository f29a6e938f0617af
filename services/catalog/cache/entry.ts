import { type Encoding, EncodingError, type EncodingName, encodingOf, type Schemas } from "../../shared/encoding";

/** What the cache knows of a key. */
export interface Entry {
  /** Milliseconds since 1970 from which on it should be loaded again; until then nobody asks the store. */
  readonly freshUntil: number;
  /** Undefined where the store is known not to have it. */
  readonly value: Record<string, unknown> | undefined;
}

/** First byte of an entry. Other values are of other versions of this code: they count as misses. */
const KINDS: Readonly<Record<number, EncodingName | "none">> = { 1: "none", 2: "json", 3: "avro" };
const KIND_OF = { none: 1, json: 2, avro: 3 } as const;
/** Kind (1 byte), version of the schema (1), milliseconds that it is fresh until (8, IEEE 754). */
const HEADER_BYTES = 10;

/** An entry as bytes: a header of 10 bytes and the value in its encoding. */
export async function packed({ freshUntil, value }: Entry, schemas: Schemas, encoding: Encoding): Promise<Buffer> {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(value ? KIND_OF[encoding.name] : KIND_OF.none, 0);
  header.writeUInt8(schemas.versions.length, 1);
  header.writeDoubleBE(freshUntil, 2);
  if (!value) return header;
  return Buffer.concat([header, Buffer.from(await encoding.encode(schemas, value))]);
}

/** @throws EncodingError where the bytes are no entry of this or an older version */
export async function unpacked(bytes: Buffer, schemas: Schemas): Promise<Entry> {
  const kind = bytes.length >= HEADER_BYTES ? KINDS[bytes.readUInt8(0)] : undefined;
  if (kind === undefined) throw new EncodingError(`an entry of the cache has ${bytes.length} bytes of no known kind`);
  const freshUntil = bytes.readDoubleBE(2);
  if (kind === "none") return { freshUntil, value: undefined };
  const value = await encodingOf(kind).decode(schemas, bytes.readUInt8(1), bytes.subarray(HEADER_BYTES));
  return { freshUntil, value };
}
