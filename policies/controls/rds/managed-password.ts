import { any, control, fail, pass, type Resource, type Verdict } from "../../core";
import { unlessCopied } from "./engines";

/** Holds databases to a master password that nobody has to keep. */
export const rdsManagedPassword = control({
  id: "rds-managed-password",
  title: "RDS keeps the master password of databases in Secrets Manager",
  severity: "high",
  why: "A password that the program gives is in the program, in its configuration or in Pulumi's state, and is never changed.",
  fix: "Set manageMasterUserPassword to true instead of password (masterPassword of a cluster).",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) =>
    unlessCopied(database, ["replicateSourceDb", "replicationSourceIdentifier"], () =>
      any([
        database.boolean("manageMasterUserPassword").mustBeTrue({ absent: "RDS then keeps no password" }),
        ...otherwise(database),
      ]),
    ),
});

/** What goes without: no password at all, a write-only one, and blue/green deployments, with which RDS keeps none. */
function otherwise(database: Resource): Verdict[] {
  const names = ["password", "masterPassword"].filter((name) => database.has(name) !== false);
  const writeOnly = ["passwordWo", "masterPasswordWo"].some((name) => database.has(name) !== false);
  const restored = ["snapshotIdentifier", "restoreToPointInTime", "globalClusterIdentifier"].some(
    (name) => database.has(name) !== false,
  );
  if (writeOnly || (names.length === 0 && restored)) return [pass];
  if (database.has("blueGreenUpdate.enabled") === true)
    return [database.boolean("blueGreenUpdate.enabled").mustBeTrue()];
  return names.map((path) => fail({ path, found: "a password", expected: "none: manageMasterUserPassword" }));
}
