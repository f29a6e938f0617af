import type { APIGatewayProxyResult } from "aws-lambda";
import { CORRELATION_ID, correlationId } from "./correlation";
import { Refusal } from "./refusal";

/** What an operation of an API answers with. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** RFC 9457. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [extension: string]: unknown;
}

const titles: Record<number, string> = {
  400: "Invalid request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  412: "Precondition failed",
  422: "Unprocessable request",
  428: "Precondition required",
  500: "Internal error",
  503: "Not available now",
};

export function resultOf(
  { status, body, headers = {} }: Answer,
  contentType = "application/json",
): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: {
      "content-type": contentType,
      "cache-control": "no-store",
      [CORRELATION_ID]: correlationId(),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/**
 * What a client hears of an error: all of a refusal, nothing of a failure but that it may try again.
 * @param api name of the API, in the problem's type
 */
export function problemOf(api: string, error: unknown): APIGatewayProxyResult {
  if (error instanceof Refusal) {
    const { code, status, message, errors } = error;
    return problem(api, code, status, message, errors.length > 0 ? { errors } : {});
  }
  if (!passes(error)) {
    return problem(api, "internal-error", 500, "The request failed. Its correlation id names it.");
  }
  const again = "Nothing is known to be wrong with the request: send it again, with the same headers.";
  return problem(api, "try-again", 503, again, {}, { "retry-after": "1" });
}

function problem(
  api: string,
  code: string,
  status: number,
  detail: string,
  extensions: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  const title = titles[status] ?? "Error";
  const type = `urn:problem:${api}:${code}`;
  const body: Problem = { type, title, status, detail, code, correlationId: correlationId(), ...extensions };
  return resultOf({ status, body, headers }, "application/problem+json");
}

/** Names of errors that are over soon, of AWS's and of the services' own. */
const PASSING = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionConflictException",
  "TransactionInProgressException",
  "InternalServerError",
  "ServiceUnavailable",
  "TimeoutError",
  "IdempotencyPersistenceLayerError",
  "ConcurrencyError",
]);

function passes(error: unknown): boolean {
  return error instanceof Error && PASSING.has(error.name);
}
