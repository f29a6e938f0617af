import type { OutgoingMessage } from "./broker";

/** Items of inventory's table that orders write as well. */

/** Key of a product's stock, which orders reserve from: `available` may still be reserved, `onHand` lies in the warehouse. */
export function stockKey(sku: string) {
  return { pk: `sku#${sku}`, sk: "stock" };
}

/** Partition of the index `gsi1` with the messages that are still to be sent. */
export const OUTBOX = "outbox";

/**
 * Item to write in the same transaction as the change that it tells of: with both or none written, no message is lost and
 * none is sent of what never happened.
 * @param at moment of the change, ISO 8601; messages go out in this order
 */
export function outboxItem(message: OutgoingMessage, at: string) {
  return { ...outboxKey(message.id), gsi1pk: OUTBOX, gsi1sk: `${at}#${message.id}`, ...message };
}

export function outboxKey(messageId: string) {
  return { pk: `outbox#${messageId}`, sk: "message" };
}
