import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  LanguageHandshakeResponse,
  type RunRequest,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { parse } from "yaml";
import { unary } from "./grpc";
import { isMap } from "./wire";

/** Exit code of `cmd/run` for an error that the program's user was told of already. */
const ALREADY_LOGGED = 32;

/**
 * The engine's side of a Node program: what `pulumi-language-nodejs` does, which is to run `@pulumi/pulumi/cmd/run` in a
 * process of its own. That executable is not on npm; the engine takes any language host by `--client=HOST:PORT`.
 */
export function languageHost(): UntypedServiceImplementation {
  return {
    handshake: unary(() => new LanguageHandshakeResponse()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => new PluginInfo().setVersion("1.0.0")),
    // Nothing is required: a plugin that is named here is one that the engine would download.
    getRequiredPlugins: unary(() => new GetRequiredPluginsResponse()),
    getRequiredPackages: unary(() => new GetRequiredPackagesResponse()),
    run: unary(runProgram),
  };
}

async function runProgram(request: RunRequest): Promise<RunResponse> {
  const info = request.getInfo();
  const root = info?.getRootDirectory() ?? request.getPwd();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const options = runtimeOptions(root);
  const args = [
    ...nodeArguments(options.nodeargs),
    createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/cmd/run"),
    `--monitor=${request.getMonitorAddress()}`,
    `--engine=${request.getArgsList()[0] ?? ""}`,
    `--organization=${request.getOrganization()}`,
    `--project=${request.getProject()}`,
    `--root-directory=${root}`,
    `--stack=${request.getStack()}`,
    `--pwd=${request.getPwd()}`,
    `--parallel=${request.getParallel()}`,
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || ".",
    ...request.getArgsList().slice(1),
  ];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      // Pulumi's loader would type-check a program that has no tsconfig.json with noCheck, which takes 3 s and more; types
      // are checked elsewhere, and whoever measures the engine wants to measure the engine.
      PULUMI_NODEJS_TRANSPILE_ONLY: process.env.PULUMI_NODEJS_TRANSPILE_ONLY ?? "true",
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript !== false && options.typescript !== "false"),
      ...(typeof options.tsconfig === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: join(root, options.tsconfig) } : {}),
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-20_000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) {
    return new RunResponse();
  }
  return code === ALREADY_LOGGED
    ? new RunResponse().setBail(true)
    : new RunResponse().setError(`The program exited with ${code}.\n${output}`);
}

/** `runtime.options` of Pulumi.yaml. The engine passes only the client's address, because `--client` replaces the runtime. */
function runtimeOptions(root: string): Record<string, unknown> {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(root, name)).find((path) => existsSync(path));
  const content: unknown = file === undefined ? {} : parse(readFileSync(file, "utf8"));
  const runtime = isMap(content) ? content.runtime : undefined;
  return isMap(runtime) && isMap(runtime.options) ? runtime.options : {};
}

function nodeArguments(text: unknown): string[] {
  return typeof text === "string" ? text.split(/\s+/).filter((word) => word !== "") : [];
}
