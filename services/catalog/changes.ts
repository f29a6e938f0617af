import { isRecord, member, parsedJson } from "../shared/values";

/** A message that is no event at all. */
export class UnreadableError extends Error {
  override name = "UnreadableError";
}

/**
 * Reads out of a queue's message which product has changed: an EventBridge event of type `ProductChanged`, by itself or
 * within an SNS notification.
 * @returns undefined where it is another event
 * @throws UnreadableError where it is none
 */
export function changedSku(body: string): string | undefined {
  const outer = parsedJson(body);
  const message = member(outer, "Message");
  const event = typeof message === "string" ? parsedJson(message) : outer;
  const type = member(event, "detail-type");
  if (typeof type !== "string") throw new UnreadableError(`a message is no event: ${body.slice(0, 80)}`);
  if (type !== "ProductChanged") return undefined;
  const detail = member(event, "detail");
  const sku = member(detail, "sku") ?? member(member(detail, "data"), "sku");
  if (!isRecord(detail) || typeof sku !== "string" || sku === "") {
    throw new UnreadableError(`a ProductChanged event names no sku: ${body.slice(0, 80)}`);
  }
  return sku;
}
