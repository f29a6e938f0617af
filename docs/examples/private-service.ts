// Payments, alone in a network of its own. Consumers of other networks and accounts see one port, and nothing behind it.
import { IsolatedVpc, PrivateService } from "../../infra/network";

const vpc = new IsolatedVpc("payments", {
  cidrBlock: "10.10.0.0/22",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
});

const payments = new PrivateService("payments", {
  vpc,
  port: 443,
  targetPort: 8443,
  // Who may ask for a connection. Each is accepted by hand, unless `acceptWithoutReview` says otherwise.
  allowedPrincipals: ["arn:aws:iam::111122223333:root"],
});

// One more consumer, for example from another part of the program.
payments.allowConsumer("accounting", "arn:aws:iam::444455556666:role/accounting-deploy");

// Consumers make their endpoint with this name; the service's tasks register with the target group.
export const serviceName = payments.serviceName;
export const targetGroupArn = payments.targetGroupArn;
