import type { ProgramRequest } from "../../preflight/child/messages";
import type { ProviderOptions } from "../provider/core";
import type { NotEmulated, StoredResource } from "../state";
import type { Change } from "./applier";

/** What the program's process is told to do. */
export interface RunMessage {
  request: ProgramRequest;
  provider: ProviderOptions;
  /** What is on the emulator. */
  before: StoredResource[];
}

/** What the program's process made of the emulator. */
export interface Deployed {
  resources: StoredResource[];
  notEmulated: NotEmulated[];
  counts: Record<Change, number>;
}

/** From the program's process. */
export type FromProgram =
  | { kind: "change"; type: string; name: string; change: Change }
  | { kind: "log"; severity: string; message: string }
  | ({ kind: "done" } & Deployed)
  | ({ kind: "failed"; message: string } & Deployed);
