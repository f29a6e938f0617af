import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ENGINE, ENGINE_FOLDER, ENGINE_VERSION, YAML_HOST, YAML_HOST_VERSION } from "./paths";

const MODULE = "github.com/pulumi/pulumi/pkg/v3";
/** The command line is a package of the module; `go get` of any package of it, by version, records the whole module. */
const ANY_PACKAGE = `${MODULE}/codegen/schema@v${ENGINE_VERSION}`;
const YAML_MODULE = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml";
/** Without its version the Automation API, and requirePulumiVersion, refuse the engine. */
const VERSION_FLAG = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;

/** Version of the engine that is built here; undefined where there is none that runs. */
export async function builtEngine(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(ENGINE, ["version"], {
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: join(ENGINE_FOLDER, "home") },
    });
    return stdout.trim().replace(/^v/, "");
  } catch {
    return undefined;
  }
}

/** Where Go is; undefined where it is not on PATH. */
export async function goVersion(): Promise<string | undefined> {
  try {
    return (await promisify(execFile)("go", ["env", "GOVERSION"])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Builds the engine from the Go module proxy that `go env GOPROXY` names, unless the right version is there. It takes four
 * minutes on 2 cores with an empty build cache, and 200 MB of modules.
 * @param folder where the executable goes. @default .cache/engine
 * @returns whether it had to be built
 * @throws where Go is missing or fails
 */
export async function buildEngine(log: (line: string) => void, folder = ENGINE_FOLDER): Promise<boolean> {
  if (folder === ENGINE_FOLDER && (await builtEngine()) === ENGINE_VERSION) {
    return false;
  }
  const go = await goVersion();
  if (go === undefined) {
    throw new Error("Building the engine needs Go 1.25 or newer on PATH.");
  }
  const source = join(folder, "source");
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "go.mod"), "module engine\n");
  log(`Building the Pulumi engine ${ENGINE_VERSION} with ${go}; about four minutes on two cores.`);
  await run(["get", ANY_PACKAGE], source, log);
  const target = join(source, "pulumi");
  // Without symbols and debug information the link takes half the time. -mod=mod adds what only the command imports.
  await run(
    ["build", "-mod=mod", "-v", "-o", target, `-ldflags=-s -w ${VERSION_FLAG}`, `${MODULE}/cmd/pulumi`],
    source,
    log,
  );
  renameSync(target, join(folder, "pulumi"));
  rmSync(source, { recursive: true, force: true });
  return true;
}

/**
 * Builds the host of YAML programs, which the engine's module does not have, unless it is there. It is built with the
 * versions of the engine's packages that it asks for itself: it does not compile with newer ones.
 * @returns whether it had to be built
 * @throws where Go is missing or fails
 */
export async function buildYamlHost(log: (line: string) => void): Promise<boolean> {
  if (existsSync(YAML_HOST)) {
    return false;
  }
  const source = join(ENGINE_FOLDER, "yaml-source");
  rmSync(source, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "go.mod"), "module yaml\n");
  log(`Building the host of YAML programs ${YAML_HOST_VERSION}; about three minutes on two cores.`);
  await run(["get", `${YAML_MODULE}@v${YAML_HOST_VERSION}`], source, log);
  const target = join(source, "host");
  await run(["build", "-mod=mod", "-v", "-o", target, "-ldflags=-s -w", YAML_MODULE], source, log);
  renameSync(target, YAML_HOST);
  rmSync(source, { recursive: true, force: true });
  return true;
}

/** Packages that are compiled between two lines of progress. */
const LINE_EVERY = 100;

function run(args: string[], cwd: string, log: (line: string) => void): Promise<void> {
  const started = performance.now();
  const child = spawn("go", args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let count = 0;
  let tail: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => {
    for (const line of chunk.toString("utf8").split("\n").filter(Boolean)) {
      tail = [...tail.slice(-20), line];
      if (++count % LINE_EVERY === 0) {
        log(`go ${args[0]}: ${count} done after ${Math.round((performance.now() - started) / 1000)} s, now ${line}`);
      }
    }
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`go ${args[0]} exited with ${code}:\n${tail.join("\n")}`)),
    );
  });
}
