import type { Type } from "avsc";
import { isRecord } from "../values";
import { boundedArrays } from "./bounded-array";
import { type Encoding, EncodingError, EncodingName, type Schemas, schemaOf, upcast } from "./encoding";

/** Parsed schemas; a process parses each of them once. */
const parsed = new WeakMap<Schemas, Map<number, Type>>();

/** Avro's binary encoding: no names, a few bytes a field. */
export const avroEncoding: Encoding = {
  name: EncodingName.Avro,
  async encode(schemas, value) {
    const newest = schemas.versions.length;
    const type = await typeOf(schemas, newest);
    const wrong: string[] = [];
    type.isValid(value, { errorHook: (path) => wrong.push(path.join(".")) });
    if (wrong.length > 0) {
      throw new EncodingError(`${schemas.name} version ${newest}: ${wrong.join(", ")} is not what the schema says`);
    }
    return type.toBuffer(value);
  },
  async decode(schemas, version, written) {
    if (typeof written === "string") {
      throw new EncodingError(`${schemas.name} version ${version}: Avro is bytes, and this is text`);
    }
    const newest = schemas.versions.length;
    const writer = await typeOf(schemas, version);
    const bytes = Buffer.from(written);
    const changed = schemas.upcasters?.slice(version - 1).some((change) => change !== undefined) ?? false;
    try {
      if (changed) return upcast(schemas, version, plain(writer.fromBuffer(bytes)));
      if (version === newest) return plain(writer.fromBuffer(bytes));
      const reader = await typeOf(schemas, newest);
      return plain(reader.fromBuffer(bytes, reader.createResolver(writer)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EncodingError(`${schemas.name} version ${version}: these are not its bytes: ${reason}`);
    }
  },
};

async function typeOf(schemas: Schemas, version: number): Promise<Type> {
  const schema = schemaOf(schemas, version);
  const types = parsed.get(schemas) ?? new Map<number, Type>();
  parsed.set(schemas, types);
  let type = types.get(version);
  if (!type) {
    // Loaded with the first value: a function that sees only JSON starts faster without it.
    const { default: avro } = await import("avsc/lib/types.js");
    type = avro.Type.forSchema(JSON.parse(JSON.stringify(schema)), {
      typeHook: boundedArrays(avro.builtins.ArrayType),
    });
    types.set(version, type);
  }
  return type;
}

/** Avro's records are instances of generated classes. */
function plain(value: unknown): Record<string, unknown> {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  return isRecord(copy) ? copy : {};
}
