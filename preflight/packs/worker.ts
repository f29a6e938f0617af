/**
 * The thread that talks to policy packs. While a program registers resources, its thread has no turn to spare for
 * network traffic: from here the packs work at the same time.
 */
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { parentPort, workerData } from "node:worker_threads";
import type { PackAnnouncement } from "../child/messages";
import { typeOf } from "../host/urn";
import { AskedPolicies } from "./answers";
import { PackCallError } from "./channel";
import { PackClient, type PackInfo, type StackDescription } from "./client";
import { askedOf } from "./judged";
import { WorkQueue } from "./work-queue";
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

/** Calls to one pack that are under way at once: enough to keep it busy. */
const pipelined = 64;
/** Milliseconds between two reports of progress. */
const progressInterval = 250;

/** One pack's connection and what waits for it. */
class PackQueue {
  private client: PackClient | undefined;
  private readonly queue = new WorkQueue(pipelined);
  /** By the order in which they were asked for; a pack need not answer in it. */
  private answers: Settled["answers"] = [];
  private requests = 0;
  private failure: CallFailure | undefined;
  /** The policies that are asked about a resource, and about the stack. */
  private asked = { resource: new AskedPolicies([]), stack: new AskedPolicies([]) };
  private connecting: Promise<PackInfo> | undefined;
  /** False where there is nothing to ask: no resource policy is on, or the pack failed. */
  private asks = true;

  constructor(
    private readonly stack: StackDescription,
    private readonly sdk: NodeJS.Require,
    private readonly onProgress: () => void,
  ) {}

  add({ urn, bytes }: ResourceRequest): void {
    if (!this.asks) {
      return;
    }
    const place = this.requests++;
    this.queue.add(async () => {
      if (!this.asks || !this.client) {
        return;
      }
      try {
        const { resource } = this.asked;
        const { held, ...said } = await this.client.analyze(bytes, resource);
        // A pack need not say of each policy that it is not for this type.
        const answer = { ...said, held: resource.ofType(held, typeOf(urn)) };
        if (answer.diagnostics.length > 0 || answer.held.length > 0 || answer.exempted.length > 0) {
          this.answers[place] = { urn, ...answer };
        }
        this.onProgress();
      } catch (error) {
        this.failure ??= { ...failureOf(error), urn };
        this.asks = false;
      }
    });
  }

  giveUp(): void {
    this.asks = false;
    this.queue.start();
  }

  async answer(call: Call): Promise<Answer> {
    if (call.method === "connect") {
      return { info: await this.connect(call.announcement) };
    }
    if (!this.client) {
      throw new Error(`a pack was asked for "${call.method}" before it was connected`);
    }
    switch (call.method) {
      case "settle": {
        await this.queue.drained();
        const settled: Settled = {
          answers: this.answers.filter((answer) => answer !== undefined),
          failure: this.failure,
        };
        this.answers = [];
        return { settled };
      }
      case "restrict":
        await this.client.restrict(call.policies);
        return {};
      case "analyze":
        return { answer: await this.client.analyze(call.request, this.asked.resource) };
      case "analyzeStack":
        return { answer: await this.client.analyzeStack(call.request, this.asked.stack) };
      case "remediate":
        return { remediations: await this.client.remediate(call.request) };
    }
  }

  /** A pack may be announced in two ways; what counts is which comes first. */
  connect(announcement: PackAnnouncement): Promise<PackInfo> {
    this.connecting ??= this.open(announcement);
    return this.connecting;
  }

  private async open(announcement: PackAnnouncement): Promise<PackInfo> {
    this.client = new PackClient(this.sdk, announcement);
    const info = await this.client.connect(this.stack);
    this.asked = {
      resource: new AskedPolicies(askedOf(info, "resource")),
      stack: new AskedPolicies(askedOf(info, "stack")),
    };
    this.asks = [...info.policies.values()].some(
      ({ kind, enforcement }) => kind !== "stack" && enforcement !== "disabled",
    );
    this.queue.start();
    return info;
  }
}

function serve(port: NonNullable<typeof parentPort>, start: WorkerStart): void {
  const send = (message: FromWorker): void => port.postMessage(message);
  const sdk = createRequire(start.sdk);
  let reported = 0;
  const onProgress = (): void => {
    const now = performance.now();
    if (now - reported > progressInterval) {
      reported = now;
      send({ kind: "progress" });
    }
  };
  const packs = Array.from({ length: start.packs }, () => new PackQueue(start.stack, sdk, onProgress));
  if (start.announcements !== undefined) {
    listen(start.announcements, packs);
  }
  port.on("message", (message: ToWorker) => {
    switch (message.kind) {
      case "analyze":
        for (const request of message.requests) {
          for (const pack of packs) {
            pack.add(request);
          }
        }
        break;
      case "give-up":
        packs[message.pack]?.giveUp();
        break;
      case "call": {
        const { id } = message;
        packs[message.pack]?.answer(message.call).then(
          (answer) => send({ kind: "answer", id, answer }),
          (error) => send({ kind: "failure", id, failure: failureOf(error) }),
        );
      }
    }
  });
}

/** Connects to packs as they are announced, a line of JSON each, while the program keeps its thread from telling of them. */
function listen(announcements: number, packs: PackQueue[]): void {
  const pipe = new Socket({ fd: announcements, readable: true, writable: false });
  // The parent is gone, and this process follows it.
  pipe.on("error", () => pipe.destroy());
  createInterface({ input: pipe }).on("line", (line) => {
    const announcement: PackAnnouncement = JSON.parse(line);
    // Why it fails is told to whoever asks for the connection.
    packs[announcement.index]?.connect(announcement).catch(() => {});
  });
  pipe.unref();
}

function failureOf(error: unknown): CallFailure {
  return {
    message: error instanceof Error ? error.message : String(error),
    ...(error instanceof PackCallError && { code: error.code }),
  };
}

if (parentPort) {
  serve(parentPort, workerData);
}
