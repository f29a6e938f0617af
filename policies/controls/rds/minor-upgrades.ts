import { control, notApplicable, pass } from "../../core";

/** Holds databases to the engine's fixes. */
export const rdsMinorUpgrades = control({
  id: "rds-minor-upgrades",
  title: "Databases take minor versions of their engine by themselves",
  severity: "high",
  why: "Minor versions fix what intruders use; without them each database waits for somebody to remember it.",
  fix: "Leave autoMinorVersionUpgrade out, or set it to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13",
  on: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance", "aws:rds/cluster:Cluster"],
  check: (database) =>
    // Aurora's instances say it each; Multi-AZ DB clusters, which have an instance class, for all of theirs.
    database.type === "aws:rds/cluster:Cluster" && database.has("dbClusterInstanceClass") === false
      ? notApplicable("its instances say it")
      : database.string("engine").value?.startsWith("custom-")
        ? notApplicable("AWS refuses it of RDS Custom")
        : database.boolean("autoMinorVersionUpgrade").mustBeTrue({ absent: pass }),
  remedy: [{ path: "autoMinorVersionUpgrade", value: true }],
});
