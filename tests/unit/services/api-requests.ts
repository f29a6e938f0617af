import { strict as assert } from "node:assert";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";

const CORRELATION = "the-request-1";

/** A request as tests write it. */
export interface Asked {
  readonly method: string;
  readonly resource: string;
  readonly parameters?: Record<string, string>;
  readonly body?: unknown;
  readonly text?: string;
  readonly base64?: boolean;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
  /** What the token says; undefined where the API has no authorizer. */
  readonly claims?: Record<string, string>;
}

/** The request as API Gateway's proxy integration hands it on. */
export function eventOf(asked: Asked): APIGatewayProxyEvent {
  const { method, resource, parameters, body, text, base64, headers, query, claims } = asked;
  const given = text ?? (body === undefined ? null : JSON.stringify(body));
  return Object.assign(Object.create(null), {
    httpMethod: method,
    resource,
    headers: { "X-Correlation-Id": CORRELATION, ...headers },
    pathParameters: parameters ?? null,
    queryStringParameters: query ?? null,
    body: base64 && given !== null ? Buffer.from(given).toString("base64") : given,
    isBase64Encoded: base64 ?? false,
    requestContext: claims === undefined ? {} : { authorizer: { claims } },
  });
}

const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.string(),
  correlationId: v.string(),
  errors: v.optional(v.array(v.object({ field: v.string(), message: v.string() }))),
});

/** What was answered, as RFC 9457 has it. @param api the one that answered */
export function problemIn(api: string, { statusCode, headers, body }: APIGatewayProxyResult) {
  const problem = v.parse(Problem, JSON.parse(body));
  assert.equal(headers?.["content-type"], "application/problem+json");
  assert.equal(headers?.["cache-control"], "no-store");
  assert.equal(headers?.["x-correlation-id"], CORRELATION);
  assert.deepEqual([problem.status, problem.correlationId], [statusCode, CORRELATION]);
  assert.equal(problem.type, `urn:problem:${api}:${problem.code}`);
  assert.notEqual(problem.title, "Error");
  return problem;
}
