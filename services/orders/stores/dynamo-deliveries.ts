import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Deliveries, type Delivery, refusalOfDelivery } from "../ports/ledgers";
import { DynamoLedger } from "./dynamo-ledger";

/** Deliveries as entries of a ledger. */
export class DynamoDeliveries implements Deliveries {
  private readonly ledger: DynamoLedger;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.ledger = new DynamoLedger(client, table, "delivery");
  }

  async arrange(key: string, delivery: Delivery): Promise<{ deliveryId: string }> {
    const refusal = refusalOfDelivery(delivery);
    if (refusal) await this.ledger.refuse(key, refusal);
    else await this.ledger.done(key, { ...delivery });
    return { deliveryId: key };
  }

  async cancel(key: string): Promise<{ cancelled: boolean }> {
    return { cancelled: await this.ledger.undone(key) };
  }
}
