import * as v from "valibot";

/** What can be changed while the API runs. Members of the document that are not known are left alone. */
const settings = v.object({
  /** Whether orders are taken; without, placing one answers 503. */
  acceptOrders: v.optional(v.boolean(), true),
  /** Largest total of an order, in hundredths of its currency. */
  maximumOrderCents: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 10_000_000),
  /** Most orders of a page. */
  maximumPageSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 50),
});

export type ApiSettings = v.InferOutput<typeof settings>;

/** @throws ValiError where the document is none */
export function settingsOf(document: unknown): ApiSettings {
  return v.parse(settings, document);
}

export const DEFAULT_SETTINGS: ApiSettings = settingsOf({});
