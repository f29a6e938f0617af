import { DomainName } from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";

const record = { control: "apigateway-domain-tls", owner: "shop", ticket: "SHOP-12", expires: "2999-12-31" };

class Exemption extends pulumi.ComponentResource {
  constructor(name: string, args: Record<string, string>) {
    super("aws-microservices-platform:governance:Exemption", name, args);
    this.registerOutputs();
  }
}

const byComponent = new Exemption("old-client", { ...record, resource: "api", reason: "one client is old" });
const byStash = new pulumi.Stash("old-till", {
  input: { policyExemption: { ...record, resource: "urn:*::till", reason: "tills are replaced in May" } },
});

const domain = (name: string, after: pulumi.Input<pulumi.Resource[]>): DomainName =>
  new DomainName(
    name,
    {
      domainName: `${name}.example.com`,
      regionalCertificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
      endpointConfiguration: { types: "REGIONAL" },
      securityPolicy: "TLS_1_0",
    },
    { dependsOn: after },
  );

domain(
  "api",
  byComponent.urn.apply(() => []),
);
domain("till", [byStash]);
