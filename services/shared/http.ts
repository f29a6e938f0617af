import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { correlate, fromHeaders, log } from "./correlation";
import { MetricUnit, metrics } from "./metrics";
import { type Answer, problemOf, resultOf } from "./problem";
import { Refusal } from "./refusal";
import { isRecord, member } from "./values";

/** What operations need of a request of API Gateway's proxy integration. */
export interface HttpRequest {
  readonly parameters: Record<string, string | undefined>;
  readonly query: Record<string, string | undefined>;
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string | undefined>;
  /** A JSON object; undefined where there is no body. */
  readonly body: unknown;
  /** What the token of who asks says; undefined where the API has no authorizer. */
  readonly claims: unknown;
}

/** Operations by resource and method; each counts its answers under its metric. */
export type Routes<R extends { readonly metric: string }> = Record<string, Record<string, R>>;

/**
 * Answers a request of API Gateway by its route. Never fails: what goes wrong is a problem as of RFC 9457.
 * @param api name of the API, in the types of problems
 */
export function answerBy<R extends { readonly metric: string }>(
  api: string,
  routes: Routes<R>,
  event: APIGatewayProxyEvent,
  work: (route: R, request: HttpRequest) => Promise<Answer>,
): Promise<APIGatewayProxyResult> {
  return correlate(fromHeaders(event.headers), async () => {
    const { httpMethod, resource } = event;
    try {
      const route = routeOf(routes, httpMethod, resource);
      const answered = await work(route, requestOf(event));
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
      return problemOf(api, error);
    }
  });
}

/** Who asks: "sub" of the token; undefined where the API has no authorizer. */
export function subjectOf({ claims }: HttpRequest): string | undefined {
  const subject = member(claims, "sub");
  return typeof subject === "string" ? subject : undefined;
}

function routeOf<R extends { readonly metric: string }>(routes: Routes<R>, method: string, resource: string): R {
  const methods = Object.hasOwn(routes, resource) ? routes[resource] : undefined;
  if (!methods) throw new Refusal("no-such-resource", 404, `There is no resource ${resource}.`);
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route) return route;
  throw new Refusal("method-not-allowed", 405, `${resource} takes ${Object.keys(methods).join(" and ")}.`);
}

function requestOf(event: APIGatewayProxyEvent): HttpRequest {
  return {
    parameters: { ...event.pathParameters },
    query: { ...event.queryStringParameters },
    headers: new Map(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    body: bodyOf(event),
    claims: member(event.requestContext?.authorizer, "claims"),
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
