import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeCompiledCode } from "../compiled-code";
import type { RawPosition } from "../host/goal";
import { graphOf } from "../host/graph";
import { Monitor } from "../host/monitor";
import type { SymbolicSource } from "../host/options";
import { SdkProperties } from "../host/sdk-properties";
import type { Note, PackResult, SourcePosition } from "../model";
import type { SecretMask } from "../packs/secrets";
import { RemoteComponents } from "../remote";
import { ComponentPlugins } from "../remote/plugins";
import { MonitorServer } from "../remote/server";
import { UserError } from "../user-error";
import type { Analysis } from "./analysis";
import { InProcessCallbacks } from "./callbacks";
import { carryProperties } from "./carried-structs";
import { type Entry, findEntry, moduleUrl, typescriptEntry } from "./entry";
import { runIsolated } from "./isolated";
import { loadForReferences } from "./lazy-modules";
import type { FromChild, ProgramRequest, ProgramResult } from "./messages";
import { takeOwnLineOnly } from "./positions";
import { ProgramLog } from "./program-log";
import { watchLightly } from "./promises";
import { loadSdk, type Sdk } from "./sdk";
import { settle } from "./settle";
import type { SourceMaps } from "./source-maps";
import { TypeScriptLoader } from "./typescript-loader";
import { letOutputsWait } from "./waiting-outputs";

/** What a run of the program works with. */
export interface ProgramRunOptions {
  request: ProgramRequest;
  maps: SourceMaps;
  send(message: FromChild): void;
  /** Makes the connection to the policy packs; undefined where there are none. */
  analysis(sdk: Sdk): Analysis | undefined;
  symbolic?: SymbolicSource;
  /** Knows the configuration's secrets. */
  secrets: SecretMask;
  /** A fault of preflight's own. */
  onFault(error: unknown): void;
  /** Told when the program's outputs are known. */
  onOutputs(): void;
}

/** Milliseconds between two reports of progress. */
const progressInterval = 100;

/** Runs the program in this process and everything that follows from it. */
export class ProgramRun {
  private monitor: Monitor | undefined;
  private server: MonitorServer | undefined;
  private lastProgress = 0;

  constructor(private readonly options: ProgramRunOptions) {}

  /** @returns what the run came to, besides the graph, which is sent as soon as it is complete */
  async run(): Promise<Omit<ProgramResult, "graph">> {
    const { request, maps, send } = this.options;
    const started = performance.now();
    send({ kind: "progress", phase: "loading", registered: 0 });
    const entry = findEntry(request.program);
    setEnvironment(request, entry);
    const preparing = this.prepareTypeScript(entry);
    const sdk = loadSdk(entry.folder);
    const { secrets } = this.options;
    const log = new ProgramLog((line) => send({ kind: "log", line: { ...line, message: secrets.mask(line.message) } }));
    log.install(sdk);
    const analysis = this.options.analysis(sdk);
    const monitor = this.start(sdk, entry, log, analysis);
    await preparing;
    const open = request.isolated
      ? await this.runElsewhere(sdk, entry, monitor, log)
      : await this.runHere(sdk, entry, monitor);
    const programDone = performance.now();
    send({ kind: "progress", phase: "checking", registered: monitor.registered.table.size });
    // What is read, not made, is no part of the stack to the engine either.
    const made = monitor.registered.table.all().filter(({ kind }) => kind !== "read");
    const tellGraph = (): void => {
      const graph = graphOf(monitor.registered, {
        request,
        secrets,
        logs: log.lines(),
        notes: leakNotes(open),
        sourceOf: (position) => maps.original(placeOf(position)),
      });
      send({ kind: "graph", graph });
      writeCompiledCode();
    };
    let packs: PackResult[] = [];
    if (analysis) {
      packs = await analysis.analyzeStack(made, tellGraph);
    } else {
      tellGraph();
    }
    this.close();
    analysis?.close();
    const done = performance.now();
    return {
      packs,
      timings: { total: done - started, program: programDone - started, packs: done - programDone },
      pulumi: sdk.version,
    };
  }

  /** Names of provider functions that could not be answered. */
  unanswered(): string[] {
    return [...new Set(this.monitor?.registered.unanswered.map(({ token }) => token))];
  }

  /** @returns kinds of handles that the program leaves open */
  private async runHere(sdk: Sdk, entry: Entry, monitor: Monitor): Promise<string[]> {
    await sdk.pulumi.runtime.runInPulumiStack(() => this.load(entry, sdk));
    this.options.onOutputs();
    return settle(
      () => monitor.registered.table.size,
      () => (this.server?.isOpen ? 1 : 0),
    );
  }

  private async runElsewhere(sdk: Sdk, entry: Entry, monitor: Monitor, log: ProgramLog): Promise<string[]> {
    const server = new MonitorServer(sdk, monitor, (line) => log.add(line), "program");
    try {
      await runIsolated(sdk, entry, this.options.request, await server.address(), () =>
        log.lines().filter(({ severity }) => severity === "error"),
      );
    } finally {
      server.close();
    }
    this.options.onOutputs();
    return [];
  }

  /** Ends what the run started. */
  close(): void {
    this.monitor?.registered.remote?.close();
  }

