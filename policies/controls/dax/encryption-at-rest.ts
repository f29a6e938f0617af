import { control } from "../../core";

/** Holds accelerators to encrypted storage. */
export const daxEncryptionAtRest = control({
  id: "dax-encryption-at-rest",
  title: "DAX clusters encrypt what they keep",
  severity: "medium",
  why: "An accelerator writes items to disk when it copies them between nodes, however well the table encrypts them.",
  fix: "Set serverSideEncryption.enabled to true; changing it makes a new cluster.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-3",
  on: ["aws:dax/cluster:Cluster"],
  check: (cluster) =>
    cluster.boolean("serverSideEncryption.enabled").mustBeTrue({ absent: "AWS then does not encrypt" }),
});
