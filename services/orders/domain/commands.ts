import * as v from "valibot";

/** Most lines of one order: a reservation writes an item for each, and a transaction of DynamoDB takes 100. */
export const MAX_LINES = 50;

/** ISO 4217, and cents are hundredths: currencies without them, such as JPY, are not taken. */
const currency = v.picklist(["EUR", "USD", "GBP", "CHF"]);
const cents = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000_000));

const line = v.strictObject({
  sku: v.pipe(v.string(), v.regex(/^[A-Z0-9-]{3,32}$/, "use 3 to 32 capitals, digits and hyphens")),
  quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  /** Price of one, as the shopper saw it. */
  unitPriceCents: cents,
});

const customerId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, "use 1 to 64 letters, digits, _ and -"));

/** What a shopper orders. */
export const placeOrder = v.strictObject({
  customerId,
  lines: v.pipe(
    v.array(line),
    v.minLength(1),
    v.maxLength(MAX_LINES),
    v.check((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, "use one line for each sku"),
  ),
  currency: v.optional(currency, "EUR"),
});

/** How it is paid. */
export const payOrder = v.strictObject({
  /** Token of a payment method. @default the one on file for the customer */
  paymentToken: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/, "use 1 to 128 letters, digits, _ and -"))),
});

export const cancelOrder = v.strictObject({
  reason: v.optional(v.pipe(v.string(), v.maxLength(500)), "cancelled by the customer"),
});

/** 1 to 80 letters, digits, `_` and `-`: also the name of the saga's execution. */
export const orderIdSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/, "use 1 to 80 letters, digits, _ and -"));

export const customerIdSchema = customerId;

export type PlaceOrder = v.InferOutput<typeof placeOrder>;
export type PayOrder = v.InferOutput<typeof payOrder>;
export type CancelOrder = v.InferOutput<typeof cancelOrder>;
