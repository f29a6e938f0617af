import { Api, ApiMapping, DomainName, Stage } from "@pulumi/aws/apigatewayv2";

const api = new Api("orders", { protocolType: "HTTP" });
const stage = new Stage("orders", { apiId: api.id, name: "$default", autoDeploy: true });
const domain = new DomainName("orders", {
  domainName: "orders.example.com",
  domainNameConfiguration: {
    certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
    endpointType: "REGIONAL",
    securityPolicy: "TLS_1_2",
  },
});
new ApiMapping("orders", { apiId: api.id, domainName: domain.id, stage: stage.name });
