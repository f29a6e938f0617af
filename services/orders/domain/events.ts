import * as v from "valibot";
import { type AvroField, type AvroRecord, EncodingError, type Schemas } from "../../shared/encoding";
import type { RecordedEvent } from "../../shared/journal";

/** What happens to orders. */
export const OrderEventType = {
  Placed: "OrderPlaced",
  PaymentRequested: "OrderPaymentRequested",
  Cancelled: "OrderCancelled",
  Confirmed: "OrderConfirmed",
  Rejected: "OrderRejected",
} as const;
export type OrderEventType = (typeof OrderEventType)[keyof typeof OrderEventType];

const line = v.object({ sku: v.string(), quantity: v.number(), unitPriceCents: v.number() });
const contents = {
  customerId: v.string(),
  lines: v.array(line),
  totalCents: v.number(),
  currency: v.string(),
};

/** Data of the newest version, by event. */
const data = {
  OrderPlaced: v.object(contents),
  OrderPaymentRequested: v.object({ ...contents, paymentToken: v.string() }),
  OrderCancelled: v.object({ reason: v.string() }),
  OrderConfirmed: v.object({ reservationId: v.string(), paymentId: v.string(), deliveryId: v.string() }),
  OrderRejected: v.object({ reason: v.string(), cause: v.string() }),
};

export type OrderLine = v.InferOutput<typeof line>;
export type OrderEventData = { [Type in OrderEventType]: v.InferOutput<(typeof data)[Type]> };
export type OrderEvent = { [Type in OrderEventType]: { type: Type; data: OrderEventData[Type] } }[OrderEventType];

/**
 * What a recorded event says of an order.
 * @throws EncodingError where it is no event of orders, or its data are not those of its type
 */
export function orderEventOf({ type, data: given, eventId }: RecordedEvent): OrderEvent {
  switch (type) {
    case "OrderPlaced":
      return { type, data: read(data[type], given, eventId) };
    case "OrderPaymentRequested":
      return { type, data: read(data[type], given, eventId) };
    case "OrderCancelled":
      return { type, data: read(data[type], given, eventId) };
    case "OrderConfirmed":
      return { type, data: read(data[type], given, eventId) };
    case "OrderRejected":
      return { type, data: read(data[type], given, eventId) };
    default:
      throw new EncodingError(`event ${eventId} is of type ${type}, which orders do not know`);
  }
}

function read<S extends v.GenericSchema>(schema: S, given: unknown, eventId: string): v.InferOutput<S> {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new EncodingError(`event ${eventId}: ${v.getDotPath(issue) ?? "its data"}: ${issue.message}`);
}

const text = (name: string): AvroField => ({ name, type: "string" });
const lines: AvroField = {
  name: "lines",
  type: {
    type: "array",
    items: {
      type: "record",
      name: "OrderLine",
      fields: [text("sku"), { name: "quantity", type: "int" }, { name: "unitPriceCents", type: "int" }],
    },
  },
};
const totalCents: AvroField = { name: "totalCents", type: "long" };
/** Came with version 2; orders before it were all in euros. */
const currency: AvroField = { name: "currency", type: "string", default: "EUR" };

function record(name: string, ...fields: AvroField[]): AvroRecord {
  return { type: "record", name, fields };
}

/** Schemas of every version that was ever written. One is added at the end; none is changed, since archives have them. */
export const orderSchemas: Record<OrderEventType, Schemas> = {
  OrderPlaced: {
    name: "OrderPlaced",
    versions: [
      record("OrderPlaced", text("customerId"), lines, totalCents),
      record("OrderPlaced", text("customerId"), lines, totalCents, currency),
    ],
  },
  OrderPaymentRequested: {
    name: "OrderPaymentRequested",
    versions: [
      record("OrderPaymentRequested", text("customerId"), lines, totalCents, text("token")),
      record("OrderPaymentRequested", text("customerId"), lines, totalCents, currency, text("paymentToken")),
    ],
    // `token` was renamed, which a default can't do.
    upcasters: [({ token, ...kept }) => ({ ...kept, currency: "EUR", paymentToken: token })],
  },
  OrderCancelled: { name: "OrderCancelled", versions: [record("OrderCancelled", text("reason"))] },
  OrderConfirmed: {
    name: "OrderConfirmed",
    versions: [record("OrderConfirmed", text("reservationId"), text("paymentId"), text("deliveryId"))],
  },
  OrderRejected: {
    name: "OrderRejected",
    versions: [record("OrderRejected", text("reason"), { name: "cause", type: "string", default: "" })],
  },
};
