import {
  type RestApi as AwsRestApi,
  type ClientCertificate,
  type Deployment,
  MethodSettings,
  Stage,
} from "@pulumi/aws/apigateway";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Operation } from "./openapi";
import { DEFAULT_THROTTLE, type RestLogArgs, type RestStageArgs } from "./stage-args";

/** One line of JSON a request. Every value is one of API Gateway's `$context` variables for access logs. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
  xrayTraceId: "$context.xrayTraceId",
  requestTime: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  caller: "$context.identity.caller",
  apiKeyId: "$context.identity.apiKeyId",
  principalId: "$context.authorizer.principalId",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  protocol: "$context.protocol",
  status: "$context.status",
  errorMessage: "$context.error.message",
  validationError: "$context.error.validationErrorString",
  responseLatency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationStatus: "$context.integration.status",
  wafResponse: "$context.wafResponseCode",
  responseLength: "$context.responseLength",
});

/** What a stage is made from. */
export interface StageInput {
  /** Logical name that children start with. */
  readonly prefix: string;
  readonly api: AwsRestApi;
  readonly deployment: Deployment;
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
  readonly operations: readonly Operation[];
  readonly logs: RestLogArgs | undefined;
  readonly certificate: ClientCertificate | undefined;
  readonly documentationVersion: pulumi.Input<string> | undefined;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
  /** What the stage waits for. */
  readonly after: pulumi.Input<string> | undefined;
}

/** A stage with its access log group and the settings of its methods. */
export function createStage(stageName: string, args: RestStageArgs, input: StageInput): Stage {
  const { prefix, api, deployment, child } = input;
  const logs = new LogGroup(
    `${prefix}-logs`,
    {
      retentionInDays: input.logs?.retentionInDays ?? 90,
      kmsKeyId: input.logs?.kmsKeyArn,
      tags: input.tags(`${prefix}-logs`),
    },
    child(),
  );
  const variables = { ...input.variables, ...args.variables };
  const stage = new Stage(
    prefix,
    {
      restApi: api.id,
      stageName,
      description: args.description,
      deployment: args.canary?.stableDeploymentId ?? args.deploymentId ?? deployment.id,
      variables: Object.keys(variables).length > 0 ? variables : undefined,
      accessLogSettings: { destinationArn: logs.arn, format: ACCESS_LOG_FORMAT },
      xrayTracingEnabled: !(args.withoutTracing ?? false),
      cacheClusterEnabled: args.cache !== undefined,
      cacheClusterSize: args.cache && String(args.cache.sizeGb ?? 0.5),
      clientCertificateId: input.certificate?.id,
      documentationVersion: input.documentationVersion,
      canarySettings: args.canary && {
        deploymentId: deployment.id,
        percentTraffic: args.canary.percentTraffic,
        stageVariableOverrides: args.canary.variables,
        useStageCache: args.canary.useStageCache ?? false,
      },
      tags: input.tags(prefix),
    },
    // An output of no resources: the stage depends on what the value comes from, without a part in its inputs.
    child({ dependsOn: pulumi.output(input.after).apply((): pulumi.Resource[] => []) }),
  );
  createMethodSettings(stage, args, input);
  return stage;
}

function createMethodSettings(stage: Stage, args: RestStageArgs, input: StageInput): void {
  const base = {
    metricsEnabled: true,
    // Data traces hold whole requests and responses, whatever is in them.
    dataTraceEnabled: false,
    loggingLevel: args.executionLogLevel ?? "ERROR",
    throttlingRateLimit: (args.throttle ?? DEFAULT_THROTTLE).rateLimit,
    throttlingBurstLimit: (args.throttle ?? DEFAULT_THROTTLE).burstLimit,
    // API Gateway would cache every GET of a stage with a cache: only what is named below is cached.
    cachingEnabled: false,
    cacheDataEncrypted: true,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403",
  };
  const settings = (
    name: string,
    methodPath: string,
    overrides: Partial<typeof base> & { cacheTtlInSeconds?: number },
  ) =>
    new MethodSettings(
      `${input.prefix}-settings${name && `-${name}`}`,
      { restApi: input.api.id, stageName: stage.stageName, methodPath, settings: { ...base, ...overrides } },
      input.child({ dependsOn: [stage] }),
    );
  settings("", "*/*", {});
  for (const operation of input.operations) {
    const own = args.methods?.[operation.id];
    const cached = args.cache?.operations[operation.id];
    if (!own && !cached) continue;
    settings(operation.id, methodPathOf(operation), {
      ...(own?.throttle && {
        throttlingRateLimit: own.throttle.rateLimit,
        throttlingBurstLimit: own.throttle.burstLimit,
      }),
      ...(own?.executionLogLevel && { loggingLevel: own.executionLogLevel }),
      ...(cached && { cachingEnabled: true, cacheTtlInSeconds: cached.ttlSeconds ?? 300 }),
    });
  }
}

/** Path of an operation in method settings: no leading slash; the root has API Gateway's own escape for it. */
function methodPathOf(operation: Operation): string {
  const path = operation.path === "/" ? "~1" : operation.path.slice(1);
  return `${path}/${operation.method === "ANY" ? "*" : operation.method}`;
}
