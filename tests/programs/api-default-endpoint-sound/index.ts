import { BasePathMapping, Deployment, DomainName, RestApi, Stage } from "@pulumi/aws/apigateway";

const api = new RestApi("orders", { disableExecuteApiEndpoint: true, endpointConfiguration: { types: "REGIONAL" } });
const deployment = new Deployment("orders", { restApi: api.id });
const stage = new Stage("orders", { restApi: api.id, deployment: deployment.id, stageName: "v1" });
const domain = new DomainName("orders", {
  domainName: "orders.example.com",
  regionalCertificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
  endpointConfiguration: { types: "REGIONAL" },
  securityPolicy: "TLS_1_2",
});
new BasePathMapping("orders", { restApi: api.id, stageName: stage.stageName, domainName: domain.domainName });
// No domain maps to this one, so its default endpoint is the only way to call it.
new RestApi("internal", { endpointConfiguration: { types: "REGIONAL" } });
