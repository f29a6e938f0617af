import { UserPool } from "@pulumi/aws/cognito";
import { Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { RestApiArgs } from "../../../../infra/edge";
import { RestApi } from "../../../../infra/edge";
import { isObject, type JsonObject } from "../../../../infra/edge/json";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

/** A small valid document: one public and two protected operations. */
export function ordersDocument(): JsonObject {
  return {
    openapi: "3.0.3",
    info: { title: "Orders", version: "1.2.0" },
    security: [{ shopper: [] }],
    paths: {
      "/health": { get: { operationId: "getHealth", security: [], responses: { "200": { description: "Up." } } } },
      "/orders": {
        post: {
          operationId: "createOrder",
          summary: "Places an order.",
          requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } },
          responses: { "201": { description: "Placed." } },
        },
      },
      "/orders/{orderId}": {
        parameters: [{ name: "orderId", in: "path", required: true, schema: { type: "string" } }],
        get: {
          operationId: "getOrder",
          parameters: [{ name: "X-Tenant", in: "header", schema: { type: "string" } }],
          responses: { "200": { description: "The order." } },
        },
      },
    },
    components: {
      schemas: {
        Order: {
          type: "object",
          required: ["sku"],
          properties: {
            sku: { type: "string", example: "A-1" },
            count: { type: "integer", format: "int32", default: 1 },
          },
        },
      },
      securitySchemes: { shopper: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}

/** A function and a user pool whose ARNs are unknown at a first preview. */
export function backends(): { functionArn: pulumi.Output<string>; poolArn: pulumi.Output<string> } {
  const handler = new LambdaFunction("handler", { role: "arn:aws:iam::123456789012:role/handler" });
  return { functionArn: handler.arn, poolArn: new UserPool("pool").arn };
}

/** Arguments with which the document is a sound API; `integrations` adds to the sound ones. */
export function ordersArgs(overrides: Partial<RestApiArgs> = {}): RestApiArgs {
  const { functionArn, poolArn } = backends();
  return {
    document: JSON.stringify(ordersDocument()),
    authorizers: { shopper: { cognito: { userPoolArns: [poolArn] } } },
    publicOperations: ["getHealth"],
    ...overrides,
    integrations: {
      getHealth: { mock: {} },
      createOrder: { lambda: { functionArn } },
      getOrder: { lambda: { functionArn } },
      ...overrides.integrations,
    },
  };
}

/** Registers an API named `orders` and returns the graph. */
export function ordersGraph(overrides: Partial<RestApiArgs> = {}, options?: GraphOptions): Promise<TestGraph> {
  return graph(() => {
    new RestApi("orders", ordersArgs(overrides));
  }, options);
}

/** The message with which the arguments are refused. @throws where they are not. */
export async function refusal(overrides: Partial<RestApiArgs>): Promise<string> {
  try {
    await ordersGraph(overrides);
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("the arguments were accepted");
}

/** The value at a path of keys, for assertions on JSON. */
export function at(value: unknown, ...keys: string[]): unknown {
  let here: unknown = value;
  for (const key of keys) {
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isObject(here) ? here[key] : undefined;
  }
  return here;
}

/** The body of the API `orders`, parsed. */
export function bodyOf(g: TestGraph): unknown {
  return g.json("orders", "body", "aws:apigateway/restApi:RestApi");
}

/** How a document names a stage variable. */
export function variable(name: string): string {
  return `\${stageVariables.${name}}`;
}
