import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import { type IntegrationBuilder, LAMBDA_ARN, type Place, ROLE_ARN } from "./integration-extension";
import { isObject, type JsonObject, type JsonTemplate, type JsonTemplateObject, objectAt } from "./json";
import { type Operation, operationsOf } from "./openapi";
import type { StageValues } from "./stage-values";

/** What a Lambda authorizer is given: one token, or the request's parameters. */
export const LambdaAuthorizerKind = { Token: "token", Request: "request" } as const;
export type LambdaAuthorizerKind = (typeof LambdaAuthorizerKind)[keyof typeof LambdaAuthorizerKind];

/** Callers show a JWT of an Amazon Cognito user pool in the Authorization header. */
export interface CognitoAuthorizer {
  /** ARNs of the pools, at most 1,000. */
  userPoolArns: pulumi.Input<string>[];
}

/** A function decides; JWTs of other issuers than Cognito are checked so. */
export interface LambdaAuthorizer {
  /** ARN of the function. */
  functionArn: pulumi.Input<string>;
  /** @default "token" */
  kind?: LambdaAuthorizerKind;
  /** Header that holds the token. Kind `token` only. @default "Authorization" */
  header?: string;
  /** What identifies the caller, such as `method.request.header.X-Tenant`. Needed for kind `request` with caching. */
  identitySources?: string[];
  /** Pattern that a token has to match before the function is called. Kind `token` only. @default none */
  tokenPattern?: string;
  /** How long a decision is kept, 0 to 3600 s; 0 asks each time. @default 300 */
  resultTtlSeconds?: number;
  /** Role that API Gateway invokes the function with. @default a permission of the function for this API */
  credentialsArn?: pulumi.Input<string>;
}

/** Who may call: exactly one kind. */
export interface RestAuthorizer {
  cognito?: CognitoAuthorizer;
  lambda?: LambdaAuthorizer;
  /** Callers sign with AWS Signature Version 4 and need `execute-api:Invoke`; see `grantInvoke`. */
  iam?: boolean;
}

/** A part of the request, as `identitySource` of docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html has it. */
const IDENTITY_SOURCE = /^(method\.request\.(header|querystring)\.[^\s,]+|(stageVariables|context)\.[\w.]+)$/;

/** Checks the authorizers by themselves. */
export function checkAuthorizers(checks: ArgumentChecks, authorizers: Record<string, RestAuthorizer>): void {
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const where = `authorizers.${name}`;
    checks.matches(where, name, /^[A-Za-z0-9_-]{1,128}$/, "name it with letters, digits, _ and -, at most 128");
    checks.exclusive({
      [`${where}.cognito`]: authorizer.cognito,
      [`${where}.lambda`]: authorizer.lambda,
      [`${where}.iam`]: authorizer.iam === false ? undefined : authorizer.iam,
    });
    if (authorizer.cognito) checks.length(`${where}.cognito.userPoolArns`, authorizer.cognito.userPoolArns, 1, 1000);
    for (const pool of authorizer.cognito?.userPoolArns ?? []) {
      const expected = "use the ARN of a Cognito user pool";
      checks.matches(
        `${where}.cognito.userPoolArns`,
        pool,
        /^arn:[^:]+:cognito-idp:[^:]+:\d{12}:userpool\/./,
        expected,
      );
    }
    if (authorizer.lambda) checkLambdaAuthorizer(checks, `${where}.lambda`, authorizer.lambda);
  }
}

function checkLambdaAuthorizer(checks: ArgumentChecks, where: string, lambda: LambdaAuthorizer): void {
  const ttl = lambda.resultTtlSeconds ?? 300;
  checks
    .matches(`${where}.functionArn`, lambda.functionArn, LAMBDA_ARN, "use the ARN of a Lambda function")
    .matches(`${where}.credentialsArn`, lambda.credentialsArn, ROLE_ARN, "use the ARN of an IAM role")
    .oneOf(`${where}.kind`, lambda.kind, Object.values(LambdaAuthorizerKind))
    .integer(`${where}.resultTtlSeconds`, ttl, 0, 3600, "seconds");
  for (const source of lambda.identitySources ?? []) {
    const expected = "use method.request.header.X, method.request.querystring.X, stageVariables.X or context.X";
    checks.matches(`${where}.identitySources`, source, IDENTITY_SOURCE, expected);
  }
  if (lambda.kind !== "request") return;
  if (ttl > 0) checks.length(`${where}.identitySources`, lambda.identitySources ?? [], 1, Number.POSITIVE_INFINITY);
  for (const option of ["header", "tokenPattern"] as const) {
    if (lambda[option] !== undefined) {
      checks.fail(
        `${where}.${option}`,
        lambda[option],
        'only kind "token" has one; identitySources say what is looked at',
      );
    }
  }
}

function isApiKey(scheme: JsonObject): boolean {
  return (
    scheme["type"] === "apiKey" &&
    String(scheme["name"]).toLowerCase() === "x-api-key" &&
    scheme["x-amazon-apigateway-authtype"] === undefined
  );
}

