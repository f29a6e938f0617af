// Every component. A program that needs one chapter loads faster by importing it: "aws-microservices-platform/infra/network".
export * from "./audit";
export * from "./compute";
export * from "./configuration";
export * from "./core";
export * from "./data";
export * from "./discovery";
export * from "./edge";
export * from "./eventsourcing";
export * from "./governance";
export * from "./messaging";
export * from "./network";
export * from "./observability";
export * from "./recovery";
export * from "./workflow";
