import { control } from "../../core";

/** Holds Kafka clusters to measuring each topic and broker. */
export const clusterMonitoring = control({
  id: "msk-cluster-monitoring",
  title: "MSK clusters measure each topic of each broker",
  severity: "low",
  why: "With the default metrics nobody sees which topic fills the disks, or which consumer is behind.",
  fix: "Set enhancedMonitoring to PER_TOPIC_PER_BROKER or PER_TOPIC_PER_PARTITION.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-2",
  on: ["aws:msk/cluster:Cluster"],
  check: (cluster) =>
    cluster
      .string("enhancedMonitoring")
      .oneOf(["PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"], { absent: "AWS then takes DEFAULT" }),
});
