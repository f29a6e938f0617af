import { Worker } from "node:worker_threads";
import type { PackAnnouncement } from "../child/messages";
import { builtFile } from "../paths";
import type { PackAnswer, RemediationAnswer } from "./answers";
import { PackCallError } from "./channel";
import type { PackInfo } from "./client";
import type {
  Answer,
  Call,
  CallFailure,
  FromWorker,
  ResourceRequest,
  Settled,
  ToWorker,
  WorkerStart,
} from "./worker-protocol";

/** Requests that are handed over together. */
const batch = 32;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** The thread that talks to the packs, as the program's thread sees it. */
export class PackWorker {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private requests: ResourceRequest[] = [];
  private calls = 0;
  private broken: Error | undefined;

  constructor(start: WorkerStart, onProgress: () => void) {
    this.worker = new Worker(builtFile("packs/worker.js"), { workerData: start });
    // It must not keep a program alive that has come to its end; calls that wait for an answer do.
    this.worker.unref();
    this.worker.on("message", (message: FromWorker) => {
      switch (message.kind) {
        case "answer":
          this.take(message.id)?.resolve(message.answer);
          break;
        case "failure":
          this.take(message.id)?.reject(errorOf(message.failure));
          break;
        case "progress":
          onProgress();
          break;
      }
    });
    this.worker.on("error", (error) => this.breakDown(error));
  }

  /** Hands a request over for every pack. */
  analyze(request: ResourceRequest): void {
    if (this.requests.push(request) === 1) {
      setImmediate(() => this.flush()).unref();
    }
    if (this.requests.length >= batch) {
      this.flush();
    }
  }

  /** The pack is not coming. */
  giveUp(pack: number): void {
    this.post({ kind: "give-up", pack });
  }

  /** Connects to a pack that listens. */
  async connect(pack: number, announcement: PackAnnouncement): Promise<PackInfo> {
    return answered((await this.call(pack, { method: "connect", announcement })).info);
  }

  /** Everything that a pack says of the resources that it was handed, once it has said it. */
  async settle(pack: number): Promise<Settled> {
    return answered((await this.call(pack, { method: "settle" })).settled);
  }

  /** From now on just these policies of the pack run, where it can be configured. */
  async restrict(pack: number, policies: string[]): Promise<void> {
    await this.call(pack, { method: "restrict", policies });
  }

  /** Runs the resource policies once more over one resource, or the stack policies over all. */
  async ask(pack: number, method: "analyze" | "analyzeStack", request: Uint8Array): Promise<PackAnswer> {
    return answered((await this.call(pack, { method, request })).answer);
  }

  async remediate(pack: number, request: Uint8Array): Promise<RemediationAnswer[]> {
    return answered((await this.call(pack, { method: "remediate", request })).remediations);
  }

  close(): void {
    void this.worker.terminate();
  }

  /** @throws PackCallError where the pack answers with an error */
  private call(pack: number, call: Call): Promise<Answer> {
    if (this.broken) {
      return Promise.reject(this.broken);
    }
    this.flush();
    const id = ++this.calls;
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.post({ kind: "call", id, pack, call });
    });
  }

  private flush(): void {
    if (this.requests.length > 0) {
      const requests = this.requests;
      this.requests = [];
      this.post({ kind: "analyze", requests });
    }
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) {
      this.worker.unref();
    }
    return waiting;
  }

  private breakDown(error: Error): void {
    this.broken = error;
    for (const id of [...this.waiting.keys()]) {
      this.take(id)?.reject(error);
    }
  }
}

/** The error that a failed call is told as. */
export function errorOf({ message, code }: CallFailure): Error {
  return code === undefined ? new Error(message) : new PackCallError(code, message);
}

function answered<T>(answer: T | undefined): T {
  if (answer === undefined) {
    throw new Error("a policy pack's answer is of another kind than was asked for");
  }
  return answer;
}
