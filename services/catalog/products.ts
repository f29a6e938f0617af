import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { type Product, productOf } from "./product";

/** Where products are kept. */
export interface ProductStore {
  /** Undefined where there is none. */
  load(sku: string): Promise<Product | undefined>;
}

export function productKey(sku: string) {
  return { pk: `PRODUCT#${sku}`, sk: "DETAILS" };
}

/** {@link ProductStore} in a table with the keys `pk` and `sk`. */
export class DynamoProducts implements ProductStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  async load(sku: string): Promise<Product | undefined> {
    // Consistent: what was read goes into the cache, and a change just before must not be missing there.
    const command = new GetCommand({ TableName: this.table, Key: productKey(sku), ConsistentRead: true });
    const { Item } = await this.client.send(command);
    return Item && productOf({ description: "", ...Item, sku });
  }
}
