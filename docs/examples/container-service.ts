// A microservice in containers: a cluster, an image registry, and a service behind an HTTPS load balancer of its own.
// @cantTell log-destination-protected: the bucket of the records is not one of this stack
import { ContainerCluster, ContainerService, FargateCapacity, ImageRepository } from "../../infra/compute";
import { KeyType, Table } from "../../infra/data";
import { AwsServiceEndpoints, Vpc } from "../../infra/network";
import { AlertTopic } from "../../infra/observability";

const vpc = new Vpc("platform", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  // The component below makes gateway endpoints with policies.
  gatewayEndpoints: [],
});
const placement = vpc.placement();

// There is no NAT gateway: tasks reach AWS by endpoints, and nothing else outside.
const endpoints = new AwsServiceEndpoints("aws", {
  placement,
  services: ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "s3", "dynamodb"],
  routeTableIds: vpc.routeTables.map((table) => table.id),
});
const egress = {
  endpoints: { securityGroupId: endpoints.securityGroupId },
  s3: { prefixListId: endpoints.endpoints["s3"]?.prefixListId },
  dynamodb: { prefixListId: endpoints.endpoints["dynamodb"]?.prefixListId },
};

const alerts = new AlertTopic("alerts", { emails: ["on-call@example.com"] });
const cluster = new ContainerCluster("shop");
const images = new ImageRepository("shop-images");

// Little more than what has to be said: where, what, and how it gets out.
new ContainerService("worker", {
  cluster,
  placement,
  image: images.url.apply((url) => `${url}:worker-1.4.0`),
  egress,
  alarmTopicArn: alerts.topicArn,
});

const products = new Table("products", { partitionKey: { name: "pk", type: KeyType.String } });
const catalog = new ContainerService("catalog", {
  cluster,
  placement,
  minimumZones: 3,
  image: images.url.apply((url) => `${url}:catalog-2.7.1`),
  egress,
  port: 8080,
  healthCheck: { command: ["node", "/app/healthy.js"] },
  environment: { PRODUCTS_TABLE: products.tableName },
  secrets: { API_KEY: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:catalog-api-key-AbCdEf" },
  loadBalancer: {
    certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/0f7b1a52-example",
    // A bucket whose policy lets load balancers write.
    accessLogs: { bucket: "shop-load-balancer-logs", prefix: "catalog" },
  },
  scaling: { maximum: 12, requestsPerTask: 600 },
  // Two tasks that stay, and the rest where it is cheap.
  capacity: [
    { provider: FargateCapacity.OnDemand, base: 3 },
    { provider: FargateCapacity.Spot, weight: 3 },
  ],
  alarmTopicArn: alerts.topicArn,
});
products.grantRead(catalog, "catalog");
catalog.allowFrom("network", { cidr: "10.0.0.0/16" });

export const address = catalog.loadBalancerDnsName;
