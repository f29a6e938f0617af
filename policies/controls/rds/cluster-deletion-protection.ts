import { control } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";

/** Holds clusters to protection from deletion. */
export const rdsClusterDeletionProtection = control({
  id: "rds-cluster-deletion-protection",
  title: "Database clusters are protected from deletion",
  severity: "medium",
  why: "One call, or one removed line of a program, deletes a cluster with all of its data.",
  fix: "Set deletionProtection to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-7",
  on: ["aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"],
  config: disposableSettings,
  check: (cluster, context) =>
    unlessDisposable(context, () =>
      cluster.boolean("deletionProtection").mustBeTrue({ absent: "AWS then lets anybody delete it" }),
    ),
  remedy: [{ path: "deletionProtection", value: true }],
});
