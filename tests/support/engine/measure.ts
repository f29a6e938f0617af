import { resolve } from "node:path";
import { buildEngine } from "./build";
import { REPOSITORY } from "./paths";
import { packOptions } from "./preview";
import { type ProcessCost, ProcessTrees } from "./process-tree";
import { startStubs } from "./stubs";
import { EngineWorkspace, finished } from "./workspace";

/** What one preview of the real engine cost, over all its processes: itself, the program's, the packs' and the stubs'. */
export interface EngineCost {
  exitCode: number | null;
  /** From the start of the engine to its end. The stub servers run before it starts, as preflight needs none. */
  wallSeconds: number;
  cpuSeconds: number;
  /** The largest sum of resident memory at one moment, in MiB. */
  peakMiB: number;
  processes: ProcessCost[];
  stdout: string;
  stderr: string;
}

export interface MeasureOptions {
  /** Folders of policy packs. @default this project's */
  policyPacks?: string[];
  /** Start the stub `awsx` provider, one more process. @default only for this repository's own program */
  awsx?: boolean;
}

/**
 * Previews a program cold with the real engine, as `pulumi preview` does, and measures it (Linux: it reads /proc). The
 * program is not type-checked; `runtime.options.nodeargs` of its Pulumi.yaml holds. Builds the engine if it is missing.
 * The exit code is not 0 where a mandatory policy is violated.
 */
export async function measureEnginePreview(
  projectDir: string,
  stack: string,
  config: Record<string, string> = {},
  { policyPacks = [resolve(REPOSITORY, "policies")], awsx = resolve(projectDir) === REPOSITORY }: MeasureOptions = {},
): Promise<EngineCost> {
  await buildEngine((line) => console.error(line));
  const stubs = await startStubs({ awsx });
  const program = { projectDir, stack, config };
  const workspace = new EngineWorkspace(program, stubs);
  try {
    const packs = packOptions(workspace.folder, { ...program, policyPacks }, "");
    const trees = new ProcessTrees([stubs.pid]);
    const started = performance.now();
    const child = workspace.start(["preview", ...workspace.programOptions, ...packs]);
    if (child.pid !== undefined) {
      trees.add(child.pid);
    }
    const run = await finished(child);
    const wallSeconds = (performance.now() - started) / 1000;
    return { ...run, wallSeconds, ...trees.stop() };
  } finally {
    stubs.stop();
    workspace.remove();
  }
}