  private start(sdk: Sdk, entry: Entry, log: ProgramLog, analysis: Analysis | undefined): Monitor {
    const { request, maps, symbolic, onFault } = this.options;
    const callbacks = new InProcessCallbacks(sdk, () => monitor);
    const monitor: Monitor = new Monitor({
      request,
      sdk,
      analysis,
      symbolic,
      onFault,
      transforms: callbacks,
      properties: new SdkProperties(createRequire(join(entry.folder, "index.js"))),
      onRegistered: () => this.progress("running"),
      place: (position) => {
        const { file, line } = maps.original(placeOf(position));
        return `${file}:${line}`;
      },
    });
    this.monitor = monitor;
    const { registered } = monitor;
    const fromProgram = createRequire(join(entry.folder, "index.js"));
    this.server = new MonitorServer(sdk, monitor, (line) => log.add(line));
    registered.remote = new RemoteComponents(
      {
        register: async (goal, origin) => registered.register(goal, origin),
        outputsOf: (urn) => registered.table.get(urn)?.outputs ?? {},
        registerOutputs: (urn, outputs) => registered.registerOutputs(urn, outputs),
        symbolic: (urn, goal) => registered.symbolicOutputs(urn, goal),
        versionOf: (pkg) => versionOf(fromProgram, pkg),
        note: (urn, message) => registered.notes.push({ urn, message }),
      },
      new ComponentPlugins(sdk, request, this.server),
    );
    const { runtime } = sdk.pulumi;
    runtime.setMockOptions(monitor, request.project, request.stack, true, request.organization);
    runtime.setAllConfig(request.config, request.secretKeys);
    callbacks.install();
    watchLightly(sdk);
    letOutputsWait(sdk);
    takeOwnLineOnly(sdk);
    carryProperties(sdk);
    loadForReferences();
    return monitor;
  }

  private prepareTypeScript(entry: Entry): Promise<void> {
    const { typescript } = this.options.request;
    if (typescript?.enabled === false) {
      return Promise.resolve();
    }
    const loader = new TypeScriptLoader(this.options.maps, { folder: entry.folder, tsconfig: typescript?.tsconfig });
    loader.install();
    const file = typescriptEntry(entry.target);
    return file === undefined ? Promise.resolve() : loader.prepare(file);
  }

  /** Loads the program and takes what it exports as the stack's outputs, as `@pulumi/pulumi/cmd/run` does. */
  private async load(entry: Entry, sdk: Sdk): Promise<unknown> {
    this.progress("running");
    const fromProgram = createRequire(join(entry.folder, "index.js"));
    for (const name of this.options.request.preload ?? []) {
      fromProgram(name);
    }
    const file = typescriptEntry(entry.target);
    let exported: unknown;
    if (entry.module && file === undefined) {
      const loaded: unknown = await import(moduleUrl(entry.target));
      exported = defaultOf(loaded);
    } else {
      exported = fromProgram(file ?? `${entry.target}`);
      if (entry.module && typeof exported === "object" && exported !== null && "default" in exported) {
        exported = defaultOf(exported);
      }
    }
    const result: unknown = typeof exported === "function" ? exported() : exported;
    return sdk.pulumi.Output.isInstance(result) ? result : await result;
  }

  /** Tells how far the run is, not too often. */
  progress(phase: "running" | "checking"): void {
    const now = performance.now();
    if (now - this.lastProgress > progressInterval) {
      this.lastProgress = now;
      this.options.send({ kind: "progress", phase, registered: this.monitor?.registered.table.size ?? 0 });
    }
  }
}

/** What other copies of the SDK in the program read when they are loaded, and what programs read themselves. */
function setEnvironment(request: ProgramRequest, entry: Entry): void {
  process.chdir(entry.folder);
  process.env.PULUMI_NODEJS_ORGANIZATION = request.organization;
  process.env.PULUMI_NODEJS_PROJECT = request.project;
  process.env.PULUMI_NODEJS_STACK = request.stack;
  process.env.PULUMI_NODEJS_ROOT_DIRECTORY = request.root;
  process.env.PULUMI_NODEJS_DRY_RUN = "true";
  process.env.PULUMI_CONFIG = JSON.stringify(request.config);
  process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(request.secretKeys);
  process.argv = [process.argv[0] ?? "node", entry.target];
}

function defaultOf(exported: unknown): unknown {
  if (typeof exported !== "object" || exported === null || !("default" in exported)) {
    return exported;
  }
  const names = Object.keys(exported).filter((name) => name !== "__esModule" && name !== "module.exports");
  if (names.length > 1) {
    throw new UserError(
      `The program has a default export and named exports (${names.filter((name) => name !== "default").join(", ")}); Pulumi takes one or the other as the stack's outputs.`,
    );
  }
  return exported.default;
}

function versionOf(fromProgram: NodeJS.Require, pkg: string): string {
  try {
    const { version }: { version: string } = fromProgram(`@pulumi/${pkg}/package.json`);
    return version;
  } catch {
    return "";
  }
}

function placeOf({ uri, line, column }: RawPosition): SourcePosition {
  return { file: uri.startsWith("file:") ? fileURLToPath(uri) : uri, line, column };
}

function leakNotes(open: string[]): Note[] {
  if (open.length === 0) {
    return [];
  }
  const kinds = [...new Set(open)].join(", ");
  return [
    {
      message: `The program leaves handles open (${kinds}) after its last resource; it was ended. Pulumi waits for them.`,
    },
  ];
}
