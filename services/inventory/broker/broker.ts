/** A message to send. */
export interface OutgoingMessage {
  /** The same for every try to send the same message: whoever gets it twice knows it by this. */
  readonly id: string;
  /** What it says, such as `StockCounted`. */
  readonly type: string;
  /** Text, JSON as a rule. */
  readonly body: string;
  /** Correlation id, trace context and whatever else the receiver reads. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A message that came in. */
export interface IncomingMessage extends OutgoingMessage {
  /** Whether the broker may have handed it out before. */
  readonly redelivered: boolean;
}

export interface PublishOptions {
  /** Milliseconds until it counts as not sent. @default 30,000 */
  readonly withinMs?: number;
}

export interface ConsumeOptions {
  /** Messages handed out and not settled at once. @default 16 */
  readonly prefetch?: number;
  readonly retry?: RetryOptions;
}

/** How often a message is tried before it goes to the dead letters. */
export interface RetryOptions {
  /** @default 8 */
  readonly attempts?: number;
  /** Milliseconds before the second try; doubled each time, half of it by chance. @default 200 */
  readonly baseMs?: number;
  /** Milliseconds between two tries at most. @default 30,000 */
  readonly longestMs?: number;
}

/** Settles where the message was dealt with. @throws PoisonError where no try will ever succeed */
export type MessageHandler = (message: IncomingMessage) => Promise<void>;

/** A subscription. */
export interface Consumer {
  /** Takes no more, and settles once what is in hand is settled with the broker. */
  stop(): Promise<void>;
}

/**
 * The message broker that the warehouse shares with the shop. A connection that breaks is made again, to the next of its
 * addresses if need be; nobody who uses it has to know.
 *
 * Nothing is lost, and a message may come twice: a sender that never heard the broker's confirmation sends again, and a
 * broker that never heard the consumer's acknowledgement delivers again. Consumers know a message by its id.
 */
export interface Broker {
  /**
   * Settles once the broker has the message on disk.
   * @throws PublishError where that did not happen in time; it may have arrived all the same
   */
  publish(queue: string, message: OutgoingMessage, options?: PublishOptions): Promise<void>;
  /** Settles once the first subscription stands. Messages that are not dealt with stay with the broker. */
  consume(queue: string, handler: MessageHandler, options?: ConsumeOptions): Promise<Consumer>;
  /** Whether a connection stands at the moment. */
  connected(): boolean;
  /** Stops consumers, then sends what is being sent, then says good-bye. */
  close(): Promise<void>;
}

/** A message that nobody can deal with, today or tomorrow: it goes to the dead letters at once. */
export class PoisonError extends Error {
  override name = "PoisonError";
}

/** The broker did not confirm a message. Send it again with the same id. */
export class PublishError extends Error {
  override name = "PublishError";
}
