import { type Resource, stackControl } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { arnOf, partOf, receivers, type ServiceSender } from "../../graph/wiring";
import { sendsTo } from "./shared";

const { lambdaFunction, stream, deliveryStream, logGroup } = receivers;
const service = "logs.amazonaws.com";

export const logSubscriptionWiring = stackControl({
  id: "wiring-log-subscription",
  title: "CloudWatch Logs may deliver to the destination of each subscription filter",
  severity: "high",
  why: "Without leave the filter is refused, or its logs never arrive.",
  fix: "Give the filter a role that logs.amazonaws.com may take on and that may put records; give a function a permission for the log group.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
  on: ["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"],
  check: (filter, { graph }) => {
    const sender = senderOf(graph, filter);
    const role = { resource: filter, rolePath: "roleArn", service, sourceArn: sender.sourceArn };
    return sendsTo(graph, `filter ${filter.name}`, sender, role, "destinationArn", [
      lambdaFunction,
      stream,
      deliveryStream,
    ]);
  },
});

function senderOf(graph: Graph, filter: Resource): ServiceSender {
  const group = graph.follow(filter, "logGroup", logGroup.types);
  const arn =
    group.kind === "resource"
      ? arnOf(group.resource)
      : Unclear.because(`the log group of ${filter.name} is not in this stack`);
  const region = partOf(arn, "region");
  return {
    service,
    aliases: [`logs.${typeof region === "string" ? region : "*"}.amazonaws.com`],
    sourceArn: arn instanceof Unclear ? arn : `${arn}:*`,
  };
}
