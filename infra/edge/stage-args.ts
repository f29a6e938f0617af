import type * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS } from "../core";
import type { Operation } from "./openapi";

/** How much of each request's execution is logged. Values from the API's `loggingLevel`. */
export const ExecutionLogLevel = { Off: "OFF", Error: "ERROR", Info: "INFO" } as const;
export type ExecutionLogLevel = (typeof ExecutionLogLevel)[keyof typeof ExecutionLogLevel];

/** A limit on requests; above it callers get 429. */
export interface RestThrottle {
  /** Requests a second that are let through in the long run. */
  rateLimit: number;
  /** Requests that may come at once. */
  burstLimit: number;
}

/** Settings of one operation on one stage. */
export interface RestMethodSettings {
  /** @default the stage's */
  throttle?: RestThrottle;
  /** @default the stage's */
  executionLogLevel?: ExecutionLogLevel;
}

/** An operation whose responses are cached. */
export interface RestCachedOperation {
  /** How long a response is kept, 1 to 3600 s. @default 300 */
  ttlSeconds?: number;
  /**
   * What tells responses apart beside the path's text, such as `method.request.querystring.page`. The operation has to
   * declare these parameters. @default none
   */
  keyParameters?: string[];
  /**
   * Says that an operation with an authorizer answers every caller alike. Without it such an operation needs the header
   * that identifies the caller among its key parameters, because the cache would hand one caller's response to another.
   * @default false
   */
  sameForEveryCaller?: boolean;
}

/** Response cache of a stage. Responses are always encrypted; clients may clear an entry only if authorized. */
export interface RestCacheArgs {
  /** Size in GB: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237. Billed by the hour. @default 0.5 */
  sizeGb?: number;
  /** Operations that are cached, by operationId; they have to be GET. */
  operations: Record<string, RestCachedOperation>;
}

/** Part of the traffic that goes to the newest deployment while the rest stays on an older one. */
export interface RestCanaryArgs {
  /** Share of requests, 0 to 100. */
  percentTraffic: number;
  /** Deployment that the rest stays on: the `deploymentId` output from before the change. */
  stableDeploymentId: pulumi.Input<string>;
  /** Stage variables that differ on the canary. @default none */
  variables?: Record<string, pulumi.Input<string>>;
  /** Share the stage's response cache. @default false */
  useStageCache?: boolean;
}

/** One stage: a deployment of the API under its own path, with its own settings. */
export interface RestStageArgs {
  /** What the stage is for. @default none */
  description?: string;
  /** Stage variables of the program's own, for templates and the document. @default none */
  variables?: Record<string, pulumi.Input<string>>;
  /** Keep the stage on this deployment instead of the newest one. @default the newest */
  deploymentId?: pulumi.Input<string>;
  /** Limits of the whole stage. @default rateLimit 1000, burstLimit 500 */
  throttle?: RestThrottle;
  /** What of each request's way through API Gateway is logged. @default "ERROR" */
  executionLogLevel?: ExecutionLogLevel;
  /** Settings by operationId. @default the stage's for each */
  methods?: Record<string, RestMethodSettings>;
  /** Keep responses for a while, encrypted. Billed by the hour. @default no cache */
  cache?: RestCacheArgs;
  /** Send part of the requests to the newest deployment, and the others to a stable one. @default none */
  canary?: RestCanaryArgs;
  /** Turns AWS X-Ray off. @default false */
  withoutTracing?: boolean;
}

/** Logs of an API. */
export interface RestLogArgs {
  /** Days that access logs are kept; one of CloudWatch's values. @default 90 */
  retentionInDays?: number;
  /** KMS key of the access logs; its policy has to admit CloudWatch Logs. @default CloudWatch's own encryption */
  kmsKeyArn?: pulumi.Input<string>;
}

/** From the provider's documentation of `aws.apigateway.Stage`. */
const CACHE_SIZES = [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237];

export const DEFAULT_THROTTLE: RestThrottle = { rateLimit: 1000, burstLimit: 500 };

function checkThrottle(checks: ArgumentChecks, where: string, throttle: RestThrottle | undefined): void {
  if (!throttle) return;
  checks.integer(`${where}.rateLimit`, throttle.rateLimit, 1, 10_000_000, "requests a second");
  checks.integer(`${where}.burstLimit`, throttle.burstLimit, 1, 10_000_000, "requests");
}

