import { RecoveryPlan, type RecoveryPlanArgs, type RecoveryStoreArgs, StoreKind } from "../../../../infra/recovery";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

export const alarmTopicArn = "arn:aws:sns:eu-central-1:123456789012:operations";
export const TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders";
export const orders: RecoveryStoreArgs = {
  resource: { arn: TABLE, kind: StoreKind.DynamoDb, pointInTimeDays: 35 },
  rpoMinutes: 10,
  rtoMinutes: 240,
  restoreMinutes: 60,
};

/** What the plan "shop" registers with these arguments. */
export function build(args: Partial<RecoveryPlanArgs> = {}, options: GraphOptions = {}): Promise<TestGraph> {
  return graph(() => new RecoveryPlan("shop", { stores: { orders }, alarmTopicArn, ...args }), options);
}
