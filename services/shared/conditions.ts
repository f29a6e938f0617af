import { isRecord, member } from "./values";

/** Whether DynamoDB refused a write of one item because its condition did not hold. */
export function isConditionFailed(error: unknown): boolean {
  return error instanceof Error && error.name === "ConditionalCheckFailedException";
}

/** Indexes of a refused transaction's writes whose conditions did not hold; none where that was not the reason. */
export function failedConditions(error: unknown): number[] {
  return reasonsOf(error).flatMap((code, index) => (code === "ConditionalCheckFailed" ? [index] : []));
}

/** Whether a transaction was refused for nothing but what passes: others at the same moment, or too much load. */
export function isTransient(error: unknown): boolean {
  const reasons = reasonsOf(error).filter((code) => code !== undefined && code !== "None");
  return reasons.length > 0 && reasons.every((code) => PASSING.has(code));
}

/** docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html, cancellation reasons */
const PASSING: ReadonlySet<unknown> = new Set([
  "TransactionConflict",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
]);

function reasonsOf(error: unknown): unknown[] {
  if (!(error instanceof Error) || error.name !== "TransactionCanceledException") return [];
  const reasons = isRecord(error) ? error.CancellationReasons : undefined;
  return Array.isArray(reasons) ? reasons.map((reason: unknown) => member(reason, "Code")) : [];
}
