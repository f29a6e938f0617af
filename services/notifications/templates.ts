import * as v from "valibot";
import type { ShopEvent } from "./event";
import { UnreadableError } from "./event";

/** What a customer is told. */
export interface Notification {
  /** At most 100 characters without line breaks: SNS takes no more. */
  readonly subject: string;
  readonly text: string;
  /** Whom it is for; undefined where the event does not say. */
  readonly customerId: string | undefined;
}

const base = { orderId: v.string(), customerId: v.optional(v.string()) };
const Plain = v.object(base);
const Priced = v.object({
  ...base,
  totalCents: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
});
const Reasoned = v.object({ ...base, reason: v.optional(v.string()) });

type Template = (data: unknown) => Notification;

function template<S extends v.GenericSchema<unknown, { orderId: string; customerId?: string }>>(
  schema: S,
  subject: (data: v.InferOutput<S>) => string,
  text: (data: v.InferOutput<S>) => string,
): Template {
  return (data) => {
    const { orderId, customerId } = v.parse(v.object(base), data);
    const given = v.parse(schema, data);
    const line = subject(given).replace(/\s+/g, " ").slice(0, 100);
    return { subject: line, text: `${text(given)}\n\nOrder: ${orderId}`, customerId };
  };
}

/** One a type of event; events of other types are nobody's news. */
const TEMPLATES: Readonly<Record<string, Template>> = {
  OrderPlaced: template(
    Priced,
    () => "We have your order",
    ({ totalCents, currency }) => `Thank you for your order${sum(totalCents, currency)}.`,
  ),
  OrderConfirmed: template(
    Plain,
    () => "Your order is on its way",
    () => "Your order is paid for and on its way to you.",
  ),
  OrderRejected: template(
    Reasoned,
    () => "We can't carry out your order",
    ({ reason }) =>
      `We are sorry: your order could not be carried out${reason ? ` (${reason})` : ""}. You were not charged.`,
  ),
  OrderCancelled: template(
    Plain,
    () => "Your order is cancelled",
    () => "Your order is cancelled, as you wished.",
  ),
};

/**
 * Writes the notification of an event; undefined where there is none for its type.
 * @throws UnreadableError where the event lacks what its template needs
 */
export function notificationOf({ id, type, data }: ShopEvent): Notification | undefined {
  const write = Object.hasOwn(TEMPLATES, type) ? TEMPLATES[type] : undefined;
  try {
    return write?.(data);
  } catch (error) {
    throw new UnreadableError(`event ${id} of type ${type} lacks what it should tell: ${String(error)}`);
  }
}

function sum(totalCents: number | undefined, currency: string | undefined): string {
  if (totalCents === undefined || currency === undefined) return "";
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return ` of ${format.format(totalCents / 10 ** digits)}`;
}
