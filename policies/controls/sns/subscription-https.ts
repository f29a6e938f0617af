import { control } from "../../core";

/** Holds subscriptions to TLS. */
export const subscriptionHttps = control({
  id: "sns-subscription-https",
  title: "Topics deliver to web endpoints over HTTPS only",
  severity: "high",
  why: "Plain HTTP shows each message to everyone on the way, and lets them change it.",
  fix: "Set protocol to https, and endpoint to an address that answers there.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit",
  on: ["aws:sns/topicSubscription:TopicSubscription"],
  check: (subscription) => subscription.string("protocol").noneOf(["http"]),
});
