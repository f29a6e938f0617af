import { createServer, type Server } from "node:http";

/** Serves GET /health: 200 where everything works, 503 where it does not. Settles once it listens. */
export function serveHealth(
  status: () => { healthy: boolean } & Record<string, unknown>,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const server = createServer((request, response) => {
    const known = request.method === "GET" && request.url === "/health";
    const body = known ? status() : { healthy: false };
    const code = known ? (body.healthy ? 200 : 503) : 404;
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
