import { control, notApplicable } from "../../core";

/** docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-8 and #redshiftserverless-5 */
const usual = ["awsuser", "admin"];

/** Holds warehouses to a name of their own for the first user. */
export const redshiftAdminName = control({
  id: "redshift-admin-name",
  title: "The administrator of Redshift clusters and namespaces has a name of its own",
  severity: "medium",
  why: "Who tries passwords tries them for the names that AWS offers by itself.",
  fix: "Give a masterUsername (adminUsername of a namespace) other than awsuser and admin.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-8",
  on: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/namespace:Namespace"],
  check: (warehouse) => {
    const restored = ["snapshotIdentifier", "snapshotArn"].some((path) => warehouse.has(path) !== false);
    return warehouse.type === "aws:redshift/cluster:Cluster"
      ? restored
        ? notApplicable("it has its users from a snapshot")
        : warehouse.string("masterUsername").noneOf(usual, { absent: "AWS then asks for one" })
      : warehouse.string("adminUsername").noneOf(usual, { absent: "AWS then takes admin" });
  },
});
