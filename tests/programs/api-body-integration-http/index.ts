import { RestApi } from "@pulumi/aws/apigateway";

new RestApi("orders", {
  endpointConfiguration: { types: "REGIONAL" },
  body: JSON.stringify({
    openapi: "3.0.1",
    info: { title: "orders", version: "1" },
    paths: {
      "/orders": {
        get: {
          "x-amazon-apigateway-integration": {
            type: "http_proxy",
            httpMethod: "GET",
            uri: "http://backend.example.com/orders",
          },
        },
      },
    },
  }),
});
