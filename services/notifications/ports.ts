import type { Notification } from "./templates";

/** What became of an attempt to claim an event. */
export type Claim =
  /** This one sends. */
  | "mine"
  /** Its notification was sent. */
  | "sent"
  /** Another is about to send. */
  | "taken";

/** Remembers of which events the notification was sent. */
export interface Ledger {
  /** Only one gets an event at a time; a claim of one that died ends after a while. */
  claim(eventId: string): Promise<Claim>;
  /** It is sent: nobody gets it again. */
  sent(eventId: string): Promise<void>;
  /** It was not sent: another may try at once. */
  release(eventId: string): Promise<void>;
}

/** Customers, of whom some were merged into others. */
export interface Customers {
  /** Id of the customer of today that an id stands for; undefined where there is none. */
  today(customerId: string): Promise<string | undefined>;
}

export interface Sender {
  send(eventId: string, type: string, notification: Notification): Promise<void>;
}
