import { control, pass } from "../../core";

/** Holds databases to addresses of the VPC. */
export const rdsPublicAccess = control({
  id: "rds-public-access",
  title: "Databases have no public address",
  severity: "critical",
  why: "With a public address only a security group stands between the database and everybody who tries passwords.",
  fix: "Set publiclyAccessible to false, and let clients in from the VPC.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
  on: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/shardGroup:ShardGroup"],
  check: (database) => database.boolean("publiclyAccessible").mustBeFalse({ absent: pass }),
  // A shard group can't be changed.
  remedy: ({ type }) =>
    type === "aws:rds/shardGroup:ShardGroup" ? [] : [{ path: "publiclyAccessible", value: false }],
});
