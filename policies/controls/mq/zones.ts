import { all, cannotTell, stackControl } from "../../core";
import { overSubnets, zoneSettings } from "../shared/zones";

/** Deployment modes with a broker in more than one zone. */
const redundant = ["ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"];

/** Holds message brokers to several zones. */
export const mqBrokerZones = stackControl({
  id: "mq-broker-zones",
  title: "Amazon MQ brokers have a standby or a cluster in several availability zones",
  severity: "high",
  why: "A single broker takes every client that speaks to it down with its zone.",
  fix: "Set deploymentMode to ACTIVE_STANDBY_MULTI_AZ (ActiveMQ) or CLUSTER_MULTI_AZ (RabbitMQ), with subnets in as many availability zones.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html",
  on: ["aws:mq/broker:Broker"],
  config: zoneSettings,
  check: (broker, { graph, config }) => {
    const mode = broker.string("deploymentMode");
    // A standby pair has two subnets, neither more nor fewer; a cluster has as many as there are.
    const minimum = mode.value === "CLUSTER_MULTI_AZ" ? config.minimumZones : Math.min(2, config.minimumZones);
    return all(
      mode.oneOf(redundant, { absent: "AWS then takes SINGLE_INSTANCE" }),
      broker.has("subnetIds") === false
        ? cannotTell("subnetIds is not set, and the zones of the default VPC's subnets are not known", "subnetIds")
        : overSubnets(graph, broker, minimum, { path: "subnetIds" }),
    );
  },
});
