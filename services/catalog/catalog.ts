import { type CacheEvent, ReadThrough, type ReadThroughOptions, type RemoteCache } from "./cache";
import { type Product, productOf, productSchemas } from "./product";
import type { ProductStore } from "./products";

/** Prefix of the catalog's keys in the cache. */
export const CACHE_PREFIX = "catalog";

/** Products, read through the cache. */
export function catalogOf(
  store: Pick<ProductStore, "load">,
  remote: RemoteCache,
  count: (event: CacheEvent) => void = () => undefined,
  options: Partial<ReadThroughOptions<Product>> = {},
): ReadThrough<Product> {
  return new ReadThrough<Product>({
    remote,
    load: (sku, latest) => store.load(sku, { latest }),
    schemas: productSchemas,
    parse: productOf,
    count,
    ...options,
  });
}
