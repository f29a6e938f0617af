import type { Product, ProductContent } from "./product";

export interface LoadOptions {
  /** Sees every change that was acknowledged; without it what is read may be behind by a moment. @default false */
  readonly latest?: boolean;
}

/** Where products are kept. */
export interface ProductStore {
  /** Undefined where there is none. */
  load(sku: string, options?: LoadOptions): Promise<Product | undefined>;

  /**
   * Writes a product, and with it that its change is to be announced: both, or neither.
   * @param expected version that it has at the moment; undefined where there must be none yet
   * @returns the product with its new version
   * @throws VersionConflictError where it has another
   */
  save(sku: string, content: ProductContent, expected: number | undefined): Promise<Product>;
}

/** Somebody else has changed the product. */
export class VersionConflictError extends Error {
  override name = "VersionConflictError";

  constructor(
    readonly sku: string,
    readonly expected: number | undefined,
    /** Undefined where there is no such product. */
    readonly current: number | undefined,
  ) {
    const version = (of: number | undefined) => (of === undefined ? "no version" : `version ${of}`);
    super(`product ${JSON.stringify(sku)} was to have ${version(expected)} and has ${version(current)}`);
  }
}
