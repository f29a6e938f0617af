import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { stockKey } from "../inventory/items";
import { documents } from "../shared/clients";
import { isConditionFailed } from "../shared/conditions";
import { requiredEnvironment } from "../shared/environment";

/** What a new shop has in store, by article. `SKU-EMPTY` is sold out. */
export const SEED: Readonly<Record<string, number>> = {
  "SKU-1": 1_000_000,
  "SKU-2": 1000,
  "SKU-3": 100,
  "SKU-EMPTY": 0,
};

/**
 * Puts articles into the stock that are not there; the others stay as they are.
 * @returns articles that were put
 */
export async function seedStock(
  table = requiredEnvironment("INVENTORY_TABLE"),
  stock: Readonly<Record<string, number>> = SEED,
  client = documents(),
): Promise<string[]> {
  const put = await Promise.all(
    Object.entries(stock).map(async ([sku, available]) => {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...stockKey(sku), available },
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        );
        return [sku];
      } catch (error) {
        if (isConditionFailed(error)) return [];
        throw error;
      }
    }),
  );
  return put.flat();
}

/** Lambda that fills the stock once. */
export async function handler(): Promise<{ put: string[] }> {
  return { put: await seedStock() };
}
