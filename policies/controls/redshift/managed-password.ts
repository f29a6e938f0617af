import { any, control, notApplicable, type Verdict } from "../../core";

/** Holds warehouses to an administrator's password that nobody has to keep. */
export const redshiftManagedPassword = control({
  id: "redshift-managed-password",
  title: "Redshift keeps the administrator's password in Secrets Manager",
  severity: "high",
  why: "A password that the program gives is in the program, in its configuration or in Pulumi's state, and is never changed.",
  fix: "Set manageMasterPassword (manageAdminPassword of a namespace) to true instead of a password.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html",
  on: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/namespace:Namespace"],
  check: (warehouse): Verdict => {
    const given = warehouse.has("masterPassword") !== false;
    const restored = ["snapshotIdentifier", "snapshotArn"].some((path) => warehouse.has(path) !== false);
    if (restored && !given) return notApplicable("it has its password from a snapshot");
    const managed = warehouse.type === "aws:redshift/cluster:Cluster" ? "manageMasterPassword" : "manageAdminPassword";
    const writeOnly = ["masterPasswordWo", "adminUserPasswordWo"];
    return any([
      warehouse.boolean(managed).mustBeTrue({ absent: "AWS then keeps no password" }),
      // A write-only one is in no state.
      ...writeOnly.map((path) => warehouse.mustBeSet(path, "a write-only password", { unknown: "set" })),
    ]);
  },
});
