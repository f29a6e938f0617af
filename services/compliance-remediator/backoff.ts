import { setTimeout as delay } from "node:timers/promises";

/** What an error of an AWS call means for the work. */
export type Fault = "gone" | "denied" | "throttled" | "conflict" | "unavailable" | "other";

const NAMES: Record<string, Fault> = {
  NotFoundException: "gone",
  AccessDeniedException: "denied",
  AccessDenied: "denied",
  UnauthorizedException: "denied",
  AuthorizationErrorException: "denied",
  TooManyRequestsException: "throttled",
  ThrottlingException: "throttled",
  LimitExceededException: "throttled",
  ProvisionedThroughputExceededException: "throttled",
  ConflictException: "conflict",
  ServiceUnavailableException: "unavailable",
  TimeoutError: "unavailable",
};
const NETWORK = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ENOTFOUND"]);

/** Sorts an error by its name, its status and its network code. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return "other";
  const named = NAMES[error.name];
  if (named) return named;
  const status = statusOf(error);
  if (status === 429) return "throttled";
  if (status !== undefined && status >= 500) return "unavailable";
  return "code" in error && typeof error.code === "string" && NETWORK.has(error.code) ? "unavailable" : "other";
}

/** Seconds that API Gateway asks to wait before another try; undefined where it does not say. */
export function retryAfterSeconds(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("retryAfterSeconds" in error)) return undefined;
  const seconds = Number(error.retryAfterSeconds);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function statusOf(error: Error): number | undefined {
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || error.$metadata === null) return undefined;
  const metadata = error.$metadata;
  return "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : undefined;
}

export interface BackoffOptions {
  /** Tries in all. @default 8 */
  readonly attempts?: number;
  /** Longest wait before the second try, doubled with each; the wait is drawn evenly from 0 to it. @default 200 */
  readonly baseMs?: number;
  /** @default 5000 */
  readonly capMs?: number;
  /** Ends a wait early, with the error of the try before it. */
  readonly signal?: AbortSignal;
  /** Between 0 and 1. @default Math.random */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

const RETRIED: ReadonlySet<Fault> = new Set(["throttled", "conflict", "unavailable"]);

/**
 * Calls until it works, with waits that grow and are drawn at random ("full jitter"), and never shorter than the service
 * asks for. Errors that another try can't change pass through at once.
 * @throws the last error, once the tries are used up or the signal is given.
 */
export async function withBackoff<T>(call: () => Promise<T>, options: BackoffOptions = {}): Promise<T> {
  const { attempts = 8, baseMs = 200, capMs = 5000, signal, random = Math.random, sleep = pause } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || signal?.aborted || !RETRIED.has(faultOf(error))) throw error;
      const drawn = random() * Math.min(capMs, baseMs * 2 ** (attempt - 1));
      const asked = Math.min((retryAfterSeconds(error) ?? 0) * 1000, 60_000);
      try {
        await sleep(asked > 0 ? asked + drawn : drawn, signal);
      } catch {
        throw error;
      }
    }
  }
}

const pause = (ms: number, signal?: AbortSignal) => delay(ms, undefined, { signal });
