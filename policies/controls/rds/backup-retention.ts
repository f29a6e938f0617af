import { control, integer } from "../../core";
import { unlessCopied } from "./engines";

/** Holds databases to automated backups. */
export const rdsBackupRetention = control({
  id: "rds-backup-retention",
  title: "Databases keep automated backups for a week or longer",
  severity: "medium",
  why: "A mistake that is found after the backups are gone can't be undone.",
  fix: "Set backupRetentionPeriod to at least as many days as minimumDays asks for.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  config: {
    minimumDays: integer({ default: 7, minimum: 1, description: "Least number of days that backups are kept." }),
  },
  check: (database, { config }) =>
    unlessCopied(database, ["replicateSourceDb"], () =>
      database.number("backupRetentionPeriod").atLeast(config.minimumDays, {
        absent: database.type === "aws:rds/cluster:Cluster" ? "AWS then keeps one day" : "AWS then keeps no backup",
      }),
    ),
});
