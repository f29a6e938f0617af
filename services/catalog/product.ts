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

/** @throws ValiError where it is no product */
export function productOf(value: unknown): Product {
  return v.parse(ProductSchema, value);
}
