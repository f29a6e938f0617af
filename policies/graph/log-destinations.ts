import type { Resource } from "../core/resource";
import { tokens } from "../core/tokens";
import { given } from "./given";
import type { Graph } from "./graph";
import { bucket, deliveryStream, logGroup } from "./wiring/receivers";

/** Properties that name where something keeps its log; `[]` stands for each item of a list. */
const places: Readonly<Record<string, { noun: string; paths: readonly string[] }>> = {
  "aws:cloudtrail/trail:Trail": { noun: "trail", paths: ["s3BucketName", "cloudWatchLogsGroupArn"] },
  "aws:ec2/flowLog:FlowLog": { noun: "flow log", paths: ["logDestination"] },
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
  return paths.flatMap((path) =>
    pathsAt(graph, resource, path).flatMap((at) => {
      const to = destinationAt(graph, resource, at);
      return to ? [{ from: `${noun} ${resource.name}`, path: at, to }] : [];
    }),
  );
}

function pathsAt(graph: Graph, resource: Resource, path: string): string[] {
  const [list = "", rest = ""] = path.split("[]");
  const [top = ""] = path.split(/[.[]/);
  if (given(graph, resource, top).state === "absent") {
    return [];
  }
  return path.includes("[]") ? resource.list(list).items.map((_, index) => `${list}[${index}]${rest}`) : [path];
}

function destinationAt(graph: Graph, resource: Resource, path: string): LogDestination["to"] | undefined {
  const found = graph.follow(resource, path, types);
  switch (found.kind) {
    case "absent":
      return undefined;
    case "unclear":
      return { kind: "unclear", reason: found.reason };
    case "resource":
      return kept(found.resource);
    case "external": {
      // CloudFront names a bucket by its host, and others a bucket's folder by its ARN.
      const shorter = found.value.replace(/\.s3[.-].*$/, "").replace(/^(arn:[^:]*:s3:::[^/]+)\/.*$/, "$1");
      const [named] = shorter === "" ? [] : graph.named(shorter, types);
      return found.value === "" ? undefined : named ? kept(named) : { kind: "external", value: found.value };
    }
  }
}

function kept(resource: Resource): LogDestination["to"] {
  return logGroup.types.includes(resource.type)
    ? { kind: "log group", resource }
    : bucket.types.includes(resource.type)
      ? { kind: "bucket", resource }
      : { kind: "stream" };
}
