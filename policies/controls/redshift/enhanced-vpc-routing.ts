import { control } from "../../core";

/** Holds warehouses to the VPC for what they load and unload. */
export const redshiftEnhancedVpcRouting = control({
  id: "redshift-enhanced-vpc-routing",
  title: "Redshift clusters and workgroups load and unload through the VPC",
  severity: "medium",
  why: "Data goes to and from other services past the VPC's endpoints, policies and flow logs.",
  fix: "Set enhancedVpcRouting to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-7",
  on: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
  check: (warehouse) =>
    warehouse.boolean("enhancedVpcRouting").mustBeTrue({ absent: "AWS then takes a way past the VPC" }),
});
