import { type DynamoDBDocumentClient, PutCommand, type PutCommandInput } from "@aws-sdk/lib-dynamodb";
import { isConditionFailed } from "../shared/conditions";
import type { Customer } from "./customer";
import { customerKey, unchanged } from "./customer-store";
import type { Profiles } from "./ports";
import { resolveCustomer } from "./resolve";

/** {@link Profiles} in the table of customers. */
export class DynamoProfiles implements Profiles {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  today(customerId: string): Promise<Customer | undefined> {
    return resolveCustomer(this.client, this.table, customerId);
  }

  add(customer: Customer): Promise<boolean> {
    return this.put(customer, { ConditionExpression: "attribute_not_exists(pk)" });
  }

  replace(was: Customer, customer: Customer): Promise<boolean> {
    return this.put(customer, unchanged(was));
  }

  private async put(customer: Customer, condition: Partial<PutCommandInput>): Promise<boolean> {
    const Item = { ...customer, ...customerKey(customer.customerId) };
    try {
      await this.client.send(new PutCommand({ TableName: this.table, Item, ...condition }));
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }
}
