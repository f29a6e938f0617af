import { ApiKey, type RestApi as AwsRestApi, type Stage, UsagePlan, UsagePlanKey } from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import type { Operation } from "./openapi";
import type { RestThrottle } from "./stage-args";

/** Period of a quota. Values from the API's `quotaSettings`. */
export const QuotaPeriod = { Day: "DAY", Week: "WEEK", Month: "MONTH" } as const;
export type QuotaPeriod = (typeof QuotaPeriod)[keyof typeof QuotaPeriod];

/** How many requests a consumer may make. */
export interface RestQuota {
  /** Requests in the period. */
  limit: number;
  period: QuotaPeriod;
}

/** Someone who calls the API with a key of their own: an API key, a usage plan and the link between them. */
export interface RestConsumerArgs {
  /** Who the consumer is. @default none */
  description?: string;
  /** Most requests in a day, a week or a month. @default no quota */
  quota?: RestQuota;
  /** Requests a second in the long run, and at once. @default the stage's limits */
  throttle?: RestThrottle;
  /** Limits by operationId. @default `throttle` for each */
  methods?: Record<string, RestThrottle>;
  /** Stages that the key is good for. @default all */
  stages?: string[];
  /** Refuse the key without deleting it. @default false */
  suspended?: boolean;
  /** Customer identifier at AWS Marketplace. @default none */
  customerId?: pulumi.Input<string>;
}

export function checkConsumers(
  checks: ArgumentChecks,
  consumers: Record<string, RestConsumerArgs>,
  stages: readonly string[],
  operations: readonly Operation[],
  usesApiKeys: boolean,
): void {
  if (Object.keys(consumers).length > 0 && !usesApiKeys) {
    checks.fail(
      "consumers",
      Object.keys(consumers),
      'no operation asks for an API key: add the scheme { type: "apiKey", in: "header", name: "x-api-key" } to its security',
    );
  }
  for (const [name, consumer] of Object.entries(consumers)) {
    const where = `consumers.${name}`;
    checks.matches(where, name, /^[a-z][a-z0-9-]{0,30}$/, "use lower-case letters, digits and hyphens, at most 31");
    checks.integer(`${where}.quota.limit`, consumer.quota?.limit, 1, 2_000_000_000, "requests");
    checks.oneOf(`${where}.quota.period`, consumer.quota?.period, Object.values(QuotaPeriod));
    for (const stage of consumer.stages ?? []) checks.oneOf(`${where}.stages`, stage, stages);
    const throttles = Object.entries({ throttle: consumer.throttle, ...consumer.methods });
    for (const [id, throttle] of throttles) {
      checks.integer(`${where}.${id}.rateLimit`, throttle?.rateLimit, 1, 10_000_000, "requests a second");
      checks.integer(`${where}.${id}.burstLimit`, throttle?.burstLimit, 1, 10_000_000, "requests");
    }
    for (const id of Object.keys(consumer.methods ?? {})) {
      const known = operations.some((one) => one.id === id);
      checks.that(`${where}.methods`, id, known, "the document has no such operation");
    }
  }
}

/** What a consumer's resources are made from. */
export interface ConsumerInput {
  /** Logical name of the API. */
  readonly name: string;
  readonly api: AwsRestApi;
  readonly stages: Readonly<Record<string, Stage>>;
  readonly operations: readonly Operation[];
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Makes a consumer's key and plan. @returns the key, secret */
export function createConsumer(consumer: string, args: RestConsumerArgs, input: ConsumerInput): pulumi.Output<string> {
  const prefix = `${input.name}-${consumer}`;
  const names = args.stages ?? Object.keys(input.stages);
  const throttles = Object.entries(args.methods ?? {}).flatMap(([id, throttle]) => {
    const operation = input.operations.find((one) => one.id === id);
    return operation ? [{ path: `${operation.path}/${operation.method}`, ...throttle }] : [];
  });
  const key = new ApiKey(
    `${prefix}-key`,
    {
      description: args.description ?? `Key of ${consumer} for the API ${input.name}.`,
      enabled: !(args.suspended ?? false),
      customerId: args.customerId,
      tags: input.tags(`${prefix}-key`),
    },
    input.child(),
  );
  const plan = new UsagePlan(
    `${prefix}-plan`,
    {
      description: args.description ?? `What ${consumer} may use of the API ${input.name}.`,
      apiStages: names.flatMap((name) => {
        const stage = input.stages[name];
        return stage ? [{ apiId: input.api.id, stage: stage.stageName, throttles }] : [];
      }),
      quotaSettings: args.quota && { limit: args.quota.limit, period: args.quota.period },
      throttleSettings: args.throttle && { ...args.throttle },
      tags: input.tags(`${prefix}-plan`),
    },
    input.child(),
  );
  new UsagePlanKey(`${prefix}-plan-key`, { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id }, input.child());
  return pulumi.secret(key.value);
}
