import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { type Customer, CustomerSchema } from "./customer";
import { AliasSchema, customerKey } from "./customer-store";

/** Aliases that lead to others: each merge of a survivor adds one. */
const MAX_HOPS = 32;

/**
 * The customer of today that an id stands for, be it the id of one that was merged, once or more often.
 * @returns undefined where there is no such customer
 * @throws Error where aliases lead in a circle
 */
export async function resolveCustomer(
  client: DynamoDBDocumentClient,
  table: string,
  customerId: string,
): Promise<Customer | undefined> {
  let id = customerId;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: customerKey(id), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const alias = v.safeParse(AliasSchema, Item);
    if (!alias.success) {
      const { pk: _pk, sk: _sk, ...customer } = Item;
      return v.parse(CustomerSchema, customer);
    }
    id = alias.output.mergedInto;
  }
  throw new Error(`aliases of customer ${customerId} lead on more than ${MAX_HOPS} times: look for a circle`);
}
