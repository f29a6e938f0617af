import { readFileSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { ProgramRequest } from "./child/messages";
import { count } from "./count";
import { PreflightError } from "./failure";
import { fileProblem } from "./file-problem";
import type { Mode, RunResult } from "./model";
import { type PolicyConfigs, parsePolicyPackConfig } from "./packs/config";
import { type RunningPack, startPack } from "./packs/start";
import { ProgramFailure, ProgramProcess, type Progress } from "./program-process";
import { readProject } from "./project";
import { askWorkTree, provenanceOf, repositoryOf, sourceOf } from "./provenance";
import { readSettings } from "./settings";
import { UserError } from "./user-error";

/** What {@link preflight} runs, and how. */
export interface PreflightOptions {
  /** Folder of Pulumi.yaml, or one below it. Default the current folder. */
  directory?: string;
  /** Name of the stack; its configuration is Pulumi.NAME.yaml. Default the only stack that has such a file. */
  stack?: string;
  /** Organization that the program is told. Default `organization`, as for a stack without one. */
  organization?: string;
  /** Default `symbolic`. */
  mode?: Mode;
  /** Folders of policy packs, each with a PulumiPolicy.yaml. Default none. */
  policyPacks?: string[];
  /** Files with the packs' configuration, in the order of the packs. Default none. */
  policyPackConfigs?: string[];
  /** Files of settings (frameworks, levels, parameters …), in the order of the packs. Default none. */
  policySettings?: string[];
  /** Configuration that goes before the stack's own, by key (`aws:region`; without a colon the project's). */
  config?: Record<string, string>;
  /** Tags of the stack that policies see. Default none. */
  stackTags?: Record<string, string>;
  /** Ask git whether the work tree has changes, for the result's provenance. Default true. */
  workTree?: boolean;
  /** Run the program by `@pulumi/pulumi/cmd/run` in one more process. Default false. */
  isolated?: boolean;
  /** Seconds without any progress after which the run is given up. Default 120. */
  timeout?: number;
  /** Told how far the run is, often. */
  onProgress?: (progress: Progress) => void;
  /** Told what the program prints. */
  onOutput?: (text: string) => void;
  /** Ends the run, and all processes of it. */
  signal?: AbortSignal;
}

const defaultTimeout = 120;

/**
 * Runs a Pulumi program and policy packs with no cloud, no CLI and no backend.
 *
 * @throws UserError where an option or a file is wrong
 * @throws PreflightError where the program or a pack fails, with where and what it printed
 */
export async function preflight(options: PreflightOptions = {}): Promise<RunResult> {
  const started = performance.now();
  const startedAt = new Date();
  const folders = options.policyPacks ?? [];
  const timeout = options.timeout ?? defaultTimeout;
  const configs = perPack("--policy-pack-config", options.policyPackConfigs, folders.length, readPackConfig);
  const settings = perPack("--policy-settings", options.policySettings, folders.length, readSettings);
  const request: ProgramRequest = {
    ...readProject(options.directory ?? process.cwd(), {
      stack: options.stack,
      organization: options.organization,
      config: options.config,
    }),
    mode: options.mode ?? "symbolic",
    stackTags: options.stackTags ?? {},
    isolated: options.isolated ?? false,
    packs: folders.length,
  };
  const processes = new Processes(options.signal);
  const { onProgress, onOutput } = options;
  try {
    const program = processes.add(new ProgramProcess(request, { timeout, traces: false, onProgress, onOutput }));
    const packs = folders.map((folder, index) =>
      startPack(folder, { ...request, timeout, onSpawn: (pack) => processes.add(pack) }).then((pack) => {
        const config = configs[index] ?? {};
        const { directory, version, port } = pack;
        program.send({
          kind: "pack",
          pack: { index, directory, version, port, config, settings: settings[index] },
        });
        void pack.ended.then((how) =>
          program.send({ kind: "pack-failed", index, directory, message: died(folder, how, pack) }),
        );
        return pack;
      }),
    );
    const root = repositoryOf(realpathSync(request.root));
    const tree = options.workTree === false ? undefined : processes.add(askWorkTree(root));
    const starts = Promise.all(packs);
    // A pack that does not start ends the run at once: without it there is no answer.
    const {
      graph,
      packs: judged,
      timings,
      pulumi,
    } = await Promise.race([program.result, starts.then(() => program.result), processes.aborted]);
    const source = sourceOf(root, await tree?.answer());
    return {
      graph,
      packs: judged,
      timings: { ...timings, total: performance.now() - started },
      provenance: provenanceOf({ started: startedAt, pulumi, resources: graph.resources, source }),
    };
  } catch (error) {
    throw error instanceof ProgramFailure && !error.ofPack && error.frames.length === 0
      ? await withPlace(error, request, timeout, processes)
      : error;
  } finally {
    processes.stop();
  }
}

/** Runs a failing program once more, with the stack traces that make it slow, to tell where it fails. */
async function withPlace(
  failure: ProgramFailure,
  request: ProgramRequest,
  timeout: number,
  processes: Processes,
): Promise<Error> {
  const again = processes.add(new ProgramProcess({ ...request, packs: 0 }, { timeout, traces: true }));
  try {
    await Promise.race([again.result, processes.aborted]);
  } catch (error) {
    if (error instanceof ProgramFailure && error.frames.length > 0) {
      return new PreflightError(failure.message, error.frames, failure.output);
    }
  }
  return failure;
}

/** What the files of an option say, one file a pack. */
function perPack<T>(option: string, files: string[] | undefined, packs: number, read: (file: string) => T): T[] {
  if (files && files.length > packs) {
    throw new UserError(
      `There is ${count(files.length, `${option} file`)} for ${count(packs, "--policy-pack folder")}. Give one file a pack, in the same order.`,
    );
  }
  return files?.map(read) ?? [];
}

function readPackConfig(file: string): PolicyConfigs {
  let text: string;
  try {
    text = readFileSync(resolve(file), "utf8");
  } catch (error) {
    throw new UserError(`--policy-pack-config ${file} can't be read: ${fileProblem(error)}.`);
  }
  return parsePolicyPackConfig(file, text);
}

function died(folder: string, how: string, pack: RunningPack): string {
  const lines = pack.output.lines(5).map((line) => line.trim());
  return `Policy pack ${folder} ${how} while it was needed.${lines.length > 0 ? ` It said: ${lines.join(" ")}` : ""}`;
}

/** The processes of a run; none of them outlives it. */
class Processes {
  /** Rejects when the caller ends the run. */
  readonly aborted: Promise<never>;
  private readonly running: { stop(): void }[] = [];
  private readonly stopAll = (): void => this.stop();

  constructor(signal: AbortSignal | undefined) {
    this.aborted = new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new UserError("The run was interrupted.")), { once: true });
    });
    this.aborted.catch(() => {});
    process.once("exit", this.stopAll);
  }

  add<T extends { stop(): void }>(one: T): T {
    this.running.push(one);
    return one;
  }

  stop(): void {
    process.removeListener("exit", this.stopAll);
    for (const one of this.running.splice(0)) {
      one.stop();
    }
  }
}
