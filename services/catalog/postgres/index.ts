export * from "./database";
export * from "./failures";
export * from "./login";
export * from "./migrations";
export * from "./outbox";
