import * as v from "valibot";
import { correlate, log } from "../shared/correlation";
import { type IncomingMessage, type MessageHandler, PoisonError } from "./broker";

/** What the warehouse says of its stock. */
export type StockUpdate =
  /** Somebody has counted: so many pieces were there at that moment. */
  | { readonly type: "StockCounted"; readonly sku: string; readonly onHand: number; readonly countedAt: string }
  /** So many pieces came in, or went out where it is negative; `reserved` ones were set aside for an order before. */
  | { readonly type: "StockMoved"; readonly sku: string; readonly quantity: number; readonly reserved: boolean };

/** What became of an update. */
export type Applied =
  | "applied"
  /** It was applied before. */
  | "duplicate"
  /** A later count is known already. */
  | "outdated";

/** Levels of the stock. */
export interface StockStore {
  /** Applies an update once, however often its message comes. */
  apply(messageId: string, update: StockUpdate): Promise<Applied>;
}

const sku = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const StockUpdateSchema = v.variant("type", [
  v.object({
    type: v.literal("StockCounted"),
    sku,
    onHand: v.pipe(v.number(), v.integer(), v.minValue(0)),
    countedAt: v.pipe(
      v.string(),
      v.isoTimestamp(),
      // One form, so that texts compare as the moments do.
      v.transform((text) => new Date(text).toISOString()),
    ),
  }),
  v.object({
    type: v.literal("StockMoved"),
    sku,
    quantity: v.pipe(v.number(), v.integer()),
    reserved: v.optional(v.boolean(), false),
  }),
]);

/** @throws PoisonError that says what is wrong with the message */
export function stockUpdateOf({ id, type, body }: IncomingMessage): StockUpdate {
  if (id === "") throw new PoisonError("a message without an id can't be told from its copies");
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    throw new PoisonError(`message ${id} is not JSON: ${body.slice(0, 80)}`);
  }
  const parsed = v.safeParse(StockUpdateSchema, { ...Object(content), type });
  if (parsed.success) return parsed.output;
  throw new PoisonError(`message ${id} of type "${type}": ${parsed.issues.map(({ message }) => message).join("; ")}`);
}

/** Applies what comes from the warehouse, as part of whatever caused it. */
export function stockHandler(store: StockStore, count: (applied: Applied) => void = () => undefined): MessageHandler {
  return (message) =>
    correlate(message.headers, async () => {
      const update = stockUpdateOf(message);
      const applied = await store.apply(message.id, update);
      count(applied);
      log().info("stock update", { messageId: message.id, sku: update.sku, type: update.type, applied });
    });
}
