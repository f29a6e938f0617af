import { createRequire } from "node:module";
import type { GetCommandInput, GetCommandOutput, QueryCommandInput, QueryCommandOutput } from "@aws-sdk/lib-dynamodb";
import { type BreakerOptions, CircuitBreaker, CircuitOpenError } from "./breaker";
import { dynamoDb } from "./clients";
import { log } from "./correlation";
import { EnvironmentError } from "./environment";
import { MetricUnit, metrics } from "./metrics";
import { member } from "./values";

/** What is used of DAX's client, whose answers are like those of DynamoDB's document client. */
export interface AcceleratorClient {
  get(input: GetCommandInput): Promise<Pick<GetCommandOutput, "Item">>;
  query(input: QueryCommandInput): Promise<Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey">>;
}

export type Credentials = ReturnType<typeof dynamoDb>["config"]["credentials"];

export interface AcceleratorOptions {
  /** Milliseconds that an answer may take; after them it counts as failed. @default 250 */
  readonly answerMs?: number;
  /** @default open after 3 failures in a row, for 5 seconds first and for a minute at most */
  readonly breaker?: BreakerOptions;
}

/** Its names in CloudWatch. */
const METRICS = {
  answered: "AcceleratorReads",
  failed: "AcceleratorFailures",
  skipped: "AcceleratorSkips",
  opened: "AcceleratorOpenings",
} as const;

/** How DAX passes on that the table is asked for too much; DynamoDB's own errors of these names. */
const THROTTLED: ReadonlySet<unknown> = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
]);

/**
 * Reads tables through DynamoDB Accelerator, for callers that can read DynamoDB as well: where it does not answer, late,
 * or with any error, there is no answer, and never an error. After failures in a row it is not asked for a while.
 *
 * Its answers may be as old as the TTLs of its cluster, whatever was written meanwhile: what does not write through it
 * does not change what it has cached (docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.consistency.html). So
 * it suits what changes no more, and whoever may hear of changes late.
 */
export class Accelerator {
  readonly #client: () => AcceleratorClient;
  readonly #answerMs: number;
  readonly #breaker: CircuitBreaker;

  /** @param client called with each read, and not before the first */
  constructor(client: () => AcceleratorClient, { answerMs = 250, breaker }: AcceleratorOptions = {}) {
    this.#client = client;
    this.#answerMs = answerMs;
    const opened = () => count("opened");
    this.#breaker = new CircuitBreaker({ failures: 3, openMs: 5000, longestMs: 60_000, opened, ...breaker });
  }

  /** Undefined where it does not answer. An answer without `Item` may be old, too: "there is none" is cached. */
  get(input: GetCommandInput): Promise<Pick<GetCommandOutput, "Item"> | undefined> {
    return this.#ask((client) => client.get(input));
  }

  /** Undefined where it does not answer. */
  query(input: QueryCommandInput): Promise<Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey"> | undefined> {
    return this.#ask((client) => client.query(input));
  }

  async #ask<T>(read: (client: AcceleratorClient) => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await this.#breaker.run(async () => {
        // Loading it takes longer than it may take to answer.
        const client = this.#client();
        return within(this.#answerMs, read(client)).catch(throttled);
      });
      if (answer !== undefined) count("answered");
      return answer;
    } catch (error) {
      if (error instanceof CircuitOpenError) {
        count("skipped");
      } else {
        count("failed");
        log().warn("the accelerator does not answer", { error: error instanceof Error ? error : String(error) });
      }
      return undefined;
    }
  }
}

/**
 * The accelerator whose address is in an environment variable; undefined where the variable is not set or empty.
 * @throws EnvironmentError that names it, where it is no address of a cluster with TLS
 */
export function acceleratorAt(variable: string): Accelerator | undefined {
  const url = process.env[variable];
  if (url === undefined || url === "") return undefined;
  if (!/^daxs:\/\/[a-z0-9.-]+(:\d{1,5})?$/i.test(url)) {
    throw new EnvironmentError(
      `the environment variable ${variable} is ${JSON.stringify(url)}: use the url of a cluster with TLS, daxs:// and its host name`,
    );
  }
  let client: AcceleratorClient | undefined;
  return new Accelerator(() => {
    client ??= connected(url);
    return client;
  });
}

function connected(url: string): AcceleratorClient {
  const listeners = process.listeners("warning");
  try {
    // Not an import: bundles would have it in them. Beside a bundle it is a file of this name, here a module.
    const { connect }: typeof import("./accelerator-client") = createRequire(__filename)("./accelerator-client");
    return connect(url, dynamoDb().config.credentials);
  } finally {
    // AWS's client takes all of them away, the one that prints warnings among them.
    const left = new Set(process.listeners("warning"));
    for (const listener of listeners) if (!left.has(listener)) process.on("warning", listener);
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Nothing against the accelerator, without which the table would be asked for even more. */
function throttled(error: unknown): undefined {
  if (!THROTTLED.has(member(error, "code"))) throw error;
}

function count(event: keyof typeof METRICS): void {
  metrics.addMetric(METRICS[event], MetricUnit.Count, 1);
}
