import type { Resource } from "../core/resource";
import { tokens } from "../core/tokens";
import { given } from "./given";
import type { Graph } from "./graph";
import { bucket, deliveryStream, logGroup } from "./wiring/receivers";

/** Properties that name where something keeps its log; `[]` stands for each item of a list. */
const places: Readonly<Record<string, { noun: string; paths: readonly string[] }>> = {
  "aws:cloudtrail/trail:Trail": { noun: "trail", paths: ["s3BucketName", "cloudWatchLogsGroupArn"] },
  "aws:ec2/flowLog:FlowLog": { noun: "flow log", paths: ["logDestination", "logGroupName"] },
  ...Object.fromEntries(
    tokens.loadBalancer.map((type) => [
      type,
      { noun: "load balancer", paths: ["accessLogs.bucket", "connectionLogs.bucket"] },
    ]),
  ),
  "aws:s3/bucketLogging:BucketLogging": { noun: "bucket log", paths: ["targetBucket"] },
  "aws:s3/bucketLoggingV2:BucketLoggingV2": { noun: "bucket log", paths: ["targetBucket"] },
  "aws:apigateway/stage:Stage": { noun: "stage", paths: ["accessLogSettings.destinationArn"] },
  "aws:apigatewayv2/stage:Stage": { noun: "stage", paths: ["accessLogSettings.destinationArn"] },
  "aws:cloudfront/distribution:Distribution": { noun: "distribution", paths: ["loggingConfig.bucket"] },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    noun: "firewall log",
    paths: ["logDestinationConfigs[]"],
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    noun: "cache",
    paths: ["logDeliveryConfigurations[].destination"],
  },
  "aws:opensearch/domain:Domain": { noun: "search domain", paths: ["logPublishingOptions[].cloudwatchLogGroupArn"] },
  "aws:route53/queryLog:QueryLog": { noun: "query log", paths: ["cloudwatchLogGroupArn"] },
  "aws:sfn/stateMachine:StateMachine": { noun: "state machine", paths: ["loggingConfiguration.logDestination"] },
  "aws:redshift/logging:Logging": { noun: "warehouse log", paths: ["bucketName"] },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    noun: "delivery",
    paths: ["deliveryDestinationConfiguration.destinationResourceArn"],
  },
};

/** Types of what keeps a log somewhere else. */
export const loggingTypes = Object.keys(places);

/** Somewhere that a log is kept. */
export interface LogDestination {
  /** `trail audit`. */
  readonly from: string;
  readonly path: string;
  readonly to:
    | { readonly kind: "bucket" | "log group"; readonly resource: Resource }
    | { readonly kind: "stream" }
    | { readonly kind: "external"; readonly value: string }
    | { readonly kind: "unclear"; readonly reason: string };
}

const types = [...logGroup.types, ...bucket.types, ...deliveryStream.types];

/** Where a resource keeps its logs. */
export function logDestinationsOf(graph: Graph, resource: Resource): LogDestination[] {
  const { noun, paths } = (Object.hasOwn(places, resource.type) && places[resource.type]) || { noun: "", paths: [] };
  const from = `${noun} ${resource.name}`;
  return paths.flatMap((path) => {
    const [list = "", item = ""] = path.split("[]");
    const [top = ""] = path.split(/[.[]/);
    const found =
      given(graph, resource, top).state === "absent"
        ? []
        : path.includes("[]")
          ? destinationsIn(graph, resource, list, item.replace(/^\./, ""))
          : destinationAt(graph, resource, path);
    return found.map((to) => ({ from, path: list, to }));
  });
}

/** Those that the items of a list name, each another one. */
function destinationsIn(graph: Graph, resource: Resource, path: string, item: string): LogDestination["to"][] {
  const { certain, external, candidates, open, reasons } = graph.followList(resource, path, types, item);
  const unclear = open || candidates.length > 0;
  return [
    ...certain.map(kept),
    ...external.flatMap((value) => elsewhere(graph, value)),
    ...(unclear ? [{ kind: "unclear" as const, reason: reasons.join("; ") }] : []),
  ];
}

function destinationAt(graph: Graph, resource: Resource, path: string): LogDestination["to"][] {
  const found = graph.follow(resource, path, types);
  switch (found.kind) {
    case "absent":
      return [];
    case "unclear":
      return [{ kind: "unclear", reason: found.reason }];
    case "resource":
      return [kept(found.resource)];
    case "external":
      return elsewhere(graph, found.value);
  }
}

/** CloudFront names a bucket by its host, and others a bucket's folder by its ARN. */
function elsewhere(graph: Graph, value: string): LogDestination["to"][] {
  const shorter = value.replace(/\.s3[.-].*$/, "").replace(/^(arn:[^:]*:s3:::[^/]+)\/.*$/, "$1");
  const [named] = shorter === "" ? [] : graph.named(shorter, types);
  return value === "" ? [] : [named ? kept(named) : { kind: "external", value }];
}

function kept(resource: Resource): LogDestination["to"] {
  return logGroup.types.includes(resource.type)
    ? { kind: "log group", resource }
    : bucket.types.includes(resource.type)
      ? { kind: "bucket", resource }
      : { kind: "stream" };
}
