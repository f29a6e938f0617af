import { documents } from "../../shared/clients";
import { DynamoJournal } from "../../shared/dynamo-journal";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { orderSchemas } from "../domain/events";
import { Orders } from "../orders";
import { runStep } from "./call";
import { rejectOrder } from "./steps";

const orders = lazy(
  () => new Orders(new DynamoJournal(documents(), requiredEnvironment("JOURNAL_TABLE"), orderSchemas)),
);

/** Lambda that Step Functions calls: rejects an order after all was undone. */
export function handler(event: unknown): Promise<unknown> {
  return runStep(event, (call) => rejectOrder(call, orders()));
}
