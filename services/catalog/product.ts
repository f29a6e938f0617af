import * as v from "valibot";
import type { Schemas } from "../shared/encoding";

const ProductSchema = v.object({
  sku: v.string(),
  name: v.string(),
  description: v.string(),
  priceCents: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** ISO 4217. */
  currency: v.pipe(v.string(), v.length(3)),
  /** Rises with each change. */
  version: v.pipe(v.number(), v.integer()),
});

/** What the shop sells. */
export type Product = v.InferOutput<typeof ProductSchema>;

/** Versions in which products are cached. To add a field: a new version, with a default. */
export const productSchemas: Schemas = {
  name: "Product",
  versions: [
    {
      type: "record",
      name: "Product",
      fields: [
        { name: "sku", type: "string" },
        { name: "name", type: "string" },
        { name: "description", type: "string", default: "" },
        { name: "priceCents", type: "long" },
        { name: "currency", type: "string" },
        { name: "version", type: "int" },
      ],
    },
  ],
};

// PostgreSQL keeps no NUL in a text: https://www.postgresql.org/docs/15/datatype-character.html
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest), v.regex(/^[^\0]*$/, "has a NUL character"));

const ProductContentSchema = v.strictObject({
  name: v.pipe(text(200), v.minLength(1)),
  description: v.optional(text(10_000), ""),
  priceCents: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "is no code of ISO 4217")),
});

/** What an operator says of a product. */
export type ProductContent = v.InferOutput<typeof ProductContentSchema>;

/** What is wrong with a product's content. */
export class ProductContentError extends Error {
  override name = "ProductContentError";
}

/** @throws ProductContentError that names each member that is missing, wrong or unknown */
export function productContentOf(value: unknown): ProductContent {
  const parsed = v.safeParse(ProductContentSchema, value);
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "the body"}: ${issue.message}`);
  throw new ProductContentError(wrong.join("; "));
}

/** @throws ValiError where it is no product */
export function productOf(value: unknown): Product {
  return v.parse(ProductSchema, value);
}
