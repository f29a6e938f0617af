import { strict as assert } from "node:assert";
import { readOpenApi } from "../../../local/provider/services/openapi";

const lambda = { type: "aws_proxy", httpMethod: "POST", uri: `arn:x:${"$"}{stageVariables.fn}/invocations` };
const document = (paths: object, more: object = {}) =>
  JSON.stringify({ openapi: "3.0.3", info: { title: "t", version: "1" }, paths, ...more });
const integrated = (more: object) => ({ ...more, "x-amazon-apigateway-integration": lambda });

describe("reading an OpenAPI document for the emulator", () => {
  it("keeps stage variables in URIs as they are: the stage fills them in", () => {
    const [method] = readOpenApi(document({ "/a": { post: integrated({}) } })).methods;
    assert.equal(method?.integration.uri, lambda.uri);
    assert.equal(method?.integration.type, "AWS_PROXY");
    assert.equal(method?.verb, "POST");
  });

  it("takes parameters of the path and of the operation, required or not, also by reference", () => {
    const id = { name: "id", in: "path", required: true };
    const parameters = [{ $ref: "#/components/parameters/page" }, { name: "X-Key", in: "header" }];
    const body = document(
      { "/a/{id}": { parameters: [id], get: integrated({ parameters }) } },
      { components: { parameters: { page: { name: "page", in: "query", required: true } } } },
    );
    assert.deepEqual(readOpenApi(body).methods[0]?.parameters, {
      "method.request.path.id": true,
      "method.request.querystring.page": true,
      "method.request.header.X-Key": false,
    });
  });

  it("puts referenced schemas into a body's model, and ends where they go round", () => {
    const schemas = {
      Order: {
        type: "object",
        required: ["lines"],
        properties: { lines: { type: "array", items: { $ref: "#/components/schemas/Line" } } },
      },
      Line: {
        type: "object",
        properties: { sku: { type: "string", nullable: true }, parent: { $ref: "#/components/schemas/Line" } },
      },
    };
    const requestBody = { content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } };
    const { methods, models } = readOpenApi(
      document({ "/a": { post: integrated({ requestBody }) } }, { components: { schemas } }),
    );
    const model = JSON.parse(models[methods[0]?.bodyModel ?? ""] ?? "");
    assert.deepEqual(model.required, ["lines"]);
    assert.deepEqual(model.properties.lines.items.properties.sku, { type: ["string", "null"] });
    assert.doesNotMatch(JSON.stringify(model), /\$ref/);
  });

  it("names the operations whose authorizer lets everybody in on the emulator, and knows IAM and API keys", () => {
    const securitySchemes = {
      users: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        "x-amazon-apigateway-authorizer": { type: "token" },
      },
      iam: { type: "apiKey", in: "header", name: "Authorization", "x-amazon-apigateway-authtype": "awsSigv4" },
      key: { type: "apiKey", in: "header", name: "x-api-key" },
    };
    const paths = {
      "/users": { get: integrated({}) },
      "/iam": { get: integrated({ security: [{ iam: [] }] }) },
      "/key": { get: integrated({ security: [{ key: [] }] }) },
      "/open": { get: integrated({ security: [] }) },
    };
    const { methods, withAuthorizer } = readOpenApi(
      document(paths, { security: [{ users: [] }], components: { securitySchemes } }),
    );
    assert.deepEqual(withAuthorizer, ["GET /users"]);
    assert.deepEqual(
      methods.map(({ authorization, apiKeyRequired }) => `${authorization} ${apiKeyRequired}`),
      ["NONE false", "AWS_IAM false", "NONE true", "NONE false"],
    );
  });

  it("declares the headers that an integration's responses set, and maps patterns", () => {
    const responses = {
      default: { statusCode: "200", responseParameters: { "method.response.header.X": "'1'" } },
      "5\\d{2}": { statusCode: 502 },
    };
    const own = { "x-amazon-apigateway-integration": { type: "mock", responses } };
    const [method] = readOpenApi(document({ "/a": { options: own } })).methods;
    assert.deepEqual(method?.responses, { "200": { "method.response.header.X": false }, "502": {} });
    assert.deepEqual(
      method?.integration.responses.map(({ status, pattern }) => [status, pattern]),
      [
        ["200", undefined],
        ["502", "5\\d{2}"],
      ],
    );
  });

  it("refuses an operation with no integration, by name", () => {
    assert.throws(() => readOpenApi(document({ "/a": { delete: {} } })), /DELETE \/a of the REST API has no x-amazon/);
  });
});