/** Checks the stages. @param authorizersOf names of the authorizers of an operation; empty for a public one */
export function checkStages(
  checks: ArgumentChecks,
  stages: Record<string, RestStageArgs>,
  operations: readonly Operation[],
  authorizersOf: (operation: Operation) => string[],
): void {
  for (const [name, stage] of Object.entries(stages)) {
    const where = `stages.${name}`;
    checks.matches(
      where,
      name,
      /^[A-Za-z0-9_-]{1,128}$/,
      "use letters, digits, _ and -, at most 128 (API Gateway's rule)",
    );
    checkThrottle(checks, `${where}.throttle`, stage.throttle);
    checks.oneOf(`${where}.executionLogLevel`, stage.executionLogLevel, Object.values(ExecutionLogLevel));
    for (const [place, variables] of [
      ["variables", stage.variables],
      ["canary.variables", stage.canary?.variables],
    ] as const) {
      for (const variable of Object.keys(variables ?? {})) {
        checks.matches(`${where}.${place}`, variable, /^[A-Za-z0-9_]+$/, "name it with letters, digits and _");
      }
    }
    for (const [id, method] of Object.entries(stage.methods ?? {})) {
      const known = operations.some((one) => one.id === id);
      checks.that(`${where}.methods`, id, known, "the document has no such operation");
      checkThrottle(checks, `${where}.methods.${id}.throttle`, method.throttle);
      const level = method.executionLogLevel;
      checks.oneOf(`${where}.methods.${id}.executionLogLevel`, level, Object.values(ExecutionLogLevel));
    }
    if (stage.canary) {
      const percent = stage.canary.percentTraffic;
      checks.that(`${where}.canary.percentTraffic`, percent, percent >= 0 && percent <= 100, "use 0 to 100");
      if (stage.deploymentId !== undefined) {
        checks.fail(`${where}.deploymentId`, "given", "a canary runs beside stableDeploymentId; drop deploymentId");
      }
    }
    if (stage.cache) checkCache(checks, where, stage.cache, operations, authorizersOf);
  }
}

function checkCache(
  checks: ArgumentChecks,
  stage: string,
  cache: RestCacheArgs,
  operations: readonly Operation[],
  authorizersOf: (operation: Operation) => string[],
): void {
  checks.oneOf(`${stage}.cache.sizeGb`, cache.sizeGb, CACHE_SIZES);
  for (const [id, cached] of Object.entries(cache.operations)) {
    const where = `${stage}.cache.operations.${id}`;
    const operation = operations.find((one) => one.id === id);
    if (!operation) {
      checks.fail(where, id, "the document has no such operation");
      continue;
    }
    checks.that(
      where,
      operation.method,
      operation.method === "GET",
      "cache GET operations only: others change something",
    );
    checks.integer(`${where}.ttlSeconds`, cached.ttlSeconds, 1, 3600, "seconds");
    const keys = cached.keyParameters ?? [];
    for (const key of keys) {
      const match = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(key);
      const place = match?.[1] === "querystring" ? "query" : match?.[1];
      const declared = operation.parameters.some((one) => one["in"] === place && one["name"] === match?.[2]);
      checks.that(
        `${where}.keyParameters`,
        key,
        declared,
        "use method.request.path.X, .querystring.X or .header.X of a parameter that the operation declares",
      );
    }
    const byHeader = keys.some((key) => key.startsWith("method.request.header."));
    if (authorizersOf(operation).length > 0 && !byHeader && !cached.sameForEveryCaller) {
      checks.fail(
        `${where}.keyParameters`,
        keys,
        "one caller would get another's response: add the header that identifies the caller, or set sameForEveryCaller",
      );
    }
  }
}

/** Checks the logs' settings. */
export function checkLogs(checks: ArgumentChecks, logs: RestLogArgs | undefined): void {
  checks
    .oneOf("logs.retentionInDays", logs?.retentionInDays, LOG_RETENTION_DAYS)
    .arn("logs.kmsKeyArn", logs?.kmsKeyArn, "kms", "a KMS key");
}
