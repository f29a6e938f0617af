import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { PendingChange } from "./postgres";

/** Milliseconds: the changes' rows are locked meanwhile. */
const PATIENCE_MS = 10_000;

/**
 * Puts `ProductChanged` events on a bus, up to 10
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html).
 * @returns the indexes of those that it did not take
 */
export async function publishChanges(
  client: EventBridgeClient,
  busName: string,
  changes: readonly PendingChange[],
): Promise<number[]> {
  const command = new PutEventsCommand({
    Entries: changes.map(({ sku, version, changedAt, metadata }) => ({
      EventBusName: busName,
      Source: "shop.catalog",
      DetailType: "ProductChanged",
      Time: changedAt,
      Detail: JSON.stringify({ metadata, data: { sku, version } }),
    })),
  });
  const { Entries = [] } = await client.send(command, { abortSignal: AbortSignal.timeout(PATIENCE_MS) });
  return changes.flatMap((_, index) => (Entries[index]?.EventId === undefined ? [index] : []));
}
