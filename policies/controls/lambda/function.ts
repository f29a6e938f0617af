import type { Resource } from "../../core";
import type { Graph } from "../../graph";

export const lambdaFunctionType = "aws:lambda/function:Function";
export const lambdaPermission = "aws:lambda/permission:Permission";
export const eventSourceMapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
export const lambdaUrl = "aws:lambda/functionUrl:FunctionUrl";

/** The page of Security Hub on its controls for Lambda. */
export const securityHub = "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html";

/** What a mapping reads from, as the service in an ARN: `sqs`, `kinesis`, `dynamodb` …; undefined where there is no telling. */
export function sourceOf(graph: Graph, mapping: Resource): string | undefined {
  const arn = mapping.string("eventSourceArn");
  if (arn.state === "absent") return "none";
  if (arn.value !== undefined) return arn.value.split(":")[2];
  const types: Readonly<Record<string, string>> = {
    "aws:sqs/queue:Queue": "sqs",
    "aws:kinesis/stream:Stream": "kinesis",
    "aws:kinesis/streamConsumer:StreamConsumer": "kinesis",
    "aws:dynamodb/table:Table": "dynamodb",
    "aws:msk/cluster:Cluster": "kafka",
    "aws:msk/serverlessCluster:ServerlessCluster": "kafka",
    "aws:mq/broker:Broker": "mq",
    "aws:docdb/cluster:Cluster": "rds",
  };
  // What else the ARN was made from, such as a policy that has to be there first, is no source.
  const services = new Set(graph.dependenciesOf(mapping, "eventSourceArn").flatMap(({ type }) => types[type] ?? []));
  const [only] = services;
  return services.size === 1 ? only : undefined;
}