/** Names of the schemes that an operation demands, without API keys. */
export function authorizersOf(document: JsonObject, operation: Operation): string[] {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const security = operation.definition["security"] ?? document["security"];
  if (!Array.isArray(security)) return [];
  return security.flatMap((requirement) =>
    isObject(requirement)
      ? Object.keys(requirement).filter((name) => {
          const scheme = schemes[name];
          return !isObject(scheme) || !isApiKey(scheme);
        })
      : [],
  );
}

/** Whether the operation asks for an API key. */
export function needsApiKey(document: JsonObject, operation: Operation): boolean {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const security = operation.definition["security"] ?? document["security"];
  if (!Array.isArray(security)) return false;
  return security.some(
    (requirement) =>
      isObject(requirement) &&
      Object.keys(requirement).some((name) => {
        const scheme = schemes[name];
        return isObject(scheme) && isApiKey(scheme);
      }),
  );
}

/**
 * Requires that each operation has exactly one way to authorize a caller, or is public by name, and that each scheme in
 * use has an authorizer. An API key alone is none: it tells consumers apart for usage plans.
 */
export function checkSecurity(
  checks: ArgumentChecks,
  document: JsonObject,
  authorizers: Record<string, RestAuthorizer>,
  publicOperations: readonly string[],
): void {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const operations = operationsOf(document);
  for (const id of publicOperations) {
    if (!operations.some((one) => one.id === id)) {
      checks.fail(
        "publicOperations",
        id,
        `the document has no such operation; it has ${operations.map((one) => one.id).join(", ")}`,
      );
    }
  }
  const used = new Set<string>();
  for (const operation of operations) {
    const where = `security of ${operation.id}`;
    const names = authorizersOf(document, operation);
    for (const name of names) used.add(name);
    const security = operation.definition["security"] ?? document["security"];
    const optional = Array.isArray(security) && security.some((one) => isObject(one) && Object.keys(one).length === 0);
    const isPublic = publicOperations.includes(operation.id);
    if (isPublic && names.length > 0) {
      checks.fail(where, names, "it is public by name; take it out of publicOperations or drop its security");
    } else if (!isPublic && (names.length === 0 || optional)) {
      checks.fail(
        where,
        security ?? null,
        `every operation needs an authorizer: give it a security scheme, set defaultAuthorizer, or make it open to everyone with publicOperations: ["${operation.id}"]`,
      );
    } else if (new Set(names).size > 1) {
      checks.fail(where, names, "an API Gateway method has one authorizer; choose one");
    }
  }
  for (const name of used) {
    const scheme = schemes[name];
    const bound = isObject(scheme) && scheme["x-amazon-apigateway-authtype"] !== undefined;
    if (authorizers[name] === undefined && !bound) {
      checks.fail(
        `authorizers.${name}`,
        null,
        "the document uses this security scheme; bind it to a Cognito pool, a function or IAM",
      );
    }
  }
  for (const name of Object.keys(authorizers)) {
    if (!used.has(name)) checks.fail(`authorizers.${name}`, name, "no operation uses it; remove it or fix its name");
  }
}

/** The security schemes as API Gateway wants them: all of type `apiKey`, with its own extensions. */
export function securitySchemes(
  authorizers: Record<string, RestAuthorizer>,
  place: Place,
  values: StageValues,
  builder: IntegrationBuilder,
): JsonTemplateObject {
  const schemes: JsonTemplateObject = {};
  for (const [name, { cognito, lambda }] of Object.entries(authorizers)) {
    if (cognito) {
      const { partition, region, accountId } = place;
      schemes[name] = scheme("Authorization", "cognito_user_pools", {
        type: "cognito_user_pools",
        providerARNs: cognito.userPoolArns.map((arn) => {
          if (typeof arn === "string") return arn;
          const pool = values.refer(arn, `${name}_user_pool`, (text) => text.slice(text.indexOf("/") + 1));
          return pulumi.interpolate`arn:${partition}:cognito-idp:${region}:${accountId}:userpool/${pool}`;
        }),
      });
    } else if (lambda) {
      const kind = lambda.kind ?? "token";
      schemes[name] = scheme(kind === "token" ? (lambda.header ?? "Authorization") : "Unused", "custom", {
        type: kind,
        authorizerUri: builder.lambdaUri(lambda.functionArn, name, false, false),
        authorizerResultTtlInSeconds: lambda.resultTtlSeconds ?? 300,
        ...(lambda.identitySources && { identitySource: lambda.identitySources.join(", ") }),
        ...(lambda.tokenPattern !== undefined && { identityValidationExpression: lambda.tokenPattern }),
        ...(lambda.credentialsArn !== undefined && {
          authorizerCredentials: builder.roleArn(lambda.credentialsArn, name),
        }),
      });
    } else {
      schemes[name] = scheme("Authorization", "awsSigv4");
    }
  }
  return schemes;
}

function scheme(header: string, authType: string, authorizer?: JsonTemplateObject): JsonTemplate {
  return {
    type: "apiKey",
    name: header,
    in: "header",
    "x-amazon-apigateway-authtype": authType,
    ...(authorizer && { "x-amazon-apigateway-authorizer": authorizer }),
  };
}
