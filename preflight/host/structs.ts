import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { WireMap } from "../child/analysis";

/** A protobuf Struct as plain values. */
export function toWireMap(struct: Struct): WireMap {
  // The library's own type knows no nesting, but this is what it makes.
  const map: unknown = struct.toJavaScript();
  return isWireMapLike(map) ? map : {};
}

function isWireMapLike(value: unknown): value is WireMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
