import { AwsServiceEndpoints, IsolatedVpc, PrivateService, PrivateServiceConnection } from "../../infra/network";
import type { Environment } from "../environment";
import type { Network } from "./network";

/** The payments service, which alone sees cardholder data. */
export interface Payments {
  readonly service: PrivateService;
  /** The platform's way to it. */
  readonly connection: PrivateServiceConnection;
}

/** Puts payments in a network of its own, with PrivateLink as the one way in; its tasks follow with the service itself. */
export function createPayments(environment: Environment, platform: Network): Payments {
  const { minimumZones } = environment;
  const vpc = new IsolatedVpc("payments", {
    cidrBlock: environment.payments.cidr,
    availabilityZones: environment.zones,
    minimumZones,
    flowLogs: { retentionDays: environment.logDays },
  });
  new AwsServiceEndpoints("payments-aws", {
    placement: vpc.placement,
    minimumZones,
    services: environment.payments.awsServices,
    routeTableIds: vpc.routeTables.map((table) => table.id),
  });
  const service = new PrivateService("payments-service", {
    vpc,
    minimumZones,
    port: 443,
    targetPort: 8443,
    allowedPrincipals: environment.payments.allowedPrincipals,
    withoutDeletionProtection: environment.disposable,
  });
  const connection = new PrivateServiceConnection("payments-connection", {
    placement: platform.services,
    minimumZones,
    service,
    privateDnsName: "payments.shop.internal",
  });
  return { service, connection };
}
