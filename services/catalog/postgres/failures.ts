import { member } from "../../shared/values";

/** No connection became free in time. */
export class ConnectionsBusyError extends Error {
  override name = "ConnectionsBusyError";
}

/** The database ended a statement that took too long. */
export class StatementTimeoutError extends Error {
  override name = "StatementTimeoutError";
}

/** Codes of PostgreSQL: https://www.postgresql.org/docs/15/errcodes-appendix.html */
const READ_ONLY = "25006";
const CANCELED = "57014";
const LOGIN_REFUSED = new Set(["28000", "28P01"]);
/** Too many connections, deadlock, serialization, and a server that stops or starts. */
const PASSING = new Set(["53300", "40P01", "40001", "57P01", "57P02", "57P03", READ_ONLY]);
const PASSING_CLASS = "08";

/** Codes of Node for a connection that does not come about or breaks, and for a name that a failover is moving. */
const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** What the driver says, without a code, of a connection that does not come about, breaks or does not answer. */
const BROKEN =
  /^(Connection terminated|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;
const SILENT = "Query read timeout";
const NONE_FREE = "timeout exceeded when trying to connect";

/** Whether it may succeed when it is tried again. */
export function passes(error: unknown): boolean {
  const code = codeOf(error);
  if (isLoginRefused(error) || PASSING.has(code) || NETWORK.has(code) || code.startsWith(PASSING_CLASS)) return true;
  // Several addresses of one name were tried.
  if (error instanceof AggregateError) return error.errors.every(passes);
  return error instanceof Error && code === "" && BROKEN.test(error.message);
}

/** Whether all connections to the same server are of no more use: it went silent, or what was the writer is a reader now. */
export function condemns(error: unknown): boolean {
  return codeOf(error) === READ_ONLY || messageOf(error) === SILENT;
}

export function isLoginRefused(error: unknown): boolean {
  return LOGIN_REFUSED.has(codeOf(error));
}

export function isStatementTimeout(error: unknown): boolean {
  return codeOf(error) === CANCELED;
}

/** Whether the pool had nothing free in time. */
export function isNoneFree(error: unknown): boolean {
  return messageOf(error) === NONE_FREE;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

function codeOf(error: unknown): string {
  const code = member(error, "code");
  return typeof code === "string" ? code : "";
}
