import * as v from "valibot";
import { Refusal } from "../../shared/refusal";
import type { Orders } from "../orders";
import { type Deliveries, type Payments, type Stock, UndoneError } from "../ports/ledgers";
import type { SagaCall } from "./call";

/** What the saga's steps do, each of them once for a key, and what undoes them. */

export function reserveStock({ idempotencyKey, input }: SagaCall, stock: Stock) {
  return stock.reserve(idempotencyKey, input.lines);
}

export function releaseStock({ idempotencyKey }: SagaCall, stock: Stock) {
  return stock.release(idempotencyKey);
}

export function takePayment({ idempotencyKey, input }: SagaCall, payments: Payments) {
  const { orderId, customerId, totalCents: amountCents, currency, paymentToken } = input;
  return payments.charge(idempotencyKey, { orderId, customerId, amountCents, currency, paymentToken });
}

export function refundPayment({ idempotencyKey }: SagaCall, payments: Payments) {
  return payments.refund(idempotencyKey);
}

export function arrangeDelivery({ idempotencyKey, input }: SagaCall, deliveries: Deliveries) {
  const { orderId, customerId, lines } = input;
  return deliveries.arrange(idempotencyKey, { orderId, customerId, lines });
}

export function cancelDelivery({ idempotencyKey }: SagaCall, deliveries: Deliveries) {
  return deliveries.cancel(idempotencyKey);
}

const resultsBefore = v.object({
  "reserve-stock": v.object({ reservationId: v.string() }),
  "take-payment": v.object({ paymentId: v.string() }),
  "arrange-delivery": v.object({ deliveryId: v.string() }),
});

export async function confirmOrder({ input, results }: SagaCall, orders: Orders) {
  const before = v.parse(resultsBefore, results);
  const command = {
    ...before["reserve-stock"],
    ...before["take-payment"],
    ...before["arrange-delivery"],
  };
  try {
    await orders.handle(input.orderId, { type: "confirm", command });
  } catch (error) {
    if (error instanceof Refusal) throw new UndoneError(error.message);
    throw error;
  }
  return { orderId: input.orderId, status: "confirmed" };
}

/** Step Functions tells a function's error as JSON with its message. */
const functionError = v.pipe(v.string(), v.parseJson(), v.object({ errorMessage: v.string() }));

export async function rejectOrder({ input, failure }: SagaCall, orders: Orders) {
  const told = v.safeParse(functionError, failure?.cause);
  const cause = (told.success ? told.output.errorMessage : (failure?.cause ?? "")).slice(0, 500);
  const command = { reason: failure?.error ?? "SagaFailed", cause };
  await orders.handle(input.orderId, { type: "reject", command });
  return { orderId: input.orderId, status: "rejected" };
}
