// Services that find each other by name: tasks of ECS, which register themselves, and an old system that does not.
import { ContainerCluster, ContainerService } from "../../infra/compute";
import { DiscoveryRecord, ServiceNamespace } from "../../infra/discovery";
import { NatGateways, Vpc } from "../../infra/network";

const vpc = new Vpc("platform", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  natGateways: NatGateways.PerZone,
});

// Makes a hosted zone, which costs by the month.
const names = new ServiceNamespace("names", { namespaceName: "shop.internal", vpcId: vpc.vpcId });

// stock.shop.internal answers with the addresses and ports of all tasks that are well.
const stock = names.register("stock", { records: [DiscoveryRecord.A, DiscoveryRecord.Srv] });
const inventory = new ContainerService("stock", {
  cluster: new ContainerCluster("shop"),
  placement: vpc.placement(),
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/stock:1.3.0",
  egress: { internet: { cidr: "0.0.0.0/0" } },
  port: 8080,
  registry: stock.registry,
  clients: { network: { cidr: "10.0.0.0/16" } },
});

// The warehouse's system has one address. Callers that choose by attributes ask by API.
names.register("warehouse", {
  instances: { main: { address: "10.20.0.9", port: 9000, attributes: { site: "north", protocol: "2" } } },
});
names.grantDiscover(inventory, "stock");

export const hostName = stock.hostName;
