import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import type { ProgramRequest } from "../../preflight/child/messages";
import type { GraphResource, RunResult } from "../../preflight/model";
import { ProgramProcess } from "../../preflight/program-process";
import { readProject } from "../../preflight/project";

const root = resolve(__dirname, "../..");
const folders: string[] = [];

/** How a program is run. */
export interface RunOptions extends Partial<Pick<ProgramRequest, "mode" | "isolated">> {
  stack?: string;
  config?: Record<string, string>;
  /** Keep stack traces. Default false. */
  traces?: boolean;
  /** Seconds without progress after which the run fails. Default 30. */
  timeout?: number;
  onOutput?: (text: string) => void;
}

// Programs here are gone after the test; what they were compiled to need not stay.
process.env.PREFLIGHT_CACHE ??= "false";

let entry: Promise<string> | undefined;

/** The program's process, built from the sources of now. */
export function childEntry(): Promise<string> {
  entry ??= bundle();
  return entry;
}

async function bundle(): Promise<string> {
  const outfile = join(root, ".cache", "tests", `child-${process.pid}.js`);
  await build({
    entryPoints: [join(root, "preflight/child/main.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    logLevel: "silent",
  });
  process.once("exit", () => rmSync(outfile, { force: true }));
  return outfile;
}

/**
 * Writes a program into a folder of its own, with the packages of this repository beside it. Pulumi.yaml, Pulumi.dev.yaml
 * and package.json are written where they are not given.
 *
 * @param files text by path
 * @returns the folder; it is removed when the tests end
 */
export function program(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "preflight-test-"));
  if (folders.length === 0) {
    process.once("exit", () => {
      for (const made of folders) {
        rmSync(made, { recursive: true, force: true });
      }
    });
  }
  folders.push(folder);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const all = {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
    "package.json": '{ "name": "shop" }\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/**
 * Runs a program with no policy pack.
 * @param files the program's folder, or its files as {@link program} takes them
 */
export async function run(files: string | Record<string, string>, options: RunOptions = {}): Promise<RunResult> {
  const folder = typeof files === "string" ? files : program(files);
  const { stack, config, traces = false, timeout = 30, onOutput, mode = "unknowns", isolated = false } = options;
  const request: ProgramRequest = {
    ...readProject(folder, { stack, config }),
    mode,
    isolated,
    stackTags: {},
    packs: 0,
  };
  const started = new ProgramProcess(request, { timeout, traces, onOutput, entry: await childEntry() });
  try {
    return await started.result;
  } finally {
    started.stop();
  }
}

/** The only resource of that name. */
export function resource(result: RunResult, name: string): GraphResource {
  const found = result.graph.resources.filter((candidate) => candidate.name === name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const names = result.graph.resources.map((candidate) => `${candidate.name} (${candidate.type})`).join(", ");
    throw new Error(`${found.length} resources are called ${name}; there are ${names}.`);
  }
  return only;
}

/** Names of all resources but the stack and providers, in the order of registration. */
export function names(result: RunResult): string[] {
  return result.graph.resources
    .filter(({ kind }) => kind !== "stack" && kind !== "provider")
    .map((candidate) => candidate.name);
}
