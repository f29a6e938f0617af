// A product table that is read far more often than it is written, and the accelerator in front of it.
import { SecurityGroup } from "@pulumi/aws/ec2";
import { Role } from "@pulumi/aws/iam";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import { serviceTrust } from "../../infra/core";
import { KeyType, Table, TableAccelerator } from "../../infra/data";
import { Vpc } from "../../infra/network";

const vpc = new Vpc("shop", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
});

const products = new Table("products", { partitionKey: { name: "sku", type: KeyType.String } });

// Three nodes over three zones, encrypted at rest and in transit. Its role may use the table "products" and nothing else.
const accelerator = new TableAccelerator("products-dax", {
  placement: vpc.placement(),
  tables: [products],
});

// Whoever runs with this role and in this group may read products through the accelerator; it needs no grant on the table.
const role = new Role("catalog", { assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com") });
const group = new SecurityGroup("catalog", { vpcId: vpc.vpcId, description: "The catalog's tasks." });
accelerator.allowFrom("catalog", group.id);
new SecurityGroupEgressRule("catalog-products", {
  securityGroupId: group.id,
  referencedSecurityGroupId: accelerator.securityGroupId,
  description: "To the accelerator",
  ipProtocol: "tcp",
  fromPort: accelerator.port,
  toPort: accelerator.port,
});
accelerator.grantRead({ role }, "catalog");

// For the client: new DaxDocument({ endpoint: … }) of @amazon-dax-sdk/lib-dax
export const acceleratorUrl = accelerator.url;
