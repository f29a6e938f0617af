import type { Glyph } from "../diagram/kinds";

/** Pictures of 16 by 16, drawn as lines. */
export const glyphs: Readonly<Record<Glyph, string>> = {
  balancer: "M8 2v4M8 6 3 11M8 6v5M8 6l5 5M1.5 11h3v3h-3zM6.5 11h3v3h-3zM11.5 11h3v3h-3z",
  bucket: "M2 4c0-3 12-3 12 0s-12 3-12 0l1.5 9c1 2 8 2 9 0L14 4",
  bus: "M1 8h14M4 8V3M8 8v5M12 8V3M2.5 3h3M6.5 13h3M10.5 3h3",
  cache: "M2 4h12v8H2zM5 4V2M8 4V2M11 4V2M5 14v-2M8 14v-2M11 14v-2M9 6 6.5 8.5h3L7 11",
  chart: "M2 2v12h12M4.5 11l3-4 2.5 2L14 4",
  clock: "M8 1.5a6.5 6.5 0 1 0 .01 0M8 4v4l3 2",
  component: "M8 1.5 14 4.8v6.4L8 14.5 2 11.2V4.8zM2 4.8l6 3.2 6-3.2M8 8v6.5",
  container: "M2 5l6-3 6 3v6l-6 3-6-3zM5 6.5v4M8 5.5v6M11 6.5v4",
  database: "M2.5 4c0-3 11-3 11 0s-11 3-11 0v8c0 3 11 3 11 0V4M2.5 8c0 3 11 3 11 0",
  function: "M3 2.5h2.5L12.5 13.5M7.5 6.5 3.5 13.5",
  gateway: "M5 2.5v11M11 2.5v11M1.5 8h3.5M11 8h3.5M5 5.5h6M5 10.5h6",
  globe: "M8 1.5a6.5 6.5 0 1 0 .01 0M1.5 8h13M8 1.5c-4 4-4 9 0 13M8 1.5c4 4 4 9 0 13",
  key: "M5 6.5a3 3 0 1 0 .01 0M7.5 8 14 2M11 5l2 2",
  other: "M3 3h10v10H3z",
  people: "M8 2a2.8 2.8 0 1 0 .01 0M2.5 14c0-6 11-6 11 0",
  queue: "M1.5 4.5h13v7h-13zM5 4.5v7M8.3 4.5v7M11.6 4.5v7",
  search: "M7 2a5 5 0 1 0 .01 0M10.6 10.6 14.5 14.5",
  shield: "M8 1.5 13.5 3.5v4c0 4-2.5 6-5.5 7-3-1-5.5-3-5.5-7v-4z",
  stream: "M1.5 4c3-2 4 2 6.5 0s4 2 6.5 0M1.5 8c3-2 4 2 6.5 0s4 2 6.5 0M1.5 12c3-2 4 2 6.5 0s4 2 6.5 0",
  table: "M2 3h12v10H2zM2 6.3h12M2 9.6h12M6 3v10",
  topic: "M2 6v4h2.5L9 13V3L4.5 6zM11 5.5c1.5 1.5 1.5 3.5 0 5M13 3.5c2.5 2.5 2.5 6.5 0 9",
  workflow: "M6 1.5h4v3H6zM1.5 11.5h4v3h-4zM10.5 11.5h4v3h-4zM8 4.5V8M3.5 11.5V8h9v3.5",
};
