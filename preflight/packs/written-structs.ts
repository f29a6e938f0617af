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
 * value and then writes those. A pack announces a schema with each of its policies.
 */
export function writtenAtOnce(structs: Structs): unknown {
  const fromJavaScript = (properties: object): Struct => {
    const struct = new structs.Struct();
    const bytes = structOf(copied(properties));
    const map: WrittenMap = {
      getLength: () => bytes.length,
      serializeBinary: (_field, writer) => writer.writeSerializedMessage(bytes, 0, bytes.length),
    };
    Reflect.set(struct, "getFieldsMap", () => map);
    return struct;
  };
  return { ...structs, Struct: { fromJavaScript } };
}
