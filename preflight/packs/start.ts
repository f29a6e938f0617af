import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ownFrames, PreflightError } from "../failure";
import { OutputTail } from "../output-tail";
import { builtFile, packageRoot } from "../paths";
import { isMap, readYamlMap } from "../project/yaml-file";
import { UserError } from "../user-error";

/** What a policy pack gets to know when it starts. */
export interface PackEnvironment {
  organization: string;
  project: string;
  stack: string;
  /** Configuration of the stack, secrets in clear, as the engine hands it over. */
  config: Record<string, string>;
}

/** How a pack is started. */
export interface PackStartOptions extends PackEnvironment {
  /** Seconds until it has to listen. */
  timeout: number;
  /** Given the process as soon as it runs, to end it where the pack is not wanted any more. */
  onSpawn?: (process: { stop(): void }) => void;
}

/** The process of a policy pack that listens on loopback. */
export interface RunningPack {
  /** Absolute. */
  directory: string;
  /** Version from PulumiPolicy.yaml, where it has one. */
  version?: string;
  port: number;
  /** Resolves to a sentence when the process has ended, whatever the reason. */
  ended: Promise<string>;
  /** What it printed last, its standard output and error together. */
  output: OutputTail;
}

/**
 * Policies and the SDK throw for control flow: nobody reads the traces, and they cost a sixth of a pack's time. The young
 * generation of 32 MB is for the properties, which are copied for every policy.
 */
const packFlags = ["--stack-trace-limit=0", "--min-semi-space-size=32", "--max-semi-space-size=32"];

/** No engine listens: packs speak to it only to log, and what they log comes by their standard error then. */
const noEngine = "127.0.0.1:0";

/**
 * Starts a policy pack.
 *
 * @throws UserError where the folder is no pack, or the pack makes none
 * @throws PreflightError where it fails while it loads, with its own words and where
 */
export async function startPack(folder: string, options: PackStartOptions): Promise<RunningPack> {
  const directory = resolve(folder);
  const { version } = readPolicyProject(directory, folder);
  const command = ["-r", builtFile("packs/preload.js"), runner(directory, folder), noEngine, "."];
  const { child, output, ended, stop } = spawnPack(directory, [...packFlags, ...command], options);
  const port = await new Promise<number>((done, fail) => {
    const timer = setTimeout(() => {
      stop();
      fail(new UserError(`Policy pack ${folder} did not start to listen within ${options.timeout} seconds.`));
    }, options.timeout * 1000);
    onPort(child, output, (port) => {
      clearTimeout(timer);
      done(port);
    });
    void ended.then(async (how) => {
      clearTimeout(timer);
      const said = ownWords(output.text());
      if (said === "") {
        const what = `Policy pack ${folder} ${how} before it was up.`;
        fail(new UserError(`${what} Its entry point has to make a PolicyPack of @pulumi/policy.`));
      } else {
        const frames = await placeOf(spawnPack(directory, command, options), options.timeout);
        fail(new PreflightError(`Policy pack ${folder} failed to start: ${said}`, frames));
      }
    });
  });
  return { directory, version, port, ended, output };
}

/** Where a pack that failed fails, from another start with the stack traces that {@link packFlags} leave out. */
async function placeOf({ ended, output, stop }: ReturnType<typeof spawnPack>, timeout: number): Promise<string[]> {
  const timer = setTimeout(stop, timeout * 1000);
  await ended;
  clearTimeout(timer);
  const ofPreflight = join(packageRoot(), "preflight", sep);
  return ownFrames(stripVTControlCharacters(output.text())).filter((place) => !place.startsWith(ofPreflight));
}

function spawnPack(directory: string, args: string[], options: PackStartOptions) {
  const child = spawn(process.execPath, args, {
    cwd: directory,
    stdio: ["pipe", "pipe", "pipe"],
    env: environment(options),
  });
  const output = new OutputTail();
  const stop = (): void => {
    child.kill("SIGKILL");
    child.unref();
    for (const stream of child.stdio) {
      stream?.destroy();
    }
  };
  options.onSpawn?.({ stop });
  const ended = new Promise<string>((done) => {
    child.once("error", (error) => done(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => done(`ended with ${signal ?? `exit code ${code}`}`));
  });
  child.stdin.on("error", () => {});
  child.stderr.on("data", (chunk: Buffer) => output.add(chunk));
  return { child, output, ended, stop };
}

/** Waits for the line with the port; what else the pack prints is output like its standard error. */
function onPort(child: ChildProcess, output: OutputTail, found: (port: number) => void): void {
  let line = "";
  let port: number | undefined;
  child.stdout?.on("data", (chunk: Buffer) => {
    if (port !== undefined) {
      output.add(chunk);
      return;
    }
    line += chunk.toString("utf8");
    const match = /^(\d+)\r?\n/m.exec(line);
    if (match) {
      port = Number(match[1]);
      output.add(Buffer.from(line.replace(match[0], "")));
      found(port);
    }
  });
}

function readPolicyProject(directory: string, folder: string): { version?: string } {
  if (!existsSync(directory)) {
    throw new UserError(`Policy pack ${folder} does not exist: there is no folder ${directory}.`);
  }
  const file = ["PulumiPolicy.yaml", "PulumiPolicy.yml", "PulumiPolicy.json"]
    .map((name) => join(directory, name))
    .find((path) => existsSync(path));
  if (!file) {
    throw new UserError(
      `${folder} is no policy pack: it has no PulumiPolicy.yaml. Give the folder that holds the pack's PulumiPolicy.yaml to --policy-pack.`,
    );
  }
  const { runtime, version } = readYamlMap(file);
  const name = isMap(runtime) ? runtime.name : runtime;
  if (name !== "nodejs") {
    throw new UserError(
      typeof name === "string"
        ? `Policy pack ${folder} has the runtime "${name}". Only packs with runtime nodejs can be run.`
        : `${file} names no runtime. It should say "runtime: nodejs".`,
    );
  }
  if (!existsSync(join(directory, "package.json"))) {
    throw new UserError(
      `Policy pack ${folder} has no package.json, which @pulumi/policy takes its version from. Put one beside ${file}, with a "version".`,
    );
  }
  return { version: typeof version === "string" || typeof version === "number" ? String(version) : undefined };
}

function runner(directory: string, folder: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  } catch {
    throw new UserError(`Policy pack ${folder} has no @pulumi/pulumi to run with. Run "npm install" in ${directory}.`);
  }
}

function environment({ organization, project, stack, config }: PackEnvironment): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_NODEJS_ORGANIZATION: organization,
    PULUMI_NODEJS_PROJECT: project,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_NODEJS_DRY_RUN: "true",
    PULUMI_ORGANIZATION: organization,
    PULUMI_PROJECT: project,
    PULUMI_STACK: stack,
    PULUMI_DRY_RUN: "true",
  };
}

/** What a failing pack printed, without what the SDK and Node.js put around it and the frames of its stack. */
function ownWords(printed: string): string {
  return stripVTControlCharacters(printed)
    .replace(/\n\s*Require stack:\n(?:\s*- .*\n?)+/, "\n")
    .replace(/\s*code: 'MODULE_NOT_FOUND',\s*requireStack: \[[^\]]*\]\s*\}/, "")
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) && !/failed with an unhandled exception:\s*$/.test(line))
    .filter((line) => !/^Node\.js v\d/.test(line))
    .map((line) => line.trim().replace(/^\[(.*)\]$/, "$1"))
    .map((line) => line.replace(/^\[(?=Error: Cannot find module )|^UserError: /, ""))
    .filter((line) => line !== "")
    .slice(0, 12)
    .join("\n  ");
}
