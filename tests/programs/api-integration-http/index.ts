import { Integration, Method, Resource, RestApi } from "@pulumi/aws/apigateway";

const api = new RestApi("orders", { endpointConfiguration: { types: "REGIONAL" } });
const resource = new Resource("orders", { restApi: api.id, parentId: api.rootResourceId, pathPart: "orders" });
const method = new Method("orders", {
  restApi: api.id,
  resourceId: resource.id,
  httpMethod: "GET",
  authorization: "AWS_IAM",
});
new Integration("orders", {
  restApi: api.id,
  resourceId: resource.id,
  httpMethod: method.httpMethod,
  type: "HTTP_PROXY",
  integrationHttpMethod: "GET",
  uri: "http://backend.example.com/orders",
});
