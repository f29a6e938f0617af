import { control, pass } from "../../core";

/** Holds warehouses to addresses of the VPC. */
export const redshiftPublicAccess = control({
  id: "redshift-public-access",
  title: "Redshift clusters and workgroups have no public address",
  severity: "critical",
  why: "With a public address only a security group stands between the warehouse and everybody who tries passwords.",
  fix: "Set publiclyAccessible to false, and let clients in from the VPC.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-1",
  on: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
  check: (warehouse) => warehouse.boolean("publiclyAccessible").mustBeFalse({ absent: pass }),
  remedy: [{ path: "publiclyAccessible", value: false }],
});
