import { control } from "../../core";
import { unlessCopied } from "./engines";

/** Names that AWS offers by itself: docs.aws.amazon.com/config/latest/developerguide/rds-instance-default-admin-check.html */
const usual = ["admin", "postgres"];

/** Holds databases to a name of their own for the first user. */
export const rdsMasterUsername = control({
  id: "rds-master-username",
  title: "The master user of databases has a name of its own",
  severity: "medium",
  why: "Who tries passwords tries them for the names that AWS offers by itself.",
  fix: "Give a username (masterUsername of a cluster) other than admin and postgres; changing it makes a new database.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-25",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    const copied = ["replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime", "replicationSourceIdentifier"];
    return unlessCopied(database, [...copied, "globalClusterIdentifier"], () =>
      database
        .string(database.type === "aws:rds/cluster:Cluster" ? "masterUsername" : "username")
        .noneOf(usual, { absent: "AWS then asks for one" }),
    );
  },
});
