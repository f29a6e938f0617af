// A consumer of a private service: of one that another team or account offers, known by the name of its endpoint service.
// @cantTell wiring-private-link: whether the other account admits this one is not said here
import { PrivateServiceConnection, Vpc } from "../../infra/network";

const vpc = new Vpc("storefront", {
  cidrBlock: "10.40.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
});

const payments = new PrivateServiceConnection("storefront-payments", {
  placement: vpc.placement("private"),
  serviceName: "com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0",
  port: 443,
  // A name in this network alone, so that the programs that call it need not know the endpoint's.
  privateDnsName: "payments.shop.internal",
});

// Where the service is made in the same program, give it as `service`, with neither name nor port: the connection is
// then accepted too.
export const paymentsHost = payments.dnsName;
