import type { Broker, IncomingMessage, MessageHandler, OutgoingMessage } from "../../../services/inventory/broker";

/** Messages with ids from `<prefix>-0` on. */
export function messages(prefix: string, count: number): OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index}`,
    type: "StockCounted",
    body: JSON.stringify({ index }),
    headers: { "x-correlation-id": `${prefix}-${index}` },
  }));
}

/** Handler that keeps a tally of what it saw, by id. */
export function tally(handle: (message: IncomingMessage, times: number) => Promise<void> = async () => undefined) {
  const seen = new Map<string, number>();
  const all: IncomingMessage[] = [];
  const handler: MessageHandler = async (message) => {
    const times = (seen.get(message.id) ?? 0) + 1;
    seen.set(message.id, times);
    all.push(message);
    await handle(message, times);
  };
  return { seen, all, handler };
}

/** Publishes all, a few at once, and tells of each that is confirmed; settles once all are. */
export async function publishAll(
  broker: Broker,
  queue: string,
  all: readonly OutgoingMessage[],
  confirmed: () => void = () => undefined,
) {
  const rest = [...all];
  const send = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      await broker.publish(queue, next, { withinMs: 60_000 });
      confirmed();
    }
  };
  await Promise.all(Array.from({ length: 4 }, send));
}
