import { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";

/** A property value on the wire, as plain JSON. Special values are objects with the engine's signature key. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

/** The string that stands for a value that is not known yet, from the engine's `resource.UnknownStringValue`. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fromStruct(struct: Struct | undefined): JsonMap {
  const plain: unknown = struct?.toJavaScript() ?? {};
  return isMap(plain) ? plain : {};
}

export function toStruct(value: JsonMap): Struct {
  return Struct.fromJavaScript(value);
}

/** A copy of a message's properties with more of them, each a plain value. The properties themselves are not decoded. */
export function withFields(struct: Struct | undefined, more: JsonMap): Struct {
  const copy = struct?.cloneMessage();
  const result = copy instanceof Struct ? copy : new Struct();
  for (const [name, value] of Object.entries(more)) {
    if (!result.getFieldsMap().has(name)) {
      result.getFieldsMap().set(name, Value.fromJavaScript(value));
    }
  }
  return result;
}
