import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { validateOpenApi } from "../../../../infra/edge";
import { forGateway } from "../../../../infra/edge/gateway-limits";
import { objectAt } from "../../../../infra/edge/json";
import { operationsOf, parseDocument } from "../../../../infra/edge/openapi";
import { at, bodyOf, ordersDocument, ordersGraph, refusal } from "./fixtures";

/** The fixture with one change. */
function changed(change: (document: ReturnType<typeof ordersDocument>) => void): string {
  const document = ordersDocument();
  change(document);
  return JSON.stringify(document);
}

function order(document: ReturnType<typeof ordersDocument>) {
  return objectAt(objectAt(objectAt(document, "components"), "schemas"), "Order");
}

describe("the OpenAPI document of a RestApi", () => {
  it("reads YAML and JSON files alike", async () => {
    const folder = mkdtempSync(join(tmpdir(), "openapi-"));
    try {
      const files = { "a.json": JSON.stringify(ordersDocument()), "a.yaml": stringify(ordersDocument()) };
      const bodies: unknown[] = [];
      for (const [file, text] of Object.entries(files)) {
        const documentFile = join(folder, file);
        writeFileSync(documentFile, text);
        bodies.push(bodyOf(await ordersGraph({ document: undefined, documentFile })));
      }
      assert.deepEqual(bodies[0], bodies[1]);
      assert.equal(at(bodies[0], "info", "title"), "Orders");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("names a file that is missing, and text that is no document", async () => {
    const missing = await refusal({ document: undefined, documentFile: "no/such.yaml" });
    assert.match(missing, /RestApi "orders": no\/such\.yaml is "no\/such\.yaml".*ENOENT/);
    assert.match(await refusal({ document: "- a\n- b\n" }), /top level is not an object/);
    assert.match(await refusal({ document: "{ nonsense" }), /give an OpenAPI document as JSON or YAML/);
  });

  it("wants exactly one source", async () => {
    assert.match(await refusal({ documentFile: "a.yaml" }), /documentFile and document .*give only one of them/);
    assert.match(await refusal({ document: undefined }), /documentFile or document or routes .*give one of them/);
  });

  it("reports everything that is wrong at once", async () => {
    const message = await refusal({
      document: changed((document) => {
        document["openapi"] = "3.1.0";
        delete objectAt(document, "info")["version"];
        const paths = objectAt(document, "paths");
        objectAt(objectAt(paths, "/health"), "get")["operationId"] = "getOrder";
        delete objectAt(objectAt(paths, "/orders"), "post")["responses"];
      }),
      integrations: { nothing: { mock: {} }, createOrder: { http: { url: "http://backend.example.com" } } },
    });
    assert.match(message, /openapi is "3\.1\.0"; use "3\.0\.3"/);
    assert.match(message, /info\.version is null/);
    assert.match(message, /GET \/orders\/\{orderId\} operationId is "getOrder"; GET \/health has the same/);
    assert.match(message, /POST \/orders responses is null; describe at least one response/);
    assert.match(
      message,
      /integrations\.nothing is "nothing"; the document has no such operation; it has getOrder, createOrder/,
    );
    assert.match(
      message,
      /integrations\.createOrder\.http\.url is "http:\/\/backend\.example\.com"; use an https:\/\/ URL/,
    );
  });

  it("refuses an operation with no backend, with two, and a plain HTTP backend inside the document", async () => {
    const bound = (uri: string) =>
      changed((document) => {
        const get = objectAt(objectAt(objectAt(document, "paths"), "/orders/{orderId}"), "get");
        get["x-amazon-apigateway-integration"] = { type: "http_proxy", httpMethod: "GET", uri };
        objectAt(objectAt(document, "paths"), "/lost");
        objectAt(document, "paths")["/lost"] = {
          get: { operationId: "getLost", responses: { "200": { description: "." } } },
        };
      });
    assert.match(
      await refusal({ document: bound("https://a.example.com") }),
      /integrations\.getLost is null; GET \/lost has no backend/,
    );
    assert.match(
      await refusal({ document: bound("https://a.example.com") }),
      /integrations\.getOrder is "given"; the document binds it/,
    );
    const plain = changed((document) => {
      const get = objectAt(objectAt(objectAt(document, "paths"), "/health"), "get");
      get["x-amazon-apigateway-integration"] = { type: "http_proxy", httpMethod: "GET", uri: "HTTP://a.example.com" };
      get["operationId"] = "ping";
    });
    assert.match(
      await refusal({ document: plain, publicOperations: ["ping"] }),
      /ping x-amazon-apigateway-integration\.uri is "HTTP/,
    );
  });

  it("refuses path parameters that are not declared, or declared and not there", async () => {
    const message = await refusal({
      document: changed((document) => {
        const item = objectAt(objectAt(document, "paths"), "/orders/{orderId}");
        item["parameters"] = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
      }),
    });
    assert.match(message, /declare the path parameter "orderId"/);
    assert.match(message, /parameters is "id"; the path has no such parameter/);
  });

  it("refuses what API Gateway can't import, each by its place", async () => {
    const message = await refusal({
      document: changed((document) => {
        const paths = objectAt(document, "paths");
        paths["/orders/{a}-{b}"] = {};
        paths["/ping"] = {};
        order(document)["discriminator"] = { propertyName: "kind" };
        objectAt(objectAt(order(document), "properties"), "count")["nullable"] = true;
        objectAt(objectAt(order(document), "properties"), "sku")["$ref"] = "other.yaml#/Sku";
        objectAt(objectAt(document, "components"), "schemas")["Order_Line"] = { type: "object" };
      }),
    });
    assert.match(message, /paths is "\/orders\/\{a\}-\{b\}"; API Gateway wants each segment/);
    assert.match(message, /paths is "\/ping"/);
    assert.match(message, /components\.schemas\.Order discriminator .*dropUnsupported: \["discriminator"\]/);
    assert.match(message, /components\.schemas\.Order nullable is true/);
    assert.match(message, /\$ref is "other\.yaml#\/Sku"/);
    assert.match(message, /components\.schemas is "Order_Line"/);
  });

  it("drops an unsupported keyword for the gateway when told by name, and only then", async () => {
    const document = changed((document) => {
      objectAt(objectAt(order(document), "properties"), "count")["nullable"] = true;
    });
    const body = bodyOf(await ordersGraph({ document, dropUnsupported: ["nullable"] }));
    assert.deepEqual(at(body, "components", "schemas", "Order", "properties", "count"), { type: "integer" });
    assert.match(await refusal({ dropUnsupported: ["oneOf"] }), /dropUnsupported is "oneOf"; use one of/);
  });

  it("leaves a property alone that is named like a keyword", () => {
    const document = ordersDocument();
    objectAt(order(document), "properties")["default"] = { type: "string", example: "x" };
    objectAt(order(document), "properties")["example"] = { type: "string" };
    const properties = at(forGateway(document, []), "components", "schemas", "Order", "properties");
    assert.deepEqual(at(properties, "default"), { type: "string" });
    assert.deepEqual(at(properties, "example"), { type: "string" });
    assert.deepEqual(at(properties, "count"), { type: "integer" });
  });

  it("inlines the references of a composition, and refuses one that never ends", async () => {
    const document = ordersDocument();
    const schemas = objectAt(objectAt(document, "components"), "schemas");
    schemas["Gift"] = { allOf: [{ $ref: "#/components/schemas/Order" }, { type: "object" }] };
    const gift = at(forGateway(document, []), "components", "schemas", "Gift");
    assert.equal(at(gift, "allOf", "0", "required", "0"), "sku");
    assert.equal(at(gift, "allOf", "0", "$ref"), undefined);
    schemas["Loop"] = { anyOf: [{ $ref: "#/components/schemas/Loop" }] };
    const message = await refusal({ document: JSON.stringify(document) });
    assert.match(message, /RestApi "orders": document is "schemas"; .*Loop refers to itself inside anyOf/);
  });

  it("validates whole on request: the fixture is valid, a broken one is not", async () => {
    assert.deepEqual(await validateOpenApi(ordersDocument()), []);
    const broken = ordersDocument();
    objectAt(broken, "paths")["/x"] = { get: { responses: {}, operationId: 5 } };
    const errors = await validateOpenApi(broken);
    assert.ok(
      errors.some((error) => error.startsWith("/paths/~1x")),
      errors.join("\n"),
    );
  });

  it("does not change the document that it was given", () => {
    const document = ordersDocument();
    forGateway(document, []);
    assert.deepEqual(document, ordersDocument());
  });

  it("finds every operation, ANY among them, with the parameters of its path", () => {
    const document = parseDocument(
      "openapi: 3.0.3\npaths:\n  /a/{id}:\n    parameters: [{name: id, in: path}]\n    x-amazon-apigateway-any-method: {operationId: any}\n",
      "text",
    );
    const [operation] = operationsOf(document);
    assert.equal(operation?.method, "ANY");
    assert.deepEqual(operation?.parameters, [{ name: "id", in: "path" }]);
  });
});
