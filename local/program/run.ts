import { createRequire } from "node:module";
import { join } from "node:path";
import { InProcessCallbacks } from "../../preflight/child/callbacks";
import { type Entry, findEntry, moduleUrl, typescriptEntry } from "../../preflight/child/entry";
import { ProgramLog } from "../../preflight/child/program-log";
import { loadSdk, type Sdk } from "../../preflight/child/sdk";
import type { SourceMaps } from "../../preflight/child/source-maps";
import { callsDone } from "../../preflight/child/store";
import { TypeScriptLoader } from "../../preflight/child/typescript-loader";
import { Monitor } from "../../preflight/host/monitor";
import { SdkProperties } from "../../preflight/host/sdk-properties";
import { RemoteComponents } from "../../preflight/remote";
import { ComponentPlugins } from "../../preflight/remote/plugins";
import { MonitorServer } from "../../preflight/remote/server";
import { SymbolicValues } from "../../preflight/symbolic";
import type { Applier } from "./applier";
import type { FromProgram, RunMessage } from "./messages";
import { LocalRegistrar } from "./registrar";

/** What a run of the program works with. */
export interface RunOptions extends Pick<RunMessage, "request"> {
  applier: Applier;
  maps: SourceMaps;
  send(message: FromProgram): void;
  /** Told of a resource that could not be brought to the emulator. */
  onFault(error: unknown): void;
}

/**
 * Runs the program in this process, as preflight does; what the emulator has something for is made there while the
 * program goes on. To the program it is a preview all the same: what nobody made is unknown, not absent.
 */
export async function runProgram(options: RunOptions): Promise<void> {
  const { request, send } = options;
  const entry = findEntry(request.program);
  setEnvironment(options, entry);
  const preparing = prepareTypeScript(options, entry);
  const sdk = loadSdk(entry.folder);
  const log = new ProgramLog((line) => send({ kind: "log", severity: line.severity, message: line.message }));
  log.install(sdk);
  const close = startMonitor(options, sdk, entry, log);
  try {
    await preparing;
    await sdk.pulumi.runtime.runInPulumiStack(() => load(options, entry, sdk));
    await callsDone();
  } finally {
    close();
  }
}

function startMonitor(options: RunOptions, sdk: Sdk, entry: Entry, log: ProgramLog): () => void {
  const { request, maps } = options;
  const fromProgram = createRequire(join(entry.folder, "index.js"));
  const callbacks = new InProcessCallbacks(sdk, () => monitor);
  const monitorOptions = {
    request,
    sdk,
    symbolic: new SymbolicValues(),
    onFault: options.onFault,
    transforms: callbacks,
    properties: new SdkProperties(fromProgram),
    onRegistered: () => undefined,
    place: ({ uri, line, column }: { uri: string; line: number; column: number }) => {
      const original = maps.original({ file: uri.replace(/^file:\/\//, ""), line, column });
      return `${original.file}:${original.line}`;
    },
  };
  const registrar = new LocalRegistrar(monitorOptions, options.applier);
  const monitor: Monitor = new Monitor(monitorOptions, "program", registrar);
  registrar.remote = new RemoteComponents(
    {
      register: async (goal, origin) => registrar.register(goal, origin),
      outputsOf: (urn) => registrar.table.get(urn)?.outputs ?? {},
      registerOutputs: (urn, outputs) => registrar.registerOutputs(urn, outputs),
      symbolic: (urn, goal) => registrar.symbolicOutputs(urn, goal),
      versionOf: (pkg) => versionOf(fromProgram, pkg),
      note: () => undefined,
    },
    new ComponentPlugins(sdk, request, new MonitorServer(sdk, monitor, (line) => log.add(line))),
  );
  sdk.pulumi.runtime.setMockOptions(monitor, request.project, request.stack, true, request.organization);
  sdk.pulumi.runtime.setAllConfig(request.config, request.secretKeys);
  callbacks.install();
  return () => registrar.remote?.close();
}

function prepareTypeScript({ request, maps }: RunOptions, entry: Entry): Promise<void> {
  if (request.typescript?.enabled === false) return Promise.resolve();
  const loader = new TypeScriptLoader(maps, { folder: entry.folder, tsconfig: request.typescript?.tsconfig });
  loader.install();
  const file = typescriptEntry(entry.target);
  return file === undefined ? Promise.resolve() : loader.prepare(file);
}

/** Loads the program; what it exports has to be known before its resources are. */
async function load({ request }: RunOptions, entry: Entry, sdk: Sdk): Promise<unknown> {
  const fromProgram = createRequire(join(entry.folder, "index.js"));
  for (const name of request.preload ?? []) fromProgram(name);
  const file = typescriptEntry(entry.target);
  const exported: unknown =
    entry.module && file === undefined ? await import(moduleUrl(entry.target)) : fromProgram(file ?? entry.target);
  const result: unknown = typeof exported === "function" ? exported() : exported;
  return sdk.pulumi.Output.isInstance(result) ? result : await result;
}

/** What programs and other copies of the SDK read. */
function setEnvironment({ request }: RunOptions, entry: Entry): void {
  process.chdir(entry.folder);
  Object.assign(process.env, {
    PULUMI_NODEJS_ORGANIZATION: request.organization,
    PULUMI_NODEJS_PROJECT: request.project,
    PULUMI_NODEJS_STACK: request.stack,
    PULUMI_NODEJS_ROOT_DIRECTORY: request.root,
    PULUMI_NODEJS_DRY_RUN: "true",
    PULUMI_CONFIG: JSON.stringify(request.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.secretKeys),
  });
  process.argv = [process.argv[0] ?? "node", entry.target];
}

function versionOf(fromProgram: NodeJS.Require, pkg: string): string {
  try {
    const { version }: { version: string } = fromProgram(`@pulumi/${pkg}/package.json`);
    return version;
  } catch {
    return "";
  }
}
