import { stackControl } from "../../core";
import { overSubnets, zoneSettings } from "../shared/zones";

/** Holds Kafka clusters to several zones. */
export const clusterZones = stackControl({
  id: "msk-cluster-zones",
  title: "MSK clusters have brokers in several availability zones",
  severity: "high",
  why: "With its only zone the cluster is gone, and with it every partition.",
  fix: "Give subnets of different availability zones in brokerNodeGroupInfo.clientSubnets.",
  url: "https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html",
  on: ["aws:msk/cluster:Cluster"],
  config: zoneSettings,
  check: (cluster, { graph, config }) =>
    overSubnets(graph, cluster, config.minimumZones, { path: "brokerNodeGroupInfo.clientSubnets" }),
});
