import type { Customer } from "./customer";
import type { Merge } from "./survivorship";

/** Where a scan of customers stands: the last customer that it gave. */
export type Cursor = string;

export interface CustomerPage {
  readonly customers: readonly Customer[];
  /** Undefined after the last page. */
  readonly next: Cursor | undefined;
}

/** The customers. Aliases are none. */
export interface CustomerStore {
  /** Each customer once, in an order of the store's own. @param after the customer to go on after */
  page(after: Cursor | undefined): Promise<CustomerPage>;
  /** Place of a customer in that order. */
  cursorOf(customer: Customer): Cursor;
  /** As they are now; those that are gone or aliases are left out. */
  read(customerIds: readonly string[]): Promise<Customer[]>;
  /**
   * Carries out a merge and reports it, all of it or nothing: the survivor changes, the others become its aliases, what they
   * were is kept beside them.
   * @returns false where one of them has changed since it was read
   */
  merge(merge: Merge, runId: string, at: string): Promise<boolean>;
}

/** What a run has found out, one line a fact. The same fact twice is one line. */
export type Finding =
  /** Merged; in a dry run, to be merged. */
  | { readonly kind: "group"; readonly survivorId: string; readonly otherIds: readonly string[] }
  | { readonly kind: "suspect"; readonly customerIds: readonly [string, string] }
  /** So many may be the same that nobody should merge them without a look. */
  | { readonly kind: "crowd"; readonly customerId: string; readonly size: number };

/** How far a run has come. */
export interface Checkpoint {
  readonly runId: string;
  readonly phase: "index" | "match" | "done";
  readonly after: Cursor | undefined;
}

/** The job's own records. Those of dry runs are apart from the others. */
export interface WorkStore {
  /**
   * Takes the job for this process for so many milliseconds: the run that is not done, or a new one.
   * @returns undefined where another process has it
   */
  take(newRunId: string, forMs: number): Promise<Checkpoint | undefined>;
  /** @throws LostError where another process has taken the job in the meantime */
  save(checkpoint: Checkpoint): Promise<void>;
  /** Saves, and lets another go on at once. */
  release(checkpoint: Checkpoint): Promise<void>;
  /** Remembers who has which keys. */
  index(runId: string, entries: readonly { key: string; customerId: string }[]): Promise<void>;
  /** Who has the key, up to so many. */
  customersWith(runId: string, key: string, limit: number): Promise<string[]>;
  report(runId: string, finding: Finding): Promise<void>;
  findings(runId: string): Promise<Finding[]>;
}

/** Another process has taken the job: this one has to end. */
export class LostError extends Error {
  override name = "LostError";
}
