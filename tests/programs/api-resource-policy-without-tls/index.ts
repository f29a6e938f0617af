import { RestApi, RestApiPolicy } from "@pulumi/aws/apigateway";

const api = new RestApi("orders", { endpointConfiguration: { types: "PRIVATE" } });
new RestApiPolicy("orders", {
  restApiId: api.id,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }],
  }),
});
