// Logs searched while they are fresh: an OpenSearch domain in the service's own network.
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import { Vpc } from "../../infra/network";
import { LogSearch } from "../../infra/observability";

const network = new Vpc("shop", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
});

// Three zones with a data node and a dedicated master each, encrypted, reached over HTTPS inside the VPC, administered by
// a role. A Firehose stream indexes what subscribed log groups write within about a minute.
const search = new LogSearch("search", {
  placement: { vpcId: network.vpcId, cidrBlock: network.cidrBlock, subnetIds: network.privateSubnetIds },
});

const orders = new LogGroup("orders", { name: "/shop/orders", retentionInDays: 30 });
search.subscribe("orders", orders.name);

// Who works with Dashboards comes from a place with a security group of its own, such as a client VPN's.
const office = new SecurityGroup("office", { vpcId: network.vpcId, description: "Where engineers come from." });
search.allowFrom("office", office.id);
new SecurityGroupEgressRule("office-search", {
  securityGroupId: office.id,
  referencedSecurityGroupId: search.securityGroupId,
  description: "To the search domain",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
});

export const dashboards = search.dashboardEndpoint;
// Engineers take this role, which the domain knows as an administrator.
export const adminRole = search.masterRoleArn;
