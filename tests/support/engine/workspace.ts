import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse, stringify } from "yaml";
import { ENGINE, ENGINE_FOLDER, REPOSITORY } from "./paths";
import { debugProviders, type Stubs } from "./stubs";
import { isMap, type JsonMap } from "./wire";

/** A Pulumi program and the stack that the engine runs it for. */
export interface EngineProgram {
  /** Folder of Pulumi.yaml; Pulumi.STACK.yaml is read there too. */
  projectDir: string;
  stack: string;
  /** Configuration that goes before the stack's own, by key (`aws:region`; without a colon the project's). */
  config?: Record<string, string>;
  /** Tags of the stack, which policies see. */
  stackTags?: Record<string, string>;
  /** Folders with executables that the engine looks for before others, such as plugins. */
  path?: string[];
}

/** What a command of the engine did. */
export interface EngineRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/**
 * What the engine needs around it, in a folder of its own under the system's temporary one: its home, a file backend with
 * the stack in it, a copy of the stack's configuration, and the executable that starts policy packs. The program's own
 * folder is only read.
 */
export class EngineWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), "engine-"));
  private readonly configFile: string;
  private readonly project: string;
  private readonly runtime: unknown;

  constructor(
    private readonly program: EngineProgram,
    private readonly stubs: Stubs,
  ) {
    for (const name of ["bin", "home", "state", "project"]) {
      mkdirSync(join(this.folder, name));
    }
    const { name, runtime } = readYaml(join(program.projectDir, "Pulumi.yaml"));
    this.runtime = isMap(runtime) ? runtime.name : runtime;
    if (typeof name !== "string") {
      throw new Error(`${join(program.projectDir, "Pulumi.yaml")} gives the project no name; the engine needs one.`);
    }
    this.project = name;
    this.configFile = join(this.folder, "project", `Pulumi.${program.stack}.yaml`);
    this.writePolicyRunner();
    this.writeConfig();
    this.writeStack();
  }

  /** Starts a command of the engine; `--cwd` and what else every command needs is added. */
  start(args: string[]): ChildProcess {
    const all = ["--cwd", this.program.projectDir, "--non-interactive", "--color=never", ...args];
    return spawn(ENGINE, all, { env: this.environment(), stdio: ["ignore", "pipe", "pipe"] });
  }

  async run(args: string[]): Promise<EngineRun> {
    return finished(this.start(args));
  }

  /** Options of preview, up and destroy, for the stack of this workspace. */
  get stackOptions(): string[] {
    return ["--stack", this.program.stack, "--config-file", this.configFile];
  }

  /** Options that run the program: a Node program by the stub's language host, another by that which is on PATH. */
  get programOptions(): string[] {
    return this.runtime === "nodejs"
      ? [...this.stackOptions, "--client", `127.0.0.1:${this.stubs.ports.language}`]
      : this.stackOptions;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private environment(): NodeJS.ProcessEnv {
    const path = [
      ...(this.program.path ?? []),
      join(this.folder, "bin"),
      ENGINE_FOLDER,
      join(REPOSITORY, "node_modules/@pulumi/pulumi"),
      process.env.PATH ?? "",
    ];
    return {
      HOME: join(this.folder, "home"),
      PATH: path.join(delimiter),
      PULUMI_HOME: join(this.folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      // A stack file with encrypted values needs the passphrase that they were encrypted with.
      PULUMI_CONFIG_PASSPHRASE: process.env.PULUMI_CONFIG_PASSPHRASE ?? "preview",
      PULUMI_DEBUG_PROVIDERS: debugProviders(this.stubs.ports),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // `--event-log` is one of the commands' hidden options.
      PULUMI_DEBUG_COMMANDS: "true",
    };
  }

  /**
   * The engine looks for the executable `pulumi-analyzer-policy-nodejs` where no language host is on the machine, runs it in
   * the pack's folder and takes a port from its output.
   */
  private writePolicyRunner(): void {
    const file = join(this.folder, "bin/pulumi-analyzer-policy-nodejs");
    const script = `node -p 'require.resolve("@pulumi/pulumi/cmd/run-policy-pack")'`;
    writeFileSync(file, `#!/bin/sh\nexec node "$(${script})" "$@"\n`);
    chmodSync(file, 0o755);
  }

  /** The stack's own configuration with that of the caller. The engine writes the salt of its secrets to the copy. */
  private writeConfig(): void {
    const file = join(this.program.projectDir, `Pulumi.${this.program.stack}.yaml`);
    const content = existsSync(file) ? readYaml(file) : {};
    const config: Record<string, unknown> = isMap(content.config) ? content.config : {};
    for (const [key, value] of Object.entries(this.program.config ?? {})) {
      config[key.includes(":") ? key : `${this.project}:${key}`] = value;
    }
    writeFileSync(this.configFile, stringify({ ...content, config }));
  }

  /** As `pulumi stack init` and `pulumi stack tag set` leave it, without the second that they take. */
  private writeStack(): void {
    const folder = join(this.folder, "state/.pulumi/stacks", this.project);
    mkdirSync(folder, { recursive: true });
    const { stack, stackTags } = this.program;
    writeFileSync(join(this.folder, "state/.pulumi/meta.yaml"), "version: 1\n");
    const checkpoint = { stack: `organization/${this.project}/${stack}` };
    writeFileSync(join(folder, `${stack}.json`), JSON.stringify({ version: 3, checkpoint }));
    if (stackTags) {
      writeFileSync(join(folder, `${stack}.pulumi-tags`), JSON.stringify({ version: 1, tags: stackTags }));
    }
  }
}

function readYaml(file: string): JsonMap {
  const content: unknown = parse(readFileSync(file, "utf8"));
  if (!isMap(content)) {
    throw new Error(`${file} is no map of keys and values.`);
  }
  return content;
}

/** The end of a process, with what it printed. */
export async function finished(child: ChildProcess): Promise<EngineRun> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  return { exitCode, stdout, stderr };
}
