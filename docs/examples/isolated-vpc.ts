// A network for what must not be reached, such as a service with cardholder data. There is no way in or out: consumers
// come through a PrivateService, and AWS's own services are reached by the endpoints that you name.
import { AwsServiceEndpoints, IsolatedVpc } from "../../infra/network";

const vpc = new IsolatedVpc("vault", {
  cidrBlock: "10.20.0.0/22",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
});

new AwsServiceEndpoints("vault-aws", {
  placement: vpc.placement,
  services: ["logs", "kms", "s3"],
  // S3 and DynamoDB are reached over routes.
  routeTableIds: vpc.routeTables.map((table) => table.id),
});

export const subnetIds = vpc.subnetIds;
