import { control } from "../../core";

/** Holds message brokers to the engine's latest fixes. */
export const brokerMinorUpgrades = control({
  id: "mq-broker-minor-upgrades",
  title: "Amazon MQ brokers take minor versions by themselves",
  severity: "low",
  why: "Known flaws of the engine stay open until somebody remembers.",
  fix: "Set autoMinorVersionUpgrade to true.",
  url: "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/upgrading-brokers.html",
  on: ["aws:mq/broker:Broker"],
  check: (broker) => broker.boolean("autoMinorVersionUpgrade").mustBeTrue({ absent: "AWS then takes false" }),
  remedy: [{ path: "autoMinorVersionUpgrade", value: true }],
});
