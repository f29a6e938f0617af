import { isRecord } from "../values";
import { type Encoding, EncodingError, EncodingName, type Schemas, schemaOf, upcast } from "./encoding";

/** Readable text. Fields that the schema asks for have to be there; their types, JSON does not check. */
export const jsonEncoding: Encoding = {
  name: EncodingName.Json,
  async encode(schemas, value) {
    return JSON.stringify(complete(schemas, schemas.versions.length, value));
  },
  async decode(schemas, version, written) {
    const text = typeof written === "string" ? written : Buffer.from(written).toString("utf8");
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new EncodingError(`${schemas.name} version ${version}: ${JSON.stringify(text.slice(0, 80))} is not JSON`);
    }
    return upcast(schemas, version, complete(schemas, version, value));
  },
};

/** Refuses a value without the fields that a version asks for and gives no default. */
function complete(schemas: Schemas, version: number, value: unknown): Record<string, unknown> {
  const { fields } = schemaOf(schemas, version);
  if (!isRecord(value)) {
    throw new EncodingError(`${schemas.name} version ${version}: ${JSON.stringify(value)} is not an object`);
  }
  const missing = fields.filter(({ name, default: preset }) => !(name in value) && preset === undefined);
  if (missing.length === 0) return value;
  const names = missing.map(({ name }) => name).join(", ");
  throw new EncodingError(`${schemas.name} version ${version}: ${names} is missing`);
}
