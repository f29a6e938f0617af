import { control, pass } from "../../core";

/** Holds clusters to encrypted storage. */
export const redshiftEncryption = control({
  id: "redshift-encryption",
  title: "Redshift clusters encrypt their storage",
  severity: "medium",
  why: "Tables and snapshots can be read by who gets at the storage.",
  fix: "Leave encrypted out, or set it to true; set kmsKeyId where the key has to be the account's own.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-10",
  on: ["aws:redshift/cluster:Cluster"],
  check: (cluster) => cluster.boolean("encrypted").mustBeTrue({ absent: pass }),
});
