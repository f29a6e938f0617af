/** Something that can be ordered. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly about: string;
  readonly priceCents: number;
}

/** What the shop shows. Whether it is in stock only the order's way tells. */
export const PRODUCTS: readonly Product[] = [
  { sku: "SKU-1", name: "Espresso cup", about: "Thick porcelain that stays warm.", priceCents: 1490 },
  { sku: "SKU-2", name: "Moka pot", about: "For three cups, on any stove.", priceCents: 3900 },
  { sku: "SKU-3", name: "Hand grinder", about: "Steel burrs, forty steps.", priceCents: 8950 },
  { sku: "SKU-EMPTY", name: "Limited print", about: "A hundred were made. Perhaps one is left.", priceCents: 5500 },
];

/** Name of an article, or its number where the shop shows it no more. */
export function nameOf(sku: string): string {
  return PRODUCTS.find((product) => product.sku === sku)?.name ?? sku;
}
