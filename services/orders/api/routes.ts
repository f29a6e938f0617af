import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { answerBy, type HttpRequest, type Routes, subjectOf } from "../../shared/http";
import type { Answer } from "../../shared/problem";
import { invalidRequest } from "../../shared/refusal";
import { uuidOf } from "../../shared/uuid";
import { member } from "../../shared/values";
import type { Idempotent } from "./idempotency";
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

const routes: Routes<Route> = {
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
  return answerBy("orders", routes, event, (route, received) => {
    const request = requestOf(received);
    const work = () => route.answer(operations, request);
    const { idempotencyKey, caller = "", orderId, body } = request;
    if (!route.repeatable || idempotencyKey === undefined) return work();
    const { httpMethod, resource } = event;
    const key = uuidOf(httpMethod, resource, orderId, caller, ownerOf(body), idempotencyKey);
    return idempotent({ key, body: body ?? {} }, work, context);
  });
}

/** Customers choose their keys: two of them may choose the same. */
function ownerOf(body: unknown): string {
  const customerId = member(body, "customerId");
  return typeof customerId === "string" ? customerId : "";
}

function requestOf(received: HttpRequest): Request {
  const { parameters, query, headers, body } = received;
  const idempotencyKey = headers.get("idempotency-key");
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    throw invalidRequest([{ field: "Idempotency-Key", message: "use 1 to 255 printable characters" }]);
  }
  return { orderId: parameters.orderId ?? "", body, caller: subjectOf(received), query, idempotencyKey };
}
