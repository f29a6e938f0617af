import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { carrier, correlate, fromHeaders, log } from "../shared/correlation";
import { type Answer, problem } from "./answers";
import type { Found } from "./cache";
import type { Product } from "./product";
import type { ProductStore } from "./products";
import { put } from "./put";

/** What the server needs of the catalog. */
export interface Catalog {
  get(sku: string): Promise<Found<Product>>;
  /** Whether the cache counts as down. */
  readonly bypassing: boolean;
}

export interface ServerOptions {
  /** Whether the server is to stop. @default never */
  readonly stopping?: () => boolean;
  /** Takes `PUT /products/{sku}`. @default it is not taken */
  readonly writes?: Pick<ProductStore, "save">;
}

/**
 * GET /products/{sku} and GET /health, which is 503 from the moment that the server is to stop; PUT /products/{sku} where
 * there is something to write to.
 */
export function serverOf(catalog: Catalog, options: ServerOptions = {}): Server {
  return createServer((request, response) => {
    void correlate(fromHeaders(headersOf(request)), async () => {
      const answer = await route(request, catalog, options).catch((error: unknown) => {
        log().error("request failed", { method: request.method, url: request.url, error: String(error) });
        const answer = problem(503, "Service Unavailable", "The catalog can't be reached at the moment: try again.");
        return { ...answer, headers: { ...answer.headers, "retry-after": "1" } };
      });
      // Whoever sends more than was read must not have the rest taken for another request.
      if (!request.readableEnded && request.method === "PUT") response.setHeader("connection", "close");
      write(response, answer, request.method === "HEAD");
    });
  });
}

async function route(
  request: IncomingMessage,
  catalog: Catalog,
  { stopping = () => false, writes }: ServerOptions,
): Promise<Answer> {
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
  const methods = ["GET", "HEAD", ...(writes ? ["PUT"] : [])].join(", ");
  if (!methods.split(", ").includes(request.method ?? "")) {
    const answer = problem(405, "Method Not Allowed", `${request.method} is not for products: ${methods} are.`);
    return { ...answer, headers: { ...answer.headers, allow: methods } };
  }
  const sku = decoded(encoded);
  if (sku === undefined) return problem(400, "Bad Request", "The sku is not of 1 to 128 characters in URL encoding.");
  if (request.method === "PUT" && writes) return put(request, sku, writes);
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
    return sku.length > 0 && sku.length <= 128 && !sku.includes("\0") ? sku : undefined;
  } catch {
    return undefined;
  }
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
