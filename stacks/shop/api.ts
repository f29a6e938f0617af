import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { UserPool } from "@pulumi/aws/cognito";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaServiceArgs } from "../../infra/compute";
import { ApiDomain, type RestApiArgs } from "../../infra/edge";
import type { Environment } from "../environment";
import { METRICS_NAMESPACE } from "./functions";

/** What the shop's APIs share. */
export interface ApiSurroundings {
  /** Where shoppers' accounts are: each API takes the tokens of this pool. */
  readonly shoppers: UserPool;
  /** Name that the APIs stand under, each with a base path of its own; undefined where each has its own endpoint. */
  readonly domain: ApiDomain | undefined;
  /** Role that the account's API Gateway writes logs with; undefined where the account was set up elsewhere. */
  readonly cloudwatchRoleArn: pulumi.Input<string> | undefined;
}

/** Requests a minute that fail for the service's fault and end a deployment: a few do where a table is busy. */
const FAILURES_PER_MINUTE = 5;

/**
 * What functions behind the APIs have in common.
 * @param serviceName that the function's metrics have as dimension
 */
export function apiFunctionArgs({ api }: Environment, serviceName: string): LambdaServiceArgs {
  return {
    serviceName,
    // API Gateway waits 29 seconds.
    timeoutSeconds: 25,
    memoryMb: 1024,
    ...(api.gradualDeployment && { gradualDeployment: { alarms: [failedRequests(serviceName).name] } }),
  };
}

/**
 * Goes off where requests fail. The function answers those itself, with 500 or 503, so that for Lambda they are no errors;
 * services/shared/http.ts counts them.
 */
function failedRequests(serviceName: string): MetricAlarm {
  return new MetricAlarm(`${serviceName}-deployment-failures`, {
    alarmDescription: `Ends a deployment of ${serviceName}: requests fail for the service's fault.`,
    namespace: METRICS_NAMESPACE,
    metricName: "RequestsFailed",
    dimensions: { service: serviceName },
    statistic: "Sum",
    period: 60,
    evaluationPeriods: 1,
    threshold: FAILURES_PER_MINUTE,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    treatMissingData: "notBreaching",
  });
}

export function createApiSurroundings(
  environment: Environment,
  cloudwatchRoleArn: pulumi.Input<string> | undefined,
): ApiSurroundings {
  return { shoppers: createShoppers(environment), domain: createDomain(environment), cloudwatchRoleArn };
}

/**
 * Arguments of an API of the shop: for shoppers who are signed in, but for its `getHealth`.
 * @param basePath first segment of its paths under the shop's domain; "" is the root
 */
export function apiArgs(
  { api, logDays }: Environment,
  { shoppers, domain, cloudwatchRoleArn }: ApiSurroundings,
  basePath: string,
  { integrations, ...args }: RestApiArgs,
): RestApiArgs {
  const { rateLimit, burstLimit, firewall } = api;
  return {
    publicOperations: ["getHealth"],
    authorizers: { shopper: { cognito: { userPoolArns: [shoppers.arn] } } },
    integrations: { getHealth: { mock: {} }, ...integrations },
    stages: { live: { throttle: { rateLimit, burstLimit } } },
    sharedDomain: domain,
    basePaths: domain && { live: basePath },
    logs: { retentionInDays: logDays },
    withoutWaf: !firewall,
    cloudwatchRoleArn,
    ...args,
  };
}

function createDomain({ api: { domain } }: Environment): ApiDomain | undefined {
  if (!domain) return undefined;
  const { name: domainName, certificateArn, hostedZoneId } = domain;
  // It was a part of the orders API, before there was another API.
  const ordersApi = pulumi.createUrn("orders", "aws-microservices-platform:edge:RestApi");
  return new ApiDomain(
    "api",
    { domainName, certificateArn, hostedZoneId },
    { aliases: [pulumi.createUrn("orders-domain", "aws-microservices-platform:edge:ApiDomain", ordersApi)] },
  );
}

function createShoppers(environment: Environment): UserPool {
  return new UserPool("shoppers", {
    passwordPolicy: {
      minimumLength: 14,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: true,
      requireUppercase: true,
      temporaryPasswordValidityDays: 1,
    },
    mfaConfiguration: "OPTIONAL",
    softwareTokenMfaConfiguration: { enabled: true },
    usernameAttributes: ["email"],
    autoVerifiedAttributes: ["email"],
    deletionProtection: environment.disposable ? "INACTIVE" : "ACTIVE",
  });
}
