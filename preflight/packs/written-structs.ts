import { copied } from "../child/carried-structs";
import { structOf } from "./messages";

type Structs = typeof import("google-protobuf/google/protobuf/struct_pb");
type Struct = InstanceType<Structs["Struct"]>;

/** What is asked of a message's map when the message is written. */
interface WrittenMap {
  getLength(): number;
  serializeBinary(
    field: number,
    writer: { writeSerializedMessage(bytes: Uint8Array, from: number, to: number): void },
  ): void;
}

/**
 * The library's structs for who only writes them: with the properties written at once, where the library makes an object of each
 * value and then writes those. A pack announces a schema with each of its policies; what several of these have in common, one
 * object in the pack, is written once.
 */
export function writtenAtOnce(structs: Structs): unknown {
  // By the value and the key that it is under, for as long as nothing else runs that could change it.
  let written: Map<unknown, Map<string, Buffer>> | undefined;
  const entryOf = (key: string, value: unknown): Buffer => {
    if (written === undefined) {
      written = new Map();
      setImmediate(() => {
        written = undefined;
      }).unref();
    }
    const byKey = written.get(value) ?? new Map<string, Buffer>();
    written.set(value, byKey);
    const bytes = byKey.get(key) ?? structOf(copied({ [key]: value }));
    byKey.set(key, bytes);
    return bytes;
  };
  const fromJavaScript = (properties: object): Struct => {
    const struct = new structs.Struct();
    const entries = Object.entries(properties).sort(([one], [other]) => (one < other ? -1 : 1));
    const bytes = Buffer.concat(entries.map(([key, value]) => entryOf(key, value)));
    const map: WrittenMap = {
      getLength: () => bytes.length,
      serializeBinary: (_field, writer) => writer.writeSerializedMessage(bytes, 0, bytes.length),
    };
    Reflect.set(struct, "getFieldsMap", () => map);
    return struct;
  };
  return { ...structs, Struct: { fromJavaScript } };
}
