import { control } from "../../core";

/** Holds accelerators to TLS. */
export const daxEncryptionInTransit = control({
  id: "dax-encryption-in-transit",
  title: "DAX clusters speak TLS",
  severity: "medium",
  why: "Items and signed requests go between clients and nodes in clear.",
  fix: 'Set clusterEndpointEncryptionType to "TLS"; changing it makes a new cluster.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-7",
  on: ["aws:dax/cluster:Cluster"],
  check: (cluster) => cluster.string("clusterEndpointEncryptionType").equals("TLS", { absent: "AWS then takes NONE" }),
});
