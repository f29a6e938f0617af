import type { ApiKey, Finding } from "./finding";
import type { Gateway } from "./gateway";
import type { Outcome } from "./outcomes";
import type { Change, Unresolved } from "./plan";

/** What became of a finding. */
export interface Result {
  readonly outcome: Outcome;
  readonly changes: readonly Change[];
  readonly unresolved: readonly Unresolved[];
  /** One sentence, for people and for the record. */
  readonly detail: string;
  /** When the reading began that proved the API compliant; only where it was proved. ISO 8601. */
  readonly verifiedAt?: string;
}

/** What the ledger knows of a finding. */
export interface FindingRecord {
  /** `planned` is written before the first change, `settled` after the last effect. */
  readonly status: "planned" | "settled";
  readonly outcome?: Outcome;
  readonly plannedAt?: string;
  readonly changes: readonly Change[];
}

/** Memory of what was done, shared by every worker. */
export interface Ledger {
  finding(id: string): Promise<FindingRecord | undefined>;
  /** When the API was last proved compliant; ISO 8601. */
  verifiedAt(api: ApiKey): Promise<string | undefined>;
  /** Findings for which the API was changed since then. */
  changedSince(api: ApiKey, since: string): Promise<string[]>;
  /** Written before the first change. */
  plan(finding: Finding, api: ApiKey, plannedAt: string, changes: readonly Change[]): Promise<void>;
  /** The last effect before a message is deleted. */
  settle(finding: Finding, api: ApiKey | undefined, at: string, result: Result): Promise<void>;
  /** Whether a try that left the message in the queue was recorded with this outcome. */
  attempted(id: string, outcome: Outcome): Promise<boolean>;
  /** Records a try that leaves the message in the queue; a plan that was begun stays as it is. */
  attempt(finding: Finding, at: string, result: Result): Promise<void>;
  /** A message that is no finding. */
  message(id: string, at: string, outcome: Outcome, detail: string): Promise<void>;
}

/** Evidence that is never written over. */
export interface Evidence {
  /** Writes an object unless it is there already; says which. */
  put(key: string, content: unknown): Promise<"written" | "existed">;
}

/** The topic that people, and the queue, are subscribed to. */
export interface Notices {
  publish(notice: { kind: "finding" | "outcome"; subject: string; body: string; correlationId: string }): Promise<void>;
}

export interface Clock {
  now(): number;
}

/** All that the remediation acts on. */
export interface Ports {
  readonly gateway: Gateway;
  readonly ledger: Ledger;
  readonly evidence: Evidence;
  readonly notices: Notices;
  readonly clock: Clock;
}
