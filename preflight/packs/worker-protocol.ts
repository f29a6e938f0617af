import type { PackAnnouncement } from "../child/messages";
import type { PackAnswer, RemediationAnswer } from "./answers";
import type { PackInfo, StackDescription } from "./client";

/** What the worker is started with. */
export interface WorkerStart {
  /** package.json of the program's `@pulumi/pulumi`. */
  sdk: string;
  /** How many packs there will be. */
  packs: number;
  stack: StackDescription;
  /** File descriptor that packs are announced by, where they are not only by messages. */
  announcements?: number;
}

/** A resource whose inputs are to be checked, as an encoded `AnalyzeRequest`. */
export interface ResourceRequest {
  urn: string;
  bytes: Uint8Array;
}

/** What a call to a pack came to. */
export interface CallFailure {
  message: string;
  /** Status code of gRPC, where it was a call that failed. */
  code?: number;
  /** The resource that was being checked. */
  urn?: string;
}

/** All that a pack said of the resources that it was asked about. */
export interface Settled {
  /** Only resources that it said something of, or that held. */
  answers: ({ urn: string } & PackAnswer)[];
  /** The first call that failed; nothing more was asked after it. */
  failure?: CallFailure;
}

/** A call to one pack. */
export type Call =
  | { method: "connect"; announcement: PackAnnouncement }
  | { method: "settle" }
  /** Answered with nothing. */
  | { method: "restrict"; policies: string[] }
  | { method: "analyze" | "analyzeStack" | "remediate"; request: Uint8Array };

/** What a call is answered with: the one property that belongs to its method. */
export interface Answer {
  info?: PackInfo;
  settled?: Settled;
  answer?: PackAnswer;
  remediations?: RemediationAnswer[];
}

export type ToWorker =
  | { kind: "call"; id: number; pack: number; call: Call }
  /** To be asked of every pack, as soon as it is connected. */
  | { kind: "analyze"; requests: ResourceRequest[] }
  /** The pack is not coming: let its requests go. */
  | { kind: "give-up"; pack: number };

export type FromWorker =
  | { kind: "answer"; id: number; answer: Answer }
  | { kind: "failure"; id: number; failure: CallFailure }
  /** Resources were checked since the last time. */
  | { kind: "progress" };
