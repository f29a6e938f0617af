import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Props } from "./provider/values";

/** A resource on the emulator, as it was last applied. */
export interface StoredResource {
  type: string;
  name: string;
  urn: string;
  id: string;
  /** Inputs, with hashes for assets and archives. */
  inputs: Props;
  /** Properties that are no inputs. */
  outputs: Props;
  /** Grows with every creation: what came later may need what came before. */
  sequence: number;
}

/** A resource that the emulator has nothing for. */
export interface NotEmulated {
  type: string;
  name: string;
  reason: string;
}

/** The emulator that a state belongs to. */
export interface EmulatorRecord {
  endpoint: string;
  port: number;
  pid: number;
  logFile: string;
  /** A secret that is kept in the emulator too: whether it still has what the state says. */
  session: string;
}

/** What is known of a stack between two starts. */
export interface LocalState {
  version: 1;
  project: string;
  stack: string;
  region: string;
  account: string;
  partition: string;
  emulator: EmulatorRecord;
  /** The process that stays beside the emulator, if one does. */
  runnerPid?: number;
  /** Where that process serves the stack's CloudFront distributions, by URN. */
  pages?: Record<string, string>;
  resources: Record<string, StoredResource>;
  notEmulated: NotEmulated[];
}

export function newSession(): string {
  return randomUUID();
}

/** The state of a stack; undefined where there is none that can be read. */
export async function readState(file: string): Promise<LocalState | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const state: LocalState = JSON.parse(await readFile(file, "utf8"));
    return state.version === 1 ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a state whole or not at all; it may hold secrets, so nobody else may read it. */
export async function writeState(file: string, state: LocalState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(state), { mode: 0o600 });
  await rename(fresh, file);
}

export async function removeState(file: string): Promise<void> {
  await rm(file, { force: true });
}
