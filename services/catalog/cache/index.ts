export * from "../../shared/breaker";
export * from "./read-through";
export * from "./redis";
export * from "./remote-cache";
