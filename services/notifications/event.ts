import * as v from "valibot";
import { member, parsedJson } from "../shared/values";

/** What has happened in the shop. */
export interface ShopEvent {
  /** The same for every copy of the event. */
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** A message that is no event. */
export class UnreadableError extends Error {
  override name = "UnreadableError";
}

const Envelope = v.object({
  id: v.optional(v.string()),
  "detail-type": v.pipe(v.string(), v.minLength(1)),
  detail: v.record(v.string(), v.unknown()),
});

/**
 * Reads an EventBridge event out of a queue's message, by itself or within an SNS notification. Its id is the journal's
 * `eventId` where the publisher gives it: EventBridge's own is another one each time that the same fact is put.
 * @throws UnreadableError where it is none
 */
export function eventOf(body: string): ShopEvent {
  const outer = parsedJson(body);
  const message = member(outer, "Message");
  const parsed = v.safeParse(Envelope, typeof message === "string" ? parsedJson(message) : outer);
  if (!parsed.success) throw new UnreadableError(`a message is no event: ${body.slice(0, 80)}`);
  const { id: busId, "detail-type": type, detail } = parsed.output;
  const data = v.is(v.record(v.string(), v.unknown()), detail.data) ? detail.data : detail;
  const id = [detail.eventId, member(detail.metadata, "eventId"), busId].find((given) => typeof given === "string");
  if (typeof id !== "string" || id === "") throw new UnreadableError(`an event of type ${type} has no id`);
  return { id, type, data };
}
