import { Metrics } from "@aws-lambda-powertools/metrics";

export { MetricUnit } from "@aws-lambda-powertools/metrics";

/**
 * Counts and measures, written as CloudWatch embedded metrics; namespace and service come from
 * POWERTOOLS_METRICS_NAMESPACE and POWERTOOLS_SERVICE_NAME. Publish at the end of each invocation.
 */
export const metrics = new Metrics();
