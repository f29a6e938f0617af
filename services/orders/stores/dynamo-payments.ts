import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Charge, type Payments, refusalOfCharge } from "../ports/ledgers";
import { DynamoLedger } from "./dynamo-ledger";

/** Payments as entries of a ledger; the entry is the charge. */
export class DynamoPayments implements Payments {
  private readonly ledger: DynamoLedger;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.ledger = new DynamoLedger(client, table, "payment");
  }

  async charge(key: string, charge: Charge): Promise<{ paymentId: string }> {
    const refusal = refusalOfCharge(charge);
    if (refusal) await this.ledger.refuse(key, refusal);
    else await this.ledger.done(key, { ...charge });
    return { paymentId: key };
  }

  async refund(key: string): Promise<{ refunded: boolean }> {
    return { refunded: await this.ledger.undone(key) };
  }
}
