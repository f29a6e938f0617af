// Builds the real Pulumi engine that preflight is compared with into .cache/engine: tsx tests/engine/build-engine.ts
// GOFLAGS, GOPROXY and GOCACHE work as ever (GOFLAGS=-p=1 on a machine with little memory).
import { buildEngine } from "../support/engine/build";
import { ENGINE } from "../support/engine/paths";

buildEngine((line) => console.log(line)).then(
  (built) => console.log(`${built ? "Built" : "Already there:"} ${ENGINE}`),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
