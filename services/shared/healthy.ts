/**
 * The health check of a container: ends with 0 where `GET /health` answers well, else with 1. Images of Node.js have no
 * curl, and should not need one.
 */
const port = process.env["HEALTH_PORT"] ?? process.env["PORT"] ?? "8080";

fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(4000) })
  .then(({ ok }) => {
    process.exitCode = ok ? 0 : 1;
  })
  .catch(() => {
    process.exitCode = 1;
  });
