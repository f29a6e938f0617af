import { documents } from "../../shared/clients";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { DynamoStock } from "../stores/dynamo-stock";
import { runStep } from "./call";
import { reserveStock } from "./steps";

const stock = lazy(() => new DynamoStock(documents(), requiredEnvironment("INVENTORY_TABLE")));

/** Lambda that Step Functions calls: sets an order's articles aside. */
export function handler(event: unknown): Promise<unknown> {
  return runStep(event, (call) => reserveStock(call, stock()));
}
