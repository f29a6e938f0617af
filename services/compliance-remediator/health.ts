import { createServer, type Server } from "node:http";
import type { WorkerStatus } from "./worker";

export interface HealthOptions {
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** 0 takes a free one. @default 8080 */
  readonly port?: number;
  /** Milliseconds without a good poll after which the worker counts as ill. @default 90000 */
  readonly silentMs?: number;
  readonly now?: () => number;
}

/** 200 while the worker polls well, 503 once it stops or its polls fail. */
export function healthOf(status: WorkerStatus, startedAt: number, now: number, silentMs = 90_000) {
  const silent = now - (status.lastPollAt ?? startedAt);
  const healthy = status.running && silent <= silentMs;
  const state = healthy ? "ok" : status.running ? "polls fail" : "stopping";
  return { code: healthy ? 200 : 503, body: { status: state, sinceLastPollMs: silent, ...status } };
}

/** Serves GET /health; settles once it listens. */
export function serveHealth(status: () => WorkerStatus, options: HealthOptions = {}): Promise<Server> {
  const { host = "127.0.0.1", port = 8080, silentMs, now = Date.now } = options;
  const startedAt = now();
  const server = createServer((request, response) => {
    const known = request.method === "GET" && request.url === "/health";
    const { code, body } = known ? healthOf(status(), startedAt, now(), silentMs) : { code: 404, body: {} };
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
