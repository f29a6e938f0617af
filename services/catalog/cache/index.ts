export * from "./breaker";
export * from "./read-through";
export * from "./redis";
export * from "./remote-cache";
