import { DomainName } from "@pulumi/aws/apigateway";

new DomainName("api", {
  domainName: "api.example.com",
  regionalCertificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
  endpointConfiguration: { types: "REGIONAL" },
  securityPolicy: "TLS_1_0",
});
