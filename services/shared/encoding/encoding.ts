/** Versions of the schema of one kind of value. The newest is what the code works with. */
export interface Schemas {
  /** Name of the kind, such as `OrderPlaced`. */
  readonly name: string;
  /** Avro schemas by version, from 1 on, without a gap. */
  readonly versions: readonly AvroRecord[];
  /**
   * What makes a value of version N one of version N + 1, at index N - 1. Where there is none for a version, Avro's own
   * rules do it: fields that are new get their defaults, those that are gone are dropped.
   */
  readonly upcasters?: readonly (Upcaster | undefined)[];
}

export type Upcaster = (value: Record<string, unknown>) => Record<string, unknown>;

/** An Avro record schema, as far as this interface uses it. */
export interface AvroRecord {
  readonly type: "record";
  readonly name: string;
  readonly fields: readonly AvroField[];
}

export interface AvroField {
  readonly name: string;
  /** Any Avro type. */
  readonly type: unknown;
  readonly default?: unknown;
}

/** One way to write values: as text, or as bytes that are smaller and whose schema both sides have to know. */
export interface Encoding {
  readonly name: EncodingName;
  /** @throws EncodingError where the value is not of the newest schema */
  encode(schemas: Schemas, value: unknown): Promise<string | Uint8Array>;
  /**
   * Reads what any version wrote, as a value of the newest one.
   * @throws EncodingError where it is not what that version writes
   */
  decode(schemas: Schemas, version: number, written: string | Uint8Array): Promise<Record<string, unknown>>;
}

export const EncodingName = { Json: "json", Avro: "avro" } as const;
export type EncodingName = (typeof EncodingName)[keyof typeof EncodingName];

/** A value or bytes that are not what their schema says. To try again will not help. */
export class EncodingError extends Error {
  override name = "EncodingError";
}

/** @throws EncodingError where there is no such version */
export function schemaOf(schemas: Schemas, version: number): AvroRecord {
  const schema = schemas.versions[version - 1];
  if (schema) return schema;
  throw new EncodingError(`${schemas.name} has no version ${version}: it has 1 to ${schemas.versions.length}`);
}

/** Brings a value of one version to the newest one. */
export function upcast(schemas: Schemas, from: number, value: Record<string, unknown>): Record<string, unknown> {
  let current = value;
  for (let version = from; version < schemas.versions.length; version++) {
    const change = schemas.upcasters?.[version - 1];
    const { fields } = schemaOf(schemas, version + 1);
    current = change ? change(current) : withFieldsOf(fields, current);
  }
  return current;
}

function withFieldsOf(fields: readonly AvroField[], value: Record<string, unknown>): Record<string, unknown> {
  const kept = fields.map(({ name, default: preset }) => [name, name in value ? value[name] : preset]);
  return Object.fromEntries(kept.filter(([, set]) => set !== undefined));
}
