import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { parse } from "yaml";
import { Operations } from "../../../services/orders/api/operations";
import { answer } from "../../../services/orders/api/routes";
import { DEFAULT_SETTINGS } from "../../../services/orders/api/settings";
import { Orders } from "../../../services/orders/orders";

interface Document {
  paths: Record<string, Record<string, { operationId: string; security?: unknown[] }>>;
}

const document: Document = parse(readFileSync(join(__dirname, "../../../stacks/shop/orders.openapi.yaml"), "utf8"));

/** What the service answers an empty request with, when there are no orders. */
async function statusOf(method: string, resource: string): Promise<number> {
  const operations = new Operations({
    orders: new Orders({ load: async () => [], append: async () => assert.fail("nothing is to be appended") }),
    queries: { find: async () => undefined, ofCustomer: async () => ({ orders: [], next: undefined }) },
    settings: async () => DEFAULT_SETTINGS,
  });
  const event: Partial<APIGatewayProxyEvent> = { httpMethod: method, resource, pathParameters: { orderId: "o-1" } };
  const whole: APIGatewayProxyEvent = Object.assign(Object.create(null), { headers: {}, body: null, ...event });
  return (await answer(operations, (_, work) => work(), whole)).statusCode;
}

describe("the document of the orders API", () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { operationId, security }] of Object.entries(operations)) {
      if (path === "/health") continue;
      it(`promises ${method.toUpperCase()} ${path}, which the service has, to shoppers only`, async () => {
        assert.equal(security, undefined, `${operationId} takes the document's security`);
        const status = await statusOf(method.toUpperCase(), path);
        assert.ok(
          status === 400 || status === 404,
          `answered ${status}: 400 for want of a body, 404 for want of orders`,
        );
        // 404 also stands for a resource that there is not: with another method it would be 405.
        assert.equal(await statusOf("PATCH", path), 405);
      });
    }
  }
});
