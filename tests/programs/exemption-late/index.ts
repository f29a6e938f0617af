import { DomainName } from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";

const api = new DomainName("api", {
  domainName: "api.example.com",
  regionalCertificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
  endpointConfiguration: { types: "REGIONAL" },
  securityPolicy: "TLS_1_0",
});

// Registered once the domain is: the policy has judged it by then.
new pulumi.ComponentResource(
  "aws-microservices-platform:governance:Exemption",
  "old-client",
  {
    control: "apigateway-domain-tls",
    resource: "api",
    owner: "shop",
    reason: "one client is old",
    ticket: "SHOP-12",
    expires: "2999-12-31",
  },
  { parent: api },
);
