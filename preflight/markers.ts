import type { Marker } from "./model";

const markers: readonly Marker[] = ["$unknown", "$secret", "$asset", "$archive", "$resource"];

/** The marker that a map is, where it stands for a value that is no JSON. */
export function markerOf(value: object): Marker | undefined {
  const [key, ...more] = Object.keys(value);
  return more.length === 0 ? markers.find((marker) => marker === key) : undefined;
}
