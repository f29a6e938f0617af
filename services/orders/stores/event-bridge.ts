import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Bus, PublicEvent } from "../ports/bus";

/** Entries of one call: docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10;

/** A bus of EventBridge. */
export class EventBridgeBus implements Bus {
  constructor(
    private readonly client: EventBridgeClient,
    private readonly busName: string,
    private readonly source = "shop.orders",
  ) {}

  async publish(events: readonly PublicEvent[]): Promise<number[]> {
    const starts = Array.from({ length: Math.ceil(events.length / MAX_ENTRIES) }, (_, index) => index * MAX_ENTRIES);
    const failed = await Promise.all(
      starts.map(async (start) => {
        const taken = await this.put(events.slice(start, start + MAX_ENTRIES));
        return taken.map((index) => start + index);
      }),
    );
    return failed.flat();
  }

  /** The call succeeds also where it took nothing, and says so for each entry. */
  private async put(events: readonly PublicEvent[]): Promise<number[]> {
    const { Entries = [] } = await this.client.send(
      new PutEventsCommand({
        Entries: events.map(({ type, occurredAt, detail }) => ({
          EventBusName: this.busName,
          Source: this.source,
          DetailType: type,
          Time: new Date(occurredAt),
          Detail: JSON.stringify(detail),
        })),
      }),
    );
    return events.flatMap((_, index) => (Entries[index]?.EventId === undefined ? [index] : []));
  }
}
