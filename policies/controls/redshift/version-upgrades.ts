import { control, pass } from "../../core";

/** Holds clusters to new versions. */
export const redshiftVersionUpgrades = control({
  id: "redshift-version-upgrades",
  title: "Redshift clusters take new versions by themselves",
  severity: "medium",
  why: "New versions fix what intruders use; without them each cluster waits for somebody to remember it.",
  fix: "Leave allowVersionUpgrade out, or set it to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-6",
  on: ["aws:redshift/cluster:Cluster"],
  check: (cluster) => cluster.boolean("allowVersionUpgrade").mustBeTrue({ absent: pass }),
  remedy: [{ path: "allowVersionUpgrade", value: true }],
});
