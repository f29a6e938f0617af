import { RestApi } from "@pulumi/aws/apigateway";

new RestApi("orders", {
  endpointConfiguration: { types: "REGIONAL" },
  description: "Was http://orders.example.com once.",
  body: JSON.stringify({
    openapi: "3.0.1",
    info: { title: "orders", version: "1", description: "see http://example.com/docs" },
    paths: {
      "/orders": {
        get: {
          "x-amazon-apigateway-integration": {
            type: "http_proxy",
            httpMethod: "GET",
            uri: "https://backend.example.com/orders",
          },
        },
        post: { "x-amazon-apigateway-integration": { type: "mock" } },
      },
    },
  }),
});
