import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { carrier, correlate, fromHeaders, log } from "../shared/correlation";
import type { Found } from "./cache";
import type { Product } from "./product";

/** What the server needs of the catalog. */
export interface Catalog {
  get(sku: string): Promise<Found<Product>>;
  /** Whether the cache counts as down. */
  readonly bypassing: boolean;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** GET /products/{sku} and GET /health, which is 503 from the moment that the server is to stop. */
export function serverOf(catalog: Catalog, stopping: () => boolean = () => false): Server {
  return createServer((request, response) => {
    void correlate(fromHeaders(headersOf(request)), async () => {
      const answer = await route(request, catalog, stopping).catch((error: unknown) => {
        log().error("request failed", { url: request.url, error: String(error) });
        return problem(503, "Service Unavailable", "The catalog can't be read at the moment: try again.");
      });
      write(response, answer, request.method === "HEAD");
    });
  });
}

async function route(request: IncomingMessage, catalog: Catalog, stopping: () => boolean): Promise<Answer> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/health") {
    const ending = stopping();
    return {
      status: ending ? 503 : 200,
      body: { status: ending ? "stopping" : "ok", cache: catalog.bypassing ? "down" : "up" },
    };
  }
  const [, encoded] = /^\/products\/([^/]+)$/.exec(path) ?? [];
  if (encoded === undefined) return problem(404, "Not Found", `There is nothing at ${path}.`);
  if (request.method !== "GET" && request.method !== "HEAD") {
    const answer = problem(405, "Method Not Allowed", `${request.method} is not for products: GET is.`);
    return { ...answer, headers: { ...answer.headers, allow: "GET, HEAD" } };
  }
  const sku = decoded(encoded);
  if (sku === undefined) return problem(400, "Bad Request", "The sku is not of 1 to 128 characters in URL encoding.");
  const { value, source } = await catalog.get(sku);
  const headers = { "x-cache": source };
  if (!value) {
    const answer = problem(404, "Not Found", `There is no product "${sku}".`);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
  const etag = `"${value.version}"`;
  if (request.headers["if-none-match"] === etag) return { status: 304, headers: { ...headers, etag } };
  return { status: 200, headers: { ...headers, etag }, body: value };
}

function decoded(text: string): string | undefined {
  try {
    const sku = decodeURIComponent(text);
    return sku.length > 0 && sku.length <= 128 ? sku : undefined;
  } catch {
    return undefined;
  }
}

/** An error as RFC 9457 wants it. */
function problem(status: number, title: string, detail: string): Answer {
  return { status, headers: { "content-type": "application/problem+json" }, body: { title, status, detail } };
}

function write(response: ServerResponse, { status, headers, body }: Answer, headOnly: boolean): void {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const type = text === undefined ? {} : { "content-type": "application/json" };
  response.writeHead(status, { ...carrier(), ...type, ...headers });
  response.end(headOnly ? undefined : text);
}

function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, value?.toString()]));
}
