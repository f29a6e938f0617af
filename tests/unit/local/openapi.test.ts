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

  describe("of who may call", () => {
    const scheme = (name: string, authorizer: object) => ({
      type: "apiKey",
      in: "header",
      name,
      "x-amazon-apigateway-authorizer": authorizer,
    });
    const securitySchemes = {
      pool: scheme("Authorization", { type: "cognito_user_pools", providerARNs: ["arn:pool"] }),
      token: scheme("X-Token", { type: "token", authorizerUri: "arn:fn", identityValidationExpression: "^t-" }),
      request: scheme("Unused", {
        type: "request",
        authorizerUri: "arn:fn",
        identitySource: "method.request.header.X-Tenant",
        authorizerResultTtlInSeconds: 0,
      }),
      jwt: scheme("Authorization", { type: "jwt" }),
      iam: { type: "apiKey", in: "header", name: "Authorization", "x-amazon-apigateway-authtype": "awsSigv4" },
      key: { type: "apiKey", in: "header", name: "x-api-key" },
    };
    const paths = {
      "/pool": { get: integrated({}) },
      "/scoped": { get: integrated({ security: [{ pool: ["orders/write"] }] }) },
      "/token": { get: integrated({ security: [{ token: [], key: [] }] }) },
      "/request": { get: integrated({ security: [{ request: [] }] }) },
      "/jwt": { get: integrated({ security: [{ jwt: [] }] }) },
      "/iam": { get: integrated({ security: [{ iam: [] }] }) },
      "/key": { get: integrated({ security: [{ key: [] }] }) },
      "/open": { get: integrated({ security: [] }) },
    };
    const read = readOpenApi(document(paths, { security: [{ pool: [] }], components: { securitySchemes } }));

    it("gives each operation the authorizer and the scopes that the document asks for, and public ones none", () => {
      const said = read.methods.map(({ path, authorization, authorizer, scopes, apiKeyRequired }) =>
        [path, authorization, authorizer, ...scopes, ...(apiKeyRequired ? ["and a key"] : [])].join(" "),
      );
      assert.deepEqual(said, [
        "/pool COGNITO_USER_POOLS pool",
        "/scoped COGNITO_USER_POOLS pool orders/write",
        "/token CUSTOM token and a key",
        "/request CUSTOM request",
        "/jwt NONE ",
        "/iam AWS_IAM ",
        "/key NONE  and a key",
        "/open NONE ",
      ]);
    });

    it("reads pools, functions, headers and how long decisions are kept as CreateAuthorizer wants them", () => {
      assert.deepEqual(Object.keys(read.authorizers), ["pool", "token", "request"]);
      const { pool, token, request } = read.authorizers;
      assert.deepEqual(pool?.poolArns, ["arn:pool"]);
      assert.equal(pool?.identitySource, "method.request.header.Authorization");
      assert.deepEqual(
        [token?.type, token?.uri, token?.identitySource, token?.tokenPattern, token?.ttlSeconds],
        ["TOKEN", "arn:fn", "method.request.header.X-Token", "^t-", undefined],
      );
      assert.deepEqual(
        [request?.type, request?.identitySource, request?.ttlSeconds],
        ["REQUEST", "method.request.header.X-Tenant", 0],
      );
    });

    it("names the operations that the emulator lets callers in to whom AWS would not", () => {
      assert.deepEqual(read.unchecked, [
        { operation: "GET /jwt", what: "authorizer" },
        { operation: "GET /iam", what: "signature" },
      ]);
    });
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
