import { control } from "../../core";

/** Holds message brokers to the network. */
export const brokerPublic = control({
  id: "mq-broker-public",
  title: "Amazon MQ brokers are not open to the internet",
  severity: "high",
  why: "Whoever reaches the broker can try passwords and flaws of its console on it.",
  fix: "Leave publiclyAccessible out, or set it to false.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/mq-no-public-access.html",
  on: ["aws:mq/broker:Broker"],
  check: (broker) => broker.boolean("publiclyAccessible").mustBeFalse(),
});
