import type { Graph, LogLine, Mode, Note, RunResult } from "../model";
import type { Settings } from "../settings";

/** What the parent process tells the program's process to run. */
export interface ProgramRequest {
  /** Folder of Pulumi.yaml. */
  root: string;
  /** Folder or file of the program: `main` of Pulumi.yaml, or the root. Absolute. */
  program: string;
  project: string;
  stack: string;
  organization: string;
  mode: Mode;
  /** Fully-qualified keys (`aws:region`) to values; objects and lists as JSON text. */
  config: Record<string, string>;
  secretKeys: string[];
  /** Stack tags, as `pulumi stack tag` gives them to policies. */
  stackTags: Record<string, string>;
  /** How many policy packs will announce themselves; their order is the parent's. */
  packs: number;
  /** Run the program by `@pulumi/pulumi/cmd/run` in a process of its own against a gRPC monitor. */
  isolated: boolean;
  /**
   * Wait with every registration until it is known whether a policy remediates. Absent: run ahead, and once more where
   * one does.
   */
  awaitRemediation?: boolean;
  /** File descriptor that announcements of packs come by as well, a line of JSON each. Absent: as messages only. */
  announcements?: number;
  /** How TypeScript is treated; on and with the tsconfig.json of the program's folder where absent. */
  typescript?: { enabled: boolean; tsconfig?: string };
  /** Modules that are loaded before the program, from `runtime.options.nodeargs`. */
  preload?: string[];
  /** What reading the project found that a reader of the report has to know. */
  notes?: Note[];
}

/** A policy pack that has started and listens on loopback. */
export interface PackAnnouncement {
  index: number;
  directory: string;
  /** Version from PulumiPolicy.yaml; where it has one it goes before the pack's own, as in the engine. */
  version?: string;
  port: number;
  /** Policy name to its configuration, from `--policy-pack-config`. `all` sets the default enforcement. */
  config: Record<string, { enforcementLevel?: string; properties: Record<string, unknown> }>;
  /** From `--policy-settings`: what the configuration goes over. */
  settings?: Settings;
}

/** What a run comes to in the program's process. */
export interface ProgramResult extends Omit<RunResult, "provenance"> {
  /** Version of the program's `@pulumi/pulumi`. */
  pulumi: string;
}

/** From the parent to the program's process. */
export type ToChild =
  | { kind: "run"; request: ProgramRequest }
  | { kind: "pack"; pack: PackAnnouncement }
  | { kind: "pack-failed"; index: number; directory: string; message: string };

/** From the program's process to the parent. */
export type FromChild =
  | { kind: "progress"; registered: number; phase: "loading" | "running" | "checking" }
  | { kind: "log"; line: LogLine }
  | { kind: "graph"; graph: Graph }
  /** The graph has been sent before; the notes are of what came after it. */
  | { kind: "done"; result: Omit<ProgramResult, "graph">; notes: Note[] }
  /** `user` is an error of the program or of a pack; otherwise a fault of preflight's own. */
  | {
      kind: "failed";
      user: boolean;
      message: string;
      stack?: string /** True for an error of a pack. */;
      pack?: boolean;
    };
