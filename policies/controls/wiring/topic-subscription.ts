import { all, notApplicable, type Resource, stackControl } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { arnOf, receivers, type ServiceSender, serviceSends } from "../../graph/wiring";
import { deadLetterQueueOf, edgeTo, orVerdict, sendsTo } from "./shared";

const { queue, lambdaFunction, deliveryStream, topic } = receivers;
const kinds = { sqs: queue, lambda: lambdaFunction, firehose: deliveryStream } as const;

export const topicSubscriptionWiring = stackControl({
  id: "wiring-topic-subscription",
  title: "A topic may deliver to each of its subscribers, and to their dead-letter queues",
  severity: "high",
  why: "SNS gives up on a subscriber that does not admit it, and on a queue whose key does not, without telling anybody.",
  fix: "Let sns.amazonaws.com in by the queue's policy or the function's permission, for the topic's ARN, and by the policy of the queue's key.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
  on: ["aws:sns/topicSubscription:TopicSubscription"],
  check: (subscription, { graph }) => {
    const protocol = subscription.string("protocol").value;
    const kind = protocol === "sqs" || protocol === "lambda" || protocol === "firehose" ? kinds[protocol] : undefined;
    if (!kind) {
      return notApplicable(`subscribers by ${protocol ?? "a protocol that is not known"} are no resources`);
    }
    const sender = senderOf(graph, subscription);
    const from = `subscription ${subscription.name}`;
    const role = { resource: subscription, rolePath: "subscriptionRoleArn", service: sender.service };
    return all(
      sendsTo(graph, from, sender, role, "endpoint", [kind]),
      orVerdict(deadLetterQueueOf(graph, subscription, "redrivePolicy"), (found) =>
        serviceSends(graph, edgeTo(from, found, "redrivePolicy"), sender, found),
      ),
    );
  },
});

function senderOf(graph: Graph, subscription: Resource): ServiceSender {
  const source = graph.follow(subscription, "topic", topic.types);
  return {
    service: "sns.amazonaws.com",
    sourceArn:
      source.kind === "resource"
        ? arnOf(source.resource)
        : source.kind === "external"
          ? source.value
          : Unclear.because(`the topic of ${subscription.name} is not known`),
  };
}
