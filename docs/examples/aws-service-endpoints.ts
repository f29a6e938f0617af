// A network without NAT gateways whose containers pull images, write logs and read secrets.
import { AwsServiceEndpoints, Vpc } from "../../infra/network";

const vpc = new Vpc("workers", {
  cidrBlock: "10.30.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  // This component makes the gateway endpoints, with policies.
  gatewayEndpoints: [],
});

const endpoints = new AwsServiceEndpoints("workers-aws", {
  placement: vpc.placement("private"),
  services: ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "s3", "dynamodb"],
  routeTableIds: vpc.routeTables.map((table) => table.id),
});

// Whoever is in this network reaches them on port 443; the group is for rules of what has a closed way out.
export const endpointGroupId = endpoints.securityGroupId;
