import { all, cannotTell, notApplicable, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { accountOf } from "../../graph/account";
import {
  arnOf,
  findNamed,
  noRole,
  partOf,
  receivers,
  roleActs,
  roleActsOn,
  roleTrusts,
  type ServiceSender,
  serviceSends,
  withRoleNamed,
} from "../../graph/wiring";
import { edgeTo, outside, sendsTo } from "./shared";

const { lambdaFunction, stream, deliveryStream, logGroup } = receivers;
const destinations = [lambdaFunction, stream, deliveryStream];
const service = "logs.amazonaws.com";
const accountPolicy = "aws:cloudwatch/logAccountPolicy:LogAccountPolicy";

export const logSubscriptionWiring = stackControl({
  id: "wiring-log-subscription",
  title:
    "CloudWatch Logs may deliver to the destination of each subscription filter, of a log group's or the account's",
  severity: "high",
  why: "Without leave the filter is refused, or its logs never arrive.",
  fix: "Give the filter a role that logs.amazonaws.com may take on and that may put records; give a function a permission for the log group, or for all of the account's.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
  on: ["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", accountPolicy],
  check: (filter, { graph }) => {
    if (filter.type === accountPolicy) {
      return ofAccount(graph, filter);
    }
    const sender = senderOf(graph, filter);
    const role = { resource: filter, rolePath: "roleArn", service, sourceArn: sender.sourceArn };
    return sendsTo(graph, `filter ${filter.name}`, sender, role, "destinationArn", destinations);
  },
});

function senderOf(graph: Graph, filter: Resource): ServiceSender {
  const group = graph.follow(filter, "logGroup", logGroup.types);
  const arn =
    group.kind === "resource"
      ? arnOf(group.resource)
      : Unclear.because(`the log group of ${filter.name} is not in this stack`);
  return logsAs(arn instanceof Unclear ? arn : `${arn}:*`);
}

function logsAs(sourceArn: string | Unclear): ServiceSender & { sourceArn: string | Unclear } {
  const region = partOf(sourceArn, "region");
  return { service, aliases: [`logs.${typeof region === "string" ? region : "*"}.amazonaws.com`], sourceArn };
}

/** docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters-AccountLevel.html */
function ofAccount(graph: Graph, policy: Resource): Verdict {
  const type = policy.string("policyType");
  if (type.value !== undefined && type.value !== "SUBSCRIPTION_FILTER_POLICY") {
    return notApplicable("it sends no logs anywhere");
  }
  return policy
    .json("policyDocument")
    .judge((document) => toDestination(graph, policy, document), { absent: "a document with a DestinationArn" });
}

function toDestination(graph: Graph, policy: Resource, document: Value): Verdict {
  const path = "policyDocument";
  const from = `account policy ${policy.name}`;
  const arn = document.string("DestinationArn");
  if (arn.value === undefined) {
    return cannotTell(`${from}: ${arn.reason || "it has no DestinationArn"}`, path);
  }
  const search = findNamed(graph, arn.value, destinations);
  if (search.kind !== "found" && search.kind !== "external") {
    return cannotTell(`${from}: what ${arn.value} is, is not known`, path);
  }
  const target = search.kind === "found" ? search.found : search;
  const edge = edgeTo(from, target, path);
  const sender = logsAs(groupsOf(graph, arn.value));
  const role = document.string("RoleArn");
  const kind = destinations.find((one) => one.service === arn.value?.split(":")[2]);
  if (role.state === "absent" && (kind === undefined || kind === lambdaFunction)) {
    return "receiver" in target ? serviceSends(graph, edge, sender, target) : outside(edge);
  }
  return withRoleNamed(
    graph,
    edge,
    role,
    path,
    (taken) =>
      all(
        roleTrusts(graph, edge, taken, service, sender.sourceArn),
        "receiver" in target
          ? roleActs(graph, edge, taken, target, target.receiver.send)
          : roleActsOn(graph, edge, taken, target, kind?.send),
      ),
    noRole(edge, path, service),
  );
}

/** Any log group of the account, in the region of the destination, which has to be theirs. */
function groupsOf(graph: Graph, destination: string): string | Unclear {
  const account = accountOf(graph);
  const [, partition, , region] = destination.split(":");
  return account instanceof Unclear ? account : `arn:${partition}:logs:${region}:${account}:log-group:group:*`;
}
