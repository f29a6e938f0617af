import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { ClientConfig } from "../provider/handler";
import type { StoredResource } from "../state";
import { type Checkpoint, RunningPipe, unsupported } from "./pipe";

/** What the pipes of a stack work with. */
export interface PipesOptions {
  client<T extends { destroy(): void }>(make: new (config: ClientConfig) => T): T;
  region: string;
  /** Where it is kept how far each pipe is. */
  file: string;
  onError(message: string): void;
}

const PIPE = "aws:pipes/pipe:Pipe";

/** All pipes of a stack. */
export class Pipes {
  private readonly running = new Map<string, { resource: StoredResource; pipe: RunningPipe }>();
  private readonly checkpoints: Record<string, Checkpoint>;

  constructor(private readonly options: PipesOptions) {
    this.checkpoints = readCheckpoints(options.file);
  }

  /** Starts, stops and changes pipes until they are those of the stack. */
  async set(resources: StoredResource[]): Promise<void> {
    const wanted = new Map(resources.filter(({ type }) => type === PIPE).map((pipe) => [pipe.urn, pipe]));
    for (const [urn, { resource, pipe }] of this.running) {
      if (!isDeepStrictEqual(wanted.get(urn)?.inputs, resource.inputs)) {
        this.running.delete(urn);
        await pipe.stop();
      }
    }
    for (const [urn, resource] of wanted) {
      if (this.running.has(urn)) continue;
      const reason = unsupported(resource);
      if (reason !== undefined) {
        this.options.onError(`the pipe ${resource.name} is not carried: ${reason}`);
        continue;
      }
      this.running.set(urn, { resource, pipe: this.start(resource) });
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ pipe }) => pipe.stop()));
    this.running.clear();
  }

  private start(resource: StoredResource): RunningPipe {
    const { client, region, onError } = this.options;
    // A table that was made anew has a stream of its own, and nothing of it was delivered.
    const key = `${resource.id} ${String(resource.inputs.source)}`;
    const checkpoint = this.checkpoints[key] ?? {};
    this.checkpoints[key] = checkpoint;
    return new RunningPipe(resource, { client, region, checkpoint, onError, onDelivered: () => this.save() });
  }

  private save(): void {
    const fresh = `${this.options.file}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(this.checkpoints));
    renameSync(fresh, this.options.file);
  }
}

function readCheckpoints(file: string): Record<string, Checkpoint> {
  if (!existsSync(file)) return {};
  try {
    const checkpoints: Record<string, Checkpoint> = JSON.parse(readFileSync(file, "utf8"));
    return checkpoints;
  } catch {
    return {};
  }
}
