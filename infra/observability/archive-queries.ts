import { LogPartitioning } from "./log-archive-args";

/** First lines of each query: which part of the archive it reads. */
function where(partitioning: LogPartitioning): string {
  const day = "WHERE day >= date_format(current_date - interval '1' day, '%Y-%m-%d')";
  if (partitioning === LogPartitioning.Day) return day;
  return [
    day,
    "  -- The log group's name without its first slash, and with _ for each other one; several by IN.",
    "  AND log_group = 'aws_lambda_orders-api'",
  ].join("\n");
}

const TIME = "from_unixtime(event.timestamp / 1000.0)";
/** A message that is no JSON has no such field. */
const field = (name: string) => `try(json_extract_scalar(event.message, '$.${name}'))`;

/** Queries that are saved for each archive, by name. Fields are those of the services' structured lines. */
export function archiveQueries(
  database: string,
  table: string,
  partitioning: LogPartitioning,
): Readonly<Record<string, string>> {
  const from = [`FROM "${database}"."${table}"`, "CROSS JOIN UNNEST(logevents) AS entry (event)", where(partitioning)];
  return {
    errors: [
      `SELECT ${TIME} AS time, loggroup, ${field("message")} AS message, ${field("correlationId")} AS correlation_id`,
      ...from,
      `  AND ${field("level")} IN ('ERROR', 'CRITICAL')`,
      "ORDER BY time DESC",
      "LIMIT 100",
    ].join("\n"),
    "one-request": [
      "-- Put in the correlation id: it is the same in every service that the request came through.",
      `SELECT ${TIME} AS time, loggroup, event.message`,
      ...from,
      `  AND ${field("correlationId")} = 'CORRELATION-ID'`,
      "ORDER BY time",
      "LIMIT 1000",
    ].join("\n"),
    "full-text": [
      `SELECT ${TIME} AS time, loggroup, logstream, event.message`,
      ...from,
      "  AND event.message LIKE '%TEXT%'",
      "ORDER BY time DESC",
      "LIMIT 100",
    ].join("\n"),
    volume: [
      "SELECT day, loggroup, count(*) AS events, sum(length(event.message)) AS characters",
      ...from,
      "GROUP BY day, loggroup",
      "ORDER BY characters DESC",
      "LIMIT 100",
    ].join("\n"),
  };
}
