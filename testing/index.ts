export { type GraphOptions, graph, type RecordedResource, TestGraph, UNKNOWN } from "./graph";
