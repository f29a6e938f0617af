import { cannotTell, control, pass, type Resource, type Verdict } from "../../core";
import { unlessCopied } from "./engines";

/** Holds clusters to encrypted storage. */
export const rdsClusterEncryption = control({
  id: "rds-cluster-encryption",
  title: "Database clusters encrypt their storage",
  severity: "medium",
  why: "Whoever gets at a disk, a snapshot or a backup reads it; and encryption can't be switched on later without a new cluster.",
  fix: "Set storageEncrypted to true, and kmsKeyId where the key has to be the account's own.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-27",
  on: ["aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"],
  check: (cluster) =>
    unlessCopied(cluster, ["replicationSourceIdentifier", "sourceDbClusterIdentifier"], () =>
      cluster.boolean("storageEncrypted").mustBeTrue({ absent: whereNotSaid(cluster) }),
    ),
});

/** AWS encrypts serverless clusters of the first version by itself; a key makes a cluster encrypted that is restored. */
function whereNotSaid(cluster: Resource): string | Verdict {
  if (cluster.has("snapshotIdentifier") !== false) {
    return cluster.has("kmsKeyId") === false
      ? cannotTell("whether the snapshot is encrypted is not known", "snapshotIdentifier")
      : pass;
  }
  const mode = cluster.string("engineMode");
  if (mode.state === "unknown") return cannotTell(mode.reason, "engineMode");
  return mode.value === "serverless" ? pass : "AWS then does not encrypt";
}
