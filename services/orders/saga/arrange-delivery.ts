import { documents } from "../../shared/clients";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { DynamoDeliveries } from "../stores/dynamo-deliveries";
import { runStep } from "./call";
import { arrangeDelivery } from "./steps";

const deliveries = lazy(() => new DynamoDeliveries(documents(), requiredEnvironment("DELIVERIES_TABLE")));

/** Lambda that Step Functions calls: has an order delivered. */
export function handler(event: unknown): Promise<unknown> {
  return runStep(event, (call) => arrangeDelivery(call, deliveries()));
}
