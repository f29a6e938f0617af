import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyType } from "../../../../infra/data";
import {
  RestApi,
  type RestApiArgs,
  RouteMethod,
  ServerlessService,
  type ServerlessServiceArgs,
} from "../../../../infra/edge";
import { graph, type TestGraph } from "../../../../testing";
import { ordersDocument } from "./fixtures";

const ENTRY = join(__dirname, "../compute/fixtures/hello.ts");
const TABLE = {
  partitionKey: { name: "pk", type: KeyType.String },
  indexes: { gsi1: { partitionKey: { name: "gsi1pk", type: KeyType.String } } },
};
const FUNCTION_ARN = "arn:aws:lambda:eu-central-1:123456789012:function:orders-function-1";
const TABLE_ARN = "arn:aws:dynamodb:eu-central-1:123456789012:orders-table";
const POOL = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a";

function api(overrides: Partial<RestApiArgs> = {}): RestApiArgs {
  return {
    document: JSON.stringify(ordersDocument()),
    authorizers: { shopper: { cognito: { userPoolArns: [POOL] } } },
    publicOperations: ["getHealth"],
    ...overrides,
  };
}

function build(overrides: Partial<ServerlessServiceArgs> = {}): Promise<TestGraph> {
  return graph(() => new ServerlessService("orders", { api: api(), function: { entry: ENTRY }, ...overrides }), {
    outputs: {
      "aws:lambda/function:Function": { arn: FUNCTION_ARN },
      "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:eu-central-1:123456789012:api1" },
    },
  });
}

/** Kind of each operation's backend in the document that API Gateway gets, by its key and path. */
function backends(seen: TestGraph): Record<string, string> {
  const body: { paths: Record<string, Record<string, Record<string, { type: string; uri?: string }>>> } = JSON.parse(
    String(seen.one("orders", "aws:apigateway/restApi:RestApi").inputs["body"]),
  );
  const found: Record<string, string> = {};
  for (const [path, item] of Object.entries(body.paths)) {
    for (const [key, operation] of Object.entries(item)) {
      const integration = operation["x-amazon-apigateway-integration"];
      if (integration) found[`${key} ${path}`] = integration.type;
    }
  }
  return found;
}

