import { control, pass } from "../../core";

/** Holds Kafka clusters to the network. */
export const clusterPublic = control({
  id: "msk-cluster-public",
  title: "MSK clusters are not open to the internet",
  severity: "critical",
  why: "Whoever reaches the brokers can try credentials and flaws of Kafka on them.",
  fix: "Leave brokerNodeGroupInfo.connectivityInfo.publicAccess out, or set its type to DISABLED.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-4",
  on: ["aws:msk/cluster:Cluster"],
  check: (cluster) =>
    cluster.string("brokerNodeGroupInfo.connectivityInfo.publicAccess.type").equals("DISABLED", { absent: pass }),
  remedy: [{ path: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type", value: "DISABLED" }],
});
