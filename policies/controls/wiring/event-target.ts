import { all, type Resource, stackControl } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { arnOf, type ServiceSender } from "../../graph/wiring";
import { sendsTo, sendsToQueue } from "./shared";

const ruleTypes = ["aws:cloudwatch/eventRule:EventRule"];

export const eventTargetWiring = stackControl({
  id: "wiring-event-target",
  title: "EventBridge may deliver to the target of each rule, and to its dead-letter queue",
  severity: "high",
  why: "EventBridge drops what a target does not let it deliver; nothing fails but a metric that nobody looks at.",
  fix: "Let events.amazonaws.com in by the policy of the target, for the rule's ARN, and by the policy of its key; streams, state machines and buses take a roleArn.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
  on: ["aws:cloudwatch/eventTarget:EventTarget"],
  check: (target, { graph }) => {
    const sender = senderOf(graph, target);
    const from = `rule ${target.name}`;
    const role = { resource: target, rolePath: "roleArn", service: sender.service };
    return all(
      sendsTo(graph, from, sender, role, "arn"),
      sendsToQueue(graph, from, sender, target, "deadLetterConfig.arn"),
    );
  },
});

/** EventBridge names the rule to what it delivers to, and nothing to keys: docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-at-rest-key-policy.html */
function senderOf(graph: Graph, target: Resource): ServiceSender {
  const rule = graph.follow(target, "rule", ruleTypes);
  return {
    service: "events.amazonaws.com",
    sourceArn:
      rule.kind === "resource" ? arnOf(rule.resource) : Unclear.because(`the rule of ${target.name} is not known`),
    sourceUnknownToKeys: true,
    // The key of SNS's default policy; EventBridge does not send it.
    context: new Map([["aws:sourceowner", undefined]]),
  };
}
