import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { correlate, fromHeaders, log } from "../../shared/correlation";
import { MetricUnit, metrics } from "../../shared/metrics";
import { isRecord, member } from "../../shared/values";
import { Refusal } from "../domain/refusal";
import { type Answer, problemOf, resultOf } from "./http";
import { type Idempotent, uuidOf } from "./idempotency";
import type { Caller, Operations } from "./operations";

interface Request {
  readonly orderId: string;
  readonly body: unknown;
  readonly caller: Caller;
  readonly query: Record<string, string | undefined>;
  readonly idempotencyKey: string | undefined;
}

interface Route {
  readonly metric: string;
  readonly answer: (operations: Operations, request: Request) => Promise<Answer>;
  /** Whether an Idempotency-Key counts. */
  readonly repeatable?: true;
}

const routes: Record<string, Record<string, Route>> = {
  "/orders": {
    POST: {
      metric: "OrdersPlaced",
      answer: (operations, { body, caller, idempotencyKey }) => operations.place(body, caller, idempotencyKey),
      repeatable: true,
    },
    GET: { metric: "OrdersListed", answer: (operations, { query, caller }) => operations.list(query, caller) },
  },
  "/orders/{orderId}": {
    GET: { metric: "OrdersRead", answer: (operations, { orderId, caller }) => operations.find(orderId, caller) },
    DELETE: {
      metric: "OrdersCancelled",
      answer: (operations, { orderId, query, caller }) => operations.cancel(orderId, query.reason, caller),
    },
  },
  "/orders/{orderId}/payment": {
    POST: {
      metric: "PaymentsRequested",
      answer: (operations, { orderId, body, caller }) => operations.pay(orderId, body, caller),
      repeatable: true,
    },
  },
};

/** Printable ASCII: the key is a header. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Answers a request of API Gateway. Never fails: what goes wrong is a problem as of RFC 9457. */
export function answer(
  operations: Operations,
  idempotent: Idempotent,
  event: APIGatewayProxyEvent,
  context?: Context,
): Promise<APIGatewayProxyResult> {
  return correlate(fromHeaders(event.headers), async () => {
    const { httpMethod, resource } = event;
    try {
      const route = routeOf(httpMethod, resource);
      const request = requestOf(event);
      const work = () => route.answer(operations, request);
      const { idempotencyKey, caller = "", orderId, body } = request;
      const once = route.repeatable && idempotencyKey !== undefined;
      const named = { key: uuidOf(httpMethod, resource, orderId, caller, ownerOf(body), idempotencyKey ?? ""), body };
      const answered = once ? await idempotent({ ...named, body: body ?? {} }, work, context) : await work();
      metrics.addMetric(route.metric, MetricUnit.Count, 1);
      return resultOf(answered);
    } catch (error) {
      if (error instanceof Refusal) {
        log().info("refused", { httpMethod, resource, code: error.code, status: error.status });
        metrics.addMetric("RequestsRefused", MetricUnit.Count, 1);
      } else {
        log().error("failed", { httpMethod, resource, error: error instanceof Error ? error : String(error) });
        metrics.addMetric("RequestsFailed", MetricUnit.Count, 1);
      }
      return problemOf(error);
    }
  });
}

/** Customers choose their keys: two of them may choose the same. */
function ownerOf(body: unknown): string {
  const customerId = member(body, "customerId");
  return typeof customerId === "string" ? customerId : "";
}

function routeOf(method: string, resource: string): Route {
  const methods = Object.hasOwn(routes, resource) ? routes[resource] : undefined;
  if (!methods) throw new Refusal("no-such-resource", 404, `There is no resource ${resource}.`);
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route) return route;
  throw new Refusal("method-not-allowed", 405, `${resource} takes ${Object.keys(methods).join(" and ")}.`);
}

function requestOf(event: APIGatewayProxyEvent): Request {
  const headers = Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const idempotencyKey = new Map(headers).get("idempotency-key");
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    throw new Refusal("invalid-request", 400, "The request is not what this operation takes.", [
      { field: "Idempotency-Key", message: "use 1 to 255 printable characters" },
    ]);
  }
  const subject = member(member(event.requestContext?.authorizer, "claims"), "sub");
  return {
    orderId: event.pathParameters?.orderId ?? "",
    body: bodyOf(event),
    caller: typeof subject === "string" ? subject : undefined,
    query: { ...event.queryStringParameters },
    idempotencyKey,
  };
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): unknown {
  if (body === null || body === undefined || body === "") return undefined;
  const text = isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw new Refusal("invalid-request", 400, "The body is not a JSON object.");
}
