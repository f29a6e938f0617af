import { all, control, pass } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";
import { unlessCopied } from "./engines";

/** Holds databases to a last snapshot. */
export const rdsFinalSnapshot = control({
  id: "rds-final-snapshot",
  title: "Databases leave a last snapshot behind when they are deleted",
  severity: "medium",
  why: "The automated backups go with the database: without a last snapshot nothing is left to restore.",
  fix: "Leave skipFinalSnapshot out, and give finalSnapshotIdentifier.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  config: disposableSettings,
  check: (database, context) =>
    unlessDisposable(context, () =>
      unlessCopied(database, ["replicateSourceDb"], () =>
        all(
          database.boolean("skipFinalSnapshot").mustBeFalse({ absent: pass }),
          database.mustBeSet("finalSnapshotIdentifier", "a name: without one the deletion fails", { unknown: "set" }),
        ),
      ),
    ),
});
