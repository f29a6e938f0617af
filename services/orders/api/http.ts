import type { APIGatewayProxyResult } from "aws-lambda";
import { CORRELATION_ID, correlationId } from "../../shared/correlation";
import { EncodingError } from "../../shared/encoding";
import { ConcurrencyError } from "../../shared/journal";
import { Refusal } from "../domain/refusal";

/** What an operation answers with. */
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
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  422: "Unprocessable request",
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

/** What a client hears of an error: all of a refusal, nothing of a failure but that it may try again. */
export function problemOf(error: unknown): APIGatewayProxyResult {
  if (error instanceof Refusal) {
    const { code, status, message, errors } = error;
    return problem(code, status, message, errors.length > 0 ? { errors } : {});
  }
  if (error instanceof EncodingError || !passes(error)) {
    return problem("internal-error", 500, "The request failed. Its correlation id names it.");
  }
  const again = "Nothing is known to be wrong with the request: send it again, with the same Idempotency-Key.";
  return problem("try-again", 503, again, {}, { "retry-after": "1" });
}

function problem(
  code: string,
  status: number,
  detail: string,
  extensions: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  const title = titles[status] ?? "Error";
  const type = `urn:problem:orders:${code}`;
  const body: Problem = { type, title, status, detail, code, correlationId: correlationId(), ...extensions };
  return resultOf({ status, body, headers }, "application/problem+json");
}

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
]);

function passes(error: unknown): boolean {
  return error instanceof ConcurrencyError || (error instanceof Error && PASSING.has(error.name));
}
