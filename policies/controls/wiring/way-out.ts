import { all, cannotTell, notApplicable, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { both, either, Unclear } from "../../graph/iam";
import { clientOf, clientTypes, type NetworkClient } from "../../graph/network/clients";
import { coversPort, isForSomebody, rulesOf } from "../../graph/network/security-groups";
import { reachesService } from "../../graph/network/ways";
import { needs, receivers } from "../../graph/wiring";

const { queue, topic, stream, deliveryStream, stateMachine, eventBus, table, bucket, secret, parameter } = receivers;

/** Names of the services in the names of their endpoints: docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const endpointNames = new Map<string, string>([
  ...[...queue.types].map((type) => [type, "sqs"] as const),
  ...[...topic.types].map((type) => [type, "sns"] as const),
  ...[...stream.types].map((type) => [type, "kinesis-streams"] as const),
  ...[...deliveryStream.types].map((type) => [type, "kinesis-firehose"] as const),
  ...[...stateMachine.types].map((type) => [type, "states"] as const),
  ...[...eventBus.types].map((type) => [type, "events"] as const),
  ...[...table.types].map((type) => [type, "dynamodb"] as const),
  ...[...bucket.types].map((type) => [type, "s3"] as const),
  ...[...secret.types].map((type) => [type, "secretsmanager"] as const),
  ...[...parameter.types].map((type) => [type, "ssm"] as const),
]);

export const wayOutWiring = stackControl({
  id: "wiring-way-out",
  title: "What runs in a network has a way to the AWS services that it is told of",
  severity: "high",
  why: "From a subnet with neither a default route nor an endpoint, calls to AWS time out.",
  fix: "Open port 443 in the client's security group, and route the subnets through a NAT gateway, or put an endpoint of the service into the network and, for S3 and DynamoDB, into their route tables.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
  on: clientTypes,
  check: (resource, { graph }) => {
    const client = clientOf(graph, resource);
    if (client.placed === false) {
      return notApplicable("it runs outside of every VPC");
    }
    const told = toldOf(graph, client);
    const subnets = graph.followList(resource, client.subnetsPath, tokens.subnet);
    if (told.size > 0 && (subnets.certain.length === 0 || subnets.open || subnets.candidates.length > 0)) {
      return cannotTell(
        `${client.name}: ${subnets.reasons[0] ?? "its subnets are not in this stack"}`,
        client.subnetsPath,
      );
    }
    return all(
      told.size > 0 ? mayLeave(graph, client) : pass,
      [...told].map(([service, to]) => reaches(graph, client, subnets.certain, service, to)),
    );
  },
});

/** The services of the resources that a client is told of, each with one of these. */
function toldOf(graph: Graph, { values, environment }: NetworkClient): Map<string, Resource> {
  const types = [...endpointNames.keys()];
  const named = values.flatMap((value) => {
    const text = value.string().value;
    return text === undefined ? [] : graph.named(text, types);
  });
  const open = environment !== undefined && (values.length === 0 || values.some(({ state }) => state === "unknown"));
  const sources = open ? graph.dependenciesOf(environment.owner, environment.property) : [];
  return new Map(
    [...named, ...sources].flatMap((one) => {
      const service = endpointNames.get(one.type);
      return service === undefined ? [] : [[service, one] as const];
    }),
  );
}

/** Port of all APIs of AWS. */
const HTTPS = 443;

/** One of the client's groups lets it open connections to an API. To whose, a rule by prefix list or group does not say. */
function mayLeave(graph: Graph, { resource, name, groupsPath }: NetworkClient): Verdict {
  const groups = graph.followList(resource, groupsPath, tokens.securityGroup);
  const outside = groups.open || groups.candidates.length > 0 || groups.external.length > 0;
  const rules = groups.certain.flatMap((group) => rulesOf(graph, group));
  return needs(
    { from: name, to: "AWS", path: groupsPath },
    either(
      ...rules
        .filter((rule) => rule.direction === "egress" && isForSomebody(rule))
        .map((rule) => coversPort(rule, HTTPS)),
      ...(outside
        ? [Unclear.because(`${name}: ${groups.reasons[0] ?? "some of its security groups are not in this stack"}`)]
        : []),
    ),
    "egress of its security groups on port 443",
    "an egress rule on port 443, to the endpoints' security group, a prefix list or 0.0.0.0/0",
  );
}

function reaches(
  graph: Graph,
  client: NetworkClient,
  subnets: readonly Resource[],
  service: string,
  to: Resource,
): Verdict {
  return needs(
    { from: client.name, to: to.name, path: client.subnetsPath },
    both(...subnets.map((subnet) => reachesService(graph, subnet, service))),
    `a route from each of its subnets to ${service}: neither a default route nor an endpoint`,
    `a NAT gateway, or an endpoint com.amazonaws.REGION.${service}`,
  );
}