describe("ServerlessService", () => {
  it("sends every operation to the function, and lets this API invoke its alias", async () => {
    const seen = await build();
    assert.deepEqual(backends(seen), {
      "get /health": "aws_proxy",
      "post /orders": "aws_proxy",
      "get /orders/{orderId}": "aws_proxy",
    });
    const permissions = seen.all("aws:lambda/permission:Permission").map(({ inputs }) => inputs);
    assert.deepEqual(permissions, [
      {
        action: "lambda:InvokeFunction",
        function: "orders-function-1",
        qualifier: "live",
        principal: "apigateway.amazonaws.com",
        sourceArn: "arn:aws:execute-api:eu-central-1:123456789012:api1/*",
      },
    ]);
  });

  it("leaves operations alone that have a backend of their own", async () => {
    assert.deepEqual(backends(await build({ api: api({ integrations: { getHealth: { mock: {} } } }) })), {
      "get /health": "mock",
      "post /orders": "aws_proxy",
      "get /orders/{orderId}": "aws_proxy",
    });
    const document = ordersDocument();
    const text = JSON.stringify(document).replace(
      '"operationId":"getHealth"',
      '"operationId":"getHealth","x-amazon-apigateway-integration":{"type":"mock"}',
    );
    assert.equal(backends(await build({ api: api({ document: text }) }))["get /health"], "mock");
  });

  it("reads the document from a file", async () => {
    const directory = mkdtempSync(join(tmpdir(), "serverless-"));
    try {
      const documentFile = join(directory, "orders.json");
      writeFileSync(documentFile, JSON.stringify(ordersDocument()));
      const seen = await build({ api: api({ document: undefined, documentFile }) });
      assert.equal(backends(seen)["post /orders"], "aws_proxy");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("takes routes, and sends to the function those whose backend is empty", async () => {
    const routes = [
      { operationId: "getHealth", method: RouteMethod.Get, path: "/health", integration: { mock: {} }, public: true },
      { operationId: "listOrders", method: RouteMethod.Get, path: "/orders", integration: {}, authorizer: "shopper" },
    ];
    const seen = await build({ api: api({ document: undefined, publicOperations: [], routes }) });
    assert.deepEqual(backends(seen), { "get /health": "mock", "get /orders": "aws_proxy" });
  });

  it("tells the function its table's name, and lets it use that table and its indexes", async () => {
    const seen = await build({ table: TABLE, function: { entry: ENTRY, environment: { STAGE: "test" } } });
    const environment = JSON.stringify(
      seen.one("orders-function", "aws:lambda/function:Function").inputs["environment"],
    );
    assert.match(environment, /"TABLE_NAME":"orders-table"/);
    assert.match(environment, /"STAGE":"test"/);
    assert.match(environment, /"POWERTOOLS_SERVICE_NAME":"orders"/);
    const { policy, role } = seen.one("orders-table-read-write-orders-function").inputs;
    assert.equal(role, "orders-function-role");
    assert.match(String(policy), new RegExp(`"Resource":\\["${TABLE_ARN}","${TABLE_ARN}/index/\\*"\\]`));
    assert.equal(seen.all("aws:iam/rolePolicy:RolePolicy").length, 2);
  });

  it("lets the function read only, under another variable, where that was said", async () => {
    const seen = await build({ table: TABLE, readOnlyTable: true, tableVariable: "ORDERS_TABLE" });
    const policy = String(seen.one("orders-table-read-orders-function").inputs["policy"]);
    assert.doesNotMatch(policy, /PutItem|UpdateItem|DeleteItem/);
    assert.match(
      JSON.stringify(seen.one("orders-function", "aws:lambda/function:Function").inputs["environment"]),
      /"ORDERS_TABLE":"orders-table"/,
    );
  });

  it("lets the function do with items just what was said", async () => {
    const seen = await build({ table: TABLE, tableActions: ["GetItem", "PutItem"] });
    const { policy } = seen.one("orders-table-use-orders-function").inputs;
    assert.match(String(policy), /"Action":\["dynamodb:GetItem","dynamodb:PutItem"\]/);
    assert.equal(seen.all("aws:iam/rolePolicy:RolePolicy").length, 2);
    await assert.rejects(build({ tableActions: ["GetItem"] }), /tableActions is \["GetItem"\]; give a table too/);
    await assert.rejects(
      build({ table: TABLE, tableActions: ["GetItem"], readOnlyTable: true }),
      /readOnlyTable.*tableActions/,
    );
  });

  it("makes no table where none was asked for, and hands out none", async () => {
    let made: ServerlessService | undefined;
    const seen = await graph(() => {
      made = new ServerlessService("orders", { api: api(), function: { entry: ENTRY } });
    });
    assert.equal(seen.all("aws:dynamodb/table:Table").length, 0);
    assert.equal(made?.tableName, undefined);
    assert.throws(() => made?.table, /ServerlessService "orders" has no table: give table/);
  });

  it("hands out its parts, for what else is to use them", async () => {
    await graph(() => {
      const {
        api: rest,
        function: fn,
        table,
      } = new ServerlessService("orders", {
        api: api(),
        function: { entry: ENTRY },
        table: TABLE,
      });
      assert.deepEqual([fn.logicalName, table.logicalName], ["orders-function", "orders-table"]);
      assert.ok(rest instanceof RestApi);
    });
  });

  it("hands its tags to everything in it", async () => {
    const seen = await build({ table: TABLE, tags: { team: "shop" } });
    const found: [string, string][] = [
      ["orders-table", "aws:dynamodb/table:Table"],
      ["orders-function", "aws:lambda/function:Function"],
      ["orders", "aws:apigateway/restApi:RestApi"],
    ];
    for (const [name, type] of found) {
      assert.match(JSON.stringify(seen.one(name, type).inputs["tags"]), /"team":"shop"/, name);
    }
  });

  it("refuses options of a table that it does not have, and a variable that is set already", async () => {
    await assert.rejects(build({ tableVariable: "T" }), /tableVariable is "T"; give a table too, or leave it out/);
    await assert.rejects(build({ readOnlyTable: true }), /readOnlyTable is true; give a table too/);
    await assert.rejects(build({ tableAliases: ["urn:pulumi:a"] }), /tableAliases is \["urn:pulumi:a"\]; give a table/);
    await assert.rejects(
      build({ table: TABLE, function: { entry: ENTRY, environment: { TABLE_NAME: "mine" } } }),
      /function\.environment\.TABLE_NAME is "set"; leave it out/,
    );
  });

  it("refuses a document that can't be read in the API's own words, once", async () => {
    await assert.rejects(build({ api: api({ document: "{" }) }), /RestApi "orders": /);
    await assert.rejects(build({ api: {} }), /RestApi "orders": documentFile or document or routes is null/);
  });
});
