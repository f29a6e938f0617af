/** An event for other services. */
export interface PublicEvent {
  /** Name of the type, such as `OrderPlaced`. */
  readonly type: string;
  readonly occurredAt: string;
  readonly detail: Record<string, unknown>;
}

export interface Bus {
  /** Publishes events, at least once each. Answers with the indexes of those that were not taken. */
  publish(events: readonly PublicEvent[]): Promise<number[]>;
}
