import { documents } from "../../shared/clients";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { DynamoPayments } from "../stores/dynamo-payments";
import { runStep } from "./call";
import { refundPayment } from "./steps";

const payments = lazy(() => new DynamoPayments(documents(), requiredEnvironment("PAYMENTS_TABLE")));

/** Lambda that Step Functions calls: gives the money for an order back. */
export function handler(event: unknown): Promise<unknown> {
  return runStep(event, (call) => refundPayment(call, payments()));
}
