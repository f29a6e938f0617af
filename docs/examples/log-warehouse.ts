// Logs in a data warehouse: Redshift Serverless in the service's own network loads them by itself.
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Vpc } from "../../infra/network";
import { LogWarehouse } from "../../infra/observability";

// Its gateway endpoint of S3 is the warehouse's one way out.
const network = new Vpc("shop", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
});

// Encrypted, with no public address, with audit logs and a password that Secrets Manager keeps. Log groups feed files
// into a bucket, and the warehouse loads each new one into public.logs.
const warehouse = new LogWarehouse("warehouse", {
  placement: { vpcId: network.vpcId, cidrBlock: network.cidrBlock, subnetIds: network.privateSubnetIds },
  s3PrefixListId: network.gatewayPrefixListIds["s3"] ?? "",
});

const orders = new LogGroup("orders", { name: "/shop/orders", retentionInDays: 30 });
warehouse.subscribe("orders", orders.name, { filterPattern: '{ $.level = "ERROR" }' });

export const endpoint = warehouse.endpoint;
export const adminSecret = warehouse.adminSecretArn;
