import { control, integer } from "../../core";

/** Holds clusters to automated snapshots. */
export const redshiftSnapshots = control({
  id: "redshift-snapshot-retention",
  title: "Redshift clusters keep automated snapshots for a week or longer",
  severity: "medium",
  why: "A mistake that is found after the snapshots are gone can't be undone.",
  fix: "Set automatedSnapshotRetentionPeriod to at least as many days as minimumDays asks for.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-3",
  on: ["aws:redshift/cluster:Cluster"],
  config: {
    minimumDays: integer({ default: 7, minimum: 1, description: "Least number of days that snapshots are kept." }),
  },
  check: (cluster, { config }) =>
    cluster
      .number("automatedSnapshotRetentionPeriod")
      .atLeast(config.minimumDays, { absent: "AWS then keeps one day" }),
});
