import { control, notApplicable } from "../../core";

/** Protocols that deliver to people, whom SNS has no second try for. */
const people = ["email", "email-json", "sms", "application"];

/** Holds subscriptions to keeping what could not be delivered. */
export const subscriptionDeadLetter = control({
  id: "sns-subscription-dead-letter",
  title: "Subscriptions keep what could not be delivered in a queue",
  severity: "medium",
  why: "SNS gives up on a subscriber that does not answer, and the message is gone.",
  fix: "Set redrivePolicy to a deadLetterTargetArn.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
  on: ["aws:sns/topicSubscription:TopicSubscription"],
  check: (subscription) =>
    people.includes(subscription.string("protocol").value ?? "")
      ? notApplicable("its subscriber is a person")
      : subscription.mustBeSet("redrivePolicy", "a dead-letter queue", { unknown: "set" }),
});
