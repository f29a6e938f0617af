import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { WireMap, WireValue } from "./analysis";
import type { StructMessages } from "./sdk";

type Properties = { [key: string]: JavaScriptValue };

/**
 * Makes the SDK's messages carry properties as they are. Its messages are read in this process, and to make an object of each
 * value first, and a value of each object again, is a tenth of a large program's time. One that is written after all, to a
 * component's plugin, is made whole then.
 */
export function carryProperties({ structs }: { structs: Pick<StructMessages, "Struct"> }): void {
  const whole: (properties: Properties) => Struct = structs.Struct.fromJavaScript;
  Reflect.set(structs.Struct, "fromJavaScript", (properties: Properties): Struct => {
    const struct = new structs.Struct();
    // What can't be carried is refused here, as the library does.
    const carried = copied(properties);
    let handed = false;
    struct.toJavaScript = () => {
      const copy = handed ? copied(properties) : carried;
      handed = true;
      return copy;
    };
    let made: Struct | undefined;
    struct.getFieldsMap = () => {
      made ??= whole(properties);
      return made.getFieldsMap();
    };
    return struct;
  });
}

/**
 * Properties as the library reads them again, keys in their order.
 * @throws Error in its words where they hold what it can't
 */
export function copied(properties: object): WireMap {
  const keys: string[] = [];
  for (const key in properties) keys.push(key);
  const copy: WireMap = {};
  for (const key of keys.sort()) copy[key] = copiedValue(Reflect.get(properties, key));
  return copy;
}

function copiedValue(value: unknown): WireValue {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "object":
      if (value === null) return null;
      return Array.isArray(value) ? Array.from(value, copiedValue) : copied(value);
    default:
      throw new Error("Unexpected struct type.");
  }
}
