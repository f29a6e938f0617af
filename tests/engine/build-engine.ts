// Builds the real Pulumi engine that preflight is compared with, and its host of YAML programs, into .cache/engine:
// tsx tests/engine/build-engine.ts
// GOFLAGS, GOPROXY and GOCACHE work as ever (GOFLAGS=-p=1 on a machine with little memory).
import { buildEngine, buildYamlHost } from "../support/engine/build";
import { ENGINE, YAML_HOST } from "../support/engine/paths";

async function buildAll(): Promise<void> {
  const tell = (built: boolean, file: string) => console.log(`${built ? "Built" : "Already there:"} ${file}`);
  tell(await buildEngine((line) => console.log(line)), ENGINE);
  tell(await buildYamlHost((line) => console.log(line)), YAML_HOST);
}

buildAll().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
