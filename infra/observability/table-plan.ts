import { type AlarmPlan, metrics, over, type WatchPlan } from "./alarm-plan";
import type { TableTarget, TableWatchArgs } from "./monitoring-args";

/** Operations whose server errors are counted: SystemErrors has no value for the table as a whole. An alarm takes ten metrics. */
const OPERATIONS = [
  "GetItem",
  "BatchGetItem",
  "Query",
  "Scan",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactGetItems",
  "TransactWriteItems",
];

/** docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function tablePlan(target: TableTarget, args: TableWatchArgs): WatchPlan {
  const metric = metrics("AWS/DynamoDB", { TableName: target.tableName });
  // The table's own number leaves its indexes out.
  const throttles = (name: string, label: string) =>
    over("SUM", label, [
      metric(name, "Sum"),
      ...(args.indexes ?? []).map((index) => metric(name, "Sum", { GlobalSecondaryIndexName: index })),
    ]);
  const serverErrors = OPERATIONS.map((Operation) => metric("SystemErrors", "Sum", { Operation }));
  const systemErrors = over("SUM", "server errors", serverErrors);
  const reads = throttles("ReadThrottleEvents", "throttled reads");
  const writes = throttles("WriteThrottleEvents", "throttled writes");
  const latency = ["GetItem", "Query", "PutItem"].map((Operation) =>
    metric("SuccessfulRequestLatency", "p99", { Operation }, Operation),
  );
  const alarms: AlarmPlan[] = [
    { suffix: "read-throttles", of: reads, what: "Reads are throttled", threshold: 0, periods: 5 },
    { suffix: "write-throttles", of: writes, what: "Writes are throttled", threshold: 0, periods: 5 },
    {
      suffix: "system-errors",
      of: systemErrors,
      what: "DynamoDB answers with server errors",
      threshold: 0,
      periods: 5,
      datapoints: 3,
    },
  ];
  if (args.latencyMs !== undefined) {
    alarms.push({
      suffix: "latency",
      of: over("MAX", "slowest operation", latency),
      what: `p99 of an operation takes more than ${args.latencyMs} ms`,
      threshold: args.latencyMs,
      periods: 5,
    });
  }
  return {
    alarms,
    graphs: [
      {
        title: "capacity",
        lines: [metric("ConsumedReadCapacityUnits", "Sum"), metric("ConsumedWriteCapacityUnits", "Sum")],
      },
      { title: "throttles and server errors", lines: [reads, writes, systemErrors] },
      { title: "latency p99", lines: latency, threshold: args.latencyMs },
    ],
  };
}
