import { stackControl } from "../../core";
import { arnOf } from "../../graph/wiring";
import { sendsToQueue } from "./shared";

export const eventBusWiring = stackControl({
  id: "wiring-event-bus",
  title: "An event bus may keep what it could not encrypt in its dead-letter queue",
  severity: "medium",
  why: "Events that the bus's key could not encrypt are lost where the queue does not admit EventBridge.",
  fix: "Let events.amazonaws.com send to the queue of deadLetterConfig, for the ARN of the bus.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html",
  on: ["aws:cloudwatch/eventBus:EventBus"],
  check: (bus, { graph }) =>
    sendsToQueue(
      graph,
      `event bus ${bus.name}`,
      { service: "events.amazonaws.com", sourceArn: arnOf(bus), sourceUnknownToKeys: true },
      bus,
      "deadLetterConfig.arn",
    ),
});
