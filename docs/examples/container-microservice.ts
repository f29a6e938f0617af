// A microservice with a database of its own: tasks on Fargate and Aurora PostgreSQL, of which just these tasks know.
import { ContainerCluster, ContainerMicroservice } from "../../infra/compute";
import { NatGateways, Vpc } from "../../infra/network";

const vpc = new Vpc("platform", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  natGateways: NatGateways.PerZone,
  isolatedSubnets: true,
});

const catalog = new ContainerMicroservice("catalog", {
  service: {
    cluster: new ContainerCluster("shop"),
    placement: vpc.placement("private"),
    image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/catalog:2.7.1",
    // To ECR, CloudWatch Logs and whatever else is outside. The way to the database is made by the component.
    egress: { internet: { cidr: "0.0.0.0/0" } },
    port: 8080,
    scaling: { maximum: 12, cpuPercent: 60 },
  },
  // Where nothing leads out. The major version is written down, so that it changes when somebody wants it to.
  database: { placement: vpc.placement("isolated"), engineVersion: "17", databaseName: "shop" },
});

// The service logs in as "catalog" by its role: CREATE USER catalog; GRANT rds_iam TO catalog.
export const user = catalog.databaseUser;
export const databaseHost = catalog.databaseEndpoint;
