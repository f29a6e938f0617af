import { all, control, pass } from "../../core";

/** Holds Kafka clusters to TLS. */
export const clusterTransit = control({
  id: "msk-cluster-transit",
  title: "MSK clusters take TLS only, from clients and between brokers",
  severity: "medium",
  why: "Plain text shows each record to everyone on the way.",
  fix: "Leave encryptionInfo.encryptionInTransit out, or set clientBroker to TLS and inCluster to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-1",
  on: ["aws:msk/cluster:Cluster"],
  check: (cluster) =>
    all(
      cluster.string("encryptionInfo.encryptionInTransit.clientBroker").equals("TLS", { absent: pass }),
      cluster.boolean("encryptionInfo.encryptionInTransit.inCluster").mustBeTrue({ absent: pass }),
    ),
});
