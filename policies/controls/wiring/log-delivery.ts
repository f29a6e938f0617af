import { cannotTell, type Resource, stackControl } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { arnOf, receiverAt, receivers, serviceSends } from "../../graph/wiring";
import { edgeTo, keys, outside } from "./shared";

const sources = ["aws:cloudwatch/logDeliverySource:LogDeliverySource"];
const destinationTypes = ["aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"];
const path = "deliveryDestinationConfiguration.destinationResourceArn";
const { logGroup, bucket } = receivers;

export const logDeliveryWiring = stackControl({
  id: "wiring-log-delivery",
  title: "The logs of AWS's services may be delivered to their log groups and buckets",
  severity: "medium",
  why: "Logs without leave are dropped; nothing else tells why an event was not delivered.",
  fix: "Let delivery.logs.amazonaws.com create streams and put events by a LogResourcePolicy, or put objects by the bucket's policy, for the ARN of the delivery source.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html",
  on: ["aws:cloudwatch/logDelivery:LogDelivery"],
  check: (delivery, { graph }) => {
    const from = `log delivery ${delivery.name}`;
    const destination = graph.follow(delivery, "deliveryDestinationArn", destinationTypes);
    if (destination.kind !== "resource") {
      return cannotTell(`${from}: its destination is not in this stack or not known`, "deliveryDestinationArn");
    }
    const sender = {
      service: "delivery.logs.amazonaws.com",
      sourceArn: sourceOf(graph, delivery),
      context: keys({ "s3:x-amz-acl": "bucket-owner-full-control" }),
    };
    return receiverAt(
      graph,
      destination.resource,
      path,
      [logGroup, bucket],
      (found) => serviceSends(graph, edgeTo(from, found, path), sender, found),
      (external) => outside(edgeTo(from, external, path)),
    );
  },
});

function sourceOf(graph: Graph, delivery: Resource): string | Unclear {
  const source = graph.follow(delivery, "deliverySourceName", sources);
  return source.kind === "resource"
    ? arnOf(source.resource)
    : Unclear.because(`the source of ${delivery.name} is not known`);
}
