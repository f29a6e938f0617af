import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { parse } from "yaml";
import { Operations as CustomerOperations } from "../../../services/customers/api/operations";
import { answer as answerOfCustomers } from "../../../services/customers/api/routes";
import { Operations as OrderOperations } from "../../../services/orders/api/operations";
import { answer as answerOfOrders } from "../../../services/orders/api/routes";
import { DEFAULT_SETTINGS } from "../../../services/orders/api/settings";
import { Orders } from "../../../services/orders/orders";
import { eventOf } from "../services/api-requests";
import { quiet } from "../services/quiet";

interface Document {
  paths: Record<string, Record<string, { operationId: string; security?: unknown[] }>>;
}

/** The APIs' services, with nothing in their stores. */
const services: Record<string, (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>> = {
  orders: (event) => {
    const operations = new OrderOperations({
      orders: new Orders({ load: async () => [], append: async () => assert.fail("nothing is to be appended") }),
      queries: { find: async () => undefined, ofCustomer: async () => ({ orders: [], next: undefined }) },
      settings: async () => DEFAULT_SETTINGS,
    });
    return answerOfOrders(operations, (_, work) => work(), event);
  },
  customers: (event) => {
    const profiles = {
      today: async () => undefined,
      add: async () => assert.fail("nothing is to be added"),
      replace: async () => assert.fail("nothing is to be replaced"),
    };
    return answerOfCustomers(new CustomerOperations({ profiles, now: () => new Date() }), event);
  },
};

for (const [name, service] of Object.entries(services)) {
  describe(`the document of the ${name} API`, () => {
    quiet();
    const file = join(__dirname, `../../../stacks/shop/${name}.openapi.yaml`);
    const document: Document = parse(readFileSync(file, "utf8"));

    /** What the service answers an empty request with. */
    const statusOf = async (method: string, resource: string): Promise<number> => {
      const claims = name === "orders" ? undefined : { sub: "c-1" };
      const parameters = { orderId: "o-1" };
      return (await service(eventOf({ method, resource, parameters, ...(claims && { claims }) }))).statusCode;
    };

    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { operationId, security }] of Object.entries(operations)) {
        if (path === "/health") continue;
        it(`promises ${method.toUpperCase()} ${path}, which the service has, to shoppers only`, async () => {
          assert.equal(security, undefined, `${operationId} takes the document's security`);
          const status = await statusOf(method.toUpperCase(), path);
          assert.ok(
            status === 400 || status === 404,
            `answered ${status}: 400 for want of a body, 404 for want of what is asked for`,
          );
          // 404 also stands for a resource that there is not: with another method it would be 405.
          assert.equal(await statusOf("PATCH", path), 405);
        });
      }
    }
  });
}
