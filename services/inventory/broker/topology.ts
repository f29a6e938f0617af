import type { Channel } from "amqplib";

export interface TopologyOptions {
  /** False where somebody else declares the queues: they are only looked up. @default true */
  readonly declare?: boolean;
  /** Deliveries that ended with a broken connection before a message counts as dead. @default 20 */
  readonly deliveryLimit?: number;
}

/** Queue of what could not be dealt with. */
export function deadLetterQueueOf(queue: string): string {
  return `${queue}.dead`;
}

/**
 * Declares a replicated queue and, beside it, the exchange and the queue of its dead letters. Dead letters are moved only
 * once their queue has them (`at-least-once`), for which RabbitMQ asks that a full queue refuses (`reject-publish`).
 * @throws Error where a queue of that name and of other settings exists
 */
export async function declareQueue(
  channel: Channel,
  queue: string,
  { declare = true, deliveryLimit = 20 }: TopologyOptions = {},
): Promise<void> {
  if (!declare) {
    await channel.checkQueue(queue);
    return;
  }
  const exchange = `${queue}.dlx`;
  const dead = deadLetterQueueOf(queue);
  await channel.assertExchange(exchange, "fanout", { durable: true });
  await channel.assertQueue(dead, { durable: true, arguments: { "x-queue-type": "quorum" } });
  await channel.bindQueue(dead, exchange, "");
  await channel.assertQueue(queue, {
    durable: true,
    arguments: {
      "x-queue-type": "quorum",
      "x-dead-letter-exchange": exchange,
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
      "x-delivery-limit": deliveryLimit,
    },
  });
}
