import { documents } from "../../shared/clients";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { DynamoStock } from "../stores/dynamo-stock";
import { runStep } from "./call";
import { releaseStock } from "./steps";

const stock = lazy(() => new DynamoStock(documents(), requiredEnvironment("INVENTORY_TABLE")));

/** Lambda that Step Functions calls: puts an order's articles back. */
export function handler(event: unknown): Promise<unknown> {
  return runStep(event, (call) => releaseStock(call, stock()));
}
