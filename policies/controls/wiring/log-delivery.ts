import { all, cannotTell, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given, Unclear } from "../../graph";
import { arnOf, receiverAt, receivers, serviceSends } from "../../graph/wiring";
import { edgeTo, keys, outside } from "./shared";

const sources = ["aws:cloudwatch/logDeliverySource:LogDeliverySource"];
const destinationTypes = ["aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"];
const path = "deliveryDestinationConfiguration.destinationResourceArn";
const { logGroup, bucket, searchDomain } = receivers;

export const logDeliveryWiring = stackControl({
  id: "wiring-log-delivery",
  title: "The logs of AWS's services may be delivered to their log groups and buckets",
  severity: "medium",
  why: "Logs without leave are dropped; nothing else tells why an event was not delivered.",
  fix: "Let delivery.logs.amazonaws.com create streams and put events by a LogResourcePolicy, or put objects by the bucket's policy, for the ARN of the delivery source; for a search domain, let es.amazonaws.com in for the ARN of the domain.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html",
  on: ["aws:cloudwatch/logDelivery:LogDelivery", ...searchDomain.types],
  check: (delivery, { graph }) => {
    if (searchDomain.types.includes(delivery.type)) {
      return ofDomain(graph, delivery);
    }
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

/** docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html */
function ofDomain(graph: Graph, domain: Resource): Verdict {
  const from = `search domain ${domain.name}`;
  const sender = { service: "es.amazonaws.com", sourceArn: arnOf(domain) };
  const options = given(graph, domain, "logPublishingOptions").list();
  return options.state === "unknown"
    ? cannotTell(`${from}: ${options.reason}`, options.path)
    : all(
        options.items.map((option) => {
          const path = `${option.path}.cloudwatchLogGroupArn`;
          return option.boolean("enabled").value === false
            ? pass
            : receiverAt(
                graph,
                domain,
                path,
                [logGroup],
                (found) => serviceSends(graph, edgeTo(from, found, path), sender, found),
                (external) => outside(edgeTo(from, external, path)),
              );
        }),
      );
}
