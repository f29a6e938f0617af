import type { Customer } from "./customer";
import type { Merge } from "./survivorship";

/** A place in an order that the store keeps: after what it belongs to. */
export type Cursor = string;

export interface Page<T> {
  readonly items: readonly { readonly cursor: Cursor; readonly value: T }[];
  /** Undefined after the last page. */
  readonly next: Cursor | undefined;
}

/** What is where a customer should be, and is none. */
export class Unreadable {
  constructor(readonly id: string) {}
}

/** The customers. Aliases are none. */
export interface CustomerStore {
  /** Each customer once, in an order of the store's own. @param after the customer to go on after, be it an alias now */
  page(after: Cursor | undefined): Promise<Page<Customer | Unreadable>>;
  /** As they are now; those that are gone, unreadable or aliases are left out. */
  read(customerIds: readonly string[]): Promise<Customer[]>;
  /**
   * Carries out a merge and notes with the run's finding that it did, all of it or nothing: the survivor changes, the others
   * become its aliases, what each of them was is kept beside it.
   * @returns whether it did: not where one of them has changed since it was read
   */
  merge(merge: Merge, runId: string, at: string): Promise<boolean>;
}

/** Customers one by one, for what changes them: each change raises `version`. */
export interface Profiles {
  /** The customer of today that an id stands for, be it the id of one that was merged; undefined where there is none. */
  today(customerId: string): Promise<Customer | undefined>;
  /** @returns whether it did: not where there is a customer of that id, or was one */
  add(customer: Customer): Promise<boolean>;
  /** @returns whether it did: not where the customer has changed since it was read, or was merged into another */
  replace(was: Customer, customer: Customer): Promise<boolean>;
}

/** Customers that are the same. */
export interface Group {
  readonly kind: "group";
  readonly survivorId: string;
  readonly otherIds: readonly string[];
  /** ISO 8601; undefined as long as they are not merged. */
  readonly mergedAt?: string | undefined;
}

/** What a run has found out, one line a fact. The same fact twice is one line. */
export type Finding =
  | Group
  | { readonly kind: "suspect"; readonly customerIds: readonly [string, string] }
  /** At least so many share keys with the customer, or with others that do: nobody should merge them without a look. */
  | { readonly kind: "crowd"; readonly customerId: string; readonly size: number }
  /** Some value of the customer is not what the schema says. */
  | { readonly kind: "unreadable"; readonly customerId: string };

/** How far a run has come. */
export interface Checkpoint {
  readonly runId: string;
  readonly phase: "index" | "match" | "merge" | "done";
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
  /** Writes a finding down where there is none in its place yet. */
  report(runId: string, finding: Finding): Promise<void>;
  findings(runId: string): Promise<Finding[]>;
  /** The groups among the findings, each once. */
  groups(runId: string, after: Cursor | undefined): Promise<Page<Group>>;
}

/** Another process has taken the job: this one has to end. */
export class LostError extends Error {
  override name = "LostError";
}
