// Traffic between services, both ways: by ECS Service Connect inside one network, and by VPC Lattice across networks,
// where IAM decides who calls whom.
import { ContainerCluster, ContainerService } from "../../infra/compute";
import { MeshMode, ServiceMesh } from "../../infra/discovery";
import { NatGateways, Vpc } from "../../infra/network";

const vpc = new Vpc("platform", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  natGateways: NatGateways.PerZone,
});
const shared = {
  cluster: new ContainerCluster("shop"),
  placement: vpc.placement(),
  egress: { internet: { cidr: "0.0.0.0/0" } },
};
const image = (name: string) => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/${name}:1.0.0`;

// Service Connect: orders calls http://catalog.dev-mesh, gives up after 5 seconds, and its proxy tries again by itself.
const mesh = new ServiceMesh("mesh");
const catalog = new ContainerService("catalog", {
  ...shared,
  image: image("catalog"),
  // 256 CPU units and some memory are the proxy's.
  cpu: 512,
  memoryMb: 1024,
  port: 8080,
  serviceConnect: mesh.connect({ discoveryName: "catalog", port: 80, requestTimeoutSeconds: 5 }),
});
const orders = new ContainerService("orders", {
  ...shared,
  image: image("orders"),
  cpu: 512,
  memoryMb: 1024,
  serviceConnect: mesh.connect(),
});
catalog.allowFrom("orders", { securityGroupId: orders.securityGroupId });
orders.allowTo("catalog", { securityGroupId: catalog.securityGroupId, port: 8080 });

// VPC Lattice: pricing is called by HTTPS from any network of the mesh, by roles that are granted to.
const lattice = new ServiceMesh("shop", {
  mode: MeshMode.Lattice,
  networks: { platform: { vpcId: vpc.vpcId, clients: { orders: { securityGroupId: orders.securityGroupId } } } },
});
const pricing = lattice.addService("pricing", {
  targets: { tasks: { vpcId: vpc.vpcId, port: 8443 } },
});
new ContainerService("pricing", {
  ...shared,
  image: image("pricing"),
  // It ends TLS itself, with a certificate of any kind: VPC Lattice takes one that it does not know.
  port: 8443,
  lattice: Object.values(pricing.targets),
  // The managed prefix list com.amazonaws.eu-central-1.vpc-lattice.
  clients: { lattice: { prefixListId: "pl-0a1b2c3d4e5f60718" } },
});
lattice.grantInvoke("pricing", orders, "orders");

export const pricingUrl = pricing.hostName.apply((name) => `https://${name}`);
