import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { correlate, fromSqs, log } from "../shared/correlation";
import { eventOf } from "./event";
import type { Customers, Ledger, Sender } from "./ports";
import { type Notification, notificationOf } from "./templates";

/** What became of a message. */
export type Outcome =
  | "sent"
  /** The notification of its event was sent before. */
  | "duplicate"
  /** Nobody is told of events of its type. */
  | "unknownType"
  /** It comes again: another is about to send, or it could not be sent. */
  | "retried"
  /** It is no event: it comes again until the queue moves it to the dead letters. */
  | "poison";

export interface Delivery {
  readonly ledger: Ledger;
  readonly sender: Sender;
  readonly customers: Customers;
  readonly count?: (outcome: Outcome) => void;
}

/**
 * Sends one notification an event, however often the event comes. The ledger has the event before the notification goes out
 * and knows it as sent afterwards: a process that dies between the two sends again after its claim ends, since it can't be
 * known whether the notification went out, and two are better than none.
 */
export async function deliverAll({ Records }: SQSEvent, delivery: Delivery): Promise<SQSBatchResponse> {
  const failed: SQSBatchResponse["batchItemFailures"] = [];
  const under = new Map<string, Promise<unknown>>();
  await Promise.all(
    Records.map(async (record) => {
      // Copies in one batch wait for each other, or the second would find the first's claim and come again for nothing.
      const before = under.get(keyOf(record)) ?? Promise.resolve();
      const mine = before.then(() => correlate(fromSqs(record), () => deliver(record, delivery)));
      under.set(keyOf(record), mine);
      const outcome = await mine;
      delivery.count?.(outcome);
      if (outcome === "retried" || outcome === "poison") failed.push({ itemIdentifier: record.messageId });
    }),
  );
  return { batchItemFailures: failed };
}

async function deliver(record: SQSRecord, { ledger, sender, customers }: Delivery): Promise<Outcome> {
  const details = { messageId: record.messageId };
  try {
    const event = eventOf(record.body);
    const notification = notificationOf(event);
    if (!notification) return "unknownType";
    const claim = await ledger.claim(event.id);
    if (claim === "sent") return "duplicate";
    if (claim === "taken") return "retried";
    try {
      await sender.send(event.id, event.type, await addressed(notification, customers));
    } catch (error) {
      await ledger.release(event.id);
      throw error;
    }
    await ledger.sent(event.id);
    log().info("notification sent", { ...details, eventId: event.id, type: event.type });
    return "sent";
  } catch (error) {
    const poison = error instanceof Error && error.name === "UnreadableError";
    log().warn(poison ? "poison" : "notification not sent", { ...details, error: String(error) });
    return poison ? "poison" : "retried";
  }
}

/** An order keeps the id of who placed it; who that is today may be another, after a merge. */
async function addressed(notification: Notification, customers: Customers): Promise<Notification> {
  const { customerId } = notification;
  if (customerId === undefined) return notification;
  return { ...notification, customerId: (await customers.today(customerId)) ?? customerId };
}

function keyOf(record: SQSRecord): string {
  try {
    return eventOf(record.body).id;
  } catch {
    return record.messageId;
  }
}
