import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import {
  type AwsServiceBackend,
  ContentHandling,
  type HttpBackend,
  type LambdaBackend,
  PassthroughBehavior,
  type PrivateBackend,
  ResponseTransferMode,
  type RestIntegration,
  type RestIntegrationResponse,
} from "./integrations";
import { type JsonTemplate, type JsonTemplateObject, objectAt } from "./json";
import type { Operation } from "./openapi";
import { functionOfArn, type StageValues } from "./stage-values";

/** Where the API is, for ARNs in its document. */
export interface Place {
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

export const LAMBDA_ARN = /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?$/;

export const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/./;

/** Checks one integration; `where` names it in messages. */
export function checkIntegration(checks: ArgumentChecks, where: string, integration: RestIntegration): void {
  const { lambda, http, privateHttp, awsService, mock } = integration;
  checks.exclusive({
    [`${where}.lambda`]: lambda,
    [`${where}.http`]: http,
    [`${where}.privateHttp`]: privateHttp,
    [`${where}.awsService`]: awsService,
    [`${where}.mock`]: mock,
  });
  if (lambda) {
    checks.matches(`${where}.lambda.functionArn`, lambda.functionArn, LAMBDA_ARN, "use the ARN of a Lambda function");
  }
  for (const [kind, backend] of Object.entries({ http, privateHttp })) {
    if (!backend) continue;
    checks.matches(
      `${where}.${kind}.url`,
      backend.url,
      /^https:\/\/[^/]/,
      "use an https:// URL: API Gateway would carry the request to the backend in the clear",
    );
    if (backend.path !== undefined) checks.matches(`${where}.${kind}.path`, backend.path, /^\//, 'start it with "/"');
  }
  if (awsService) {
    checks.exclusive({
      [`${where}.awsService.action`]: awsService.action,
      [`${where}.awsService.path`]: awsService.path,
    });
    checks
      .matches(
        `${where}.awsService.service`,
        awsService.service,
        /^[a-z0-9.-]+$/,
        "use its endpoint's name, such as sqs",
      )
      .matches(`${where}.awsService.credentialsArn`, awsService.credentialsArn, ROLE_ARN, "use the ARN of an IAM role");
  }
  checks
    .matches(
      `${where}.privateHttp.loadBalancerArn`,
      privateHttp?.loadBalancerArn,
      /^arn:[a-z-]+:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/(app|net)\//,
      "use the ARN of an application or network load balancer",
    )
    .oneOf(`${where}.responseTransferMode`, integration.responseTransferMode, Object.values(ResponseTransferMode))
    .oneOf(`${where}.passthroughBehavior`, integration.passthroughBehavior, Object.values(PassthroughBehavior))
    .oneOf(`${where}.contentHandling`, integration.contentHandling, Object.values(ContentHandling));
  for (const [pattern, { contentHandling }] of Object.entries(integration.responses ?? {})) {
    const path = `${where}.responses.${pattern}.contentHandling`;
    checks.oneOf(path, contentHandling, Object.values(ContentHandling));
  }
  const streams = integration.responseTransferMode === "STREAM";
  const proxy = isProxy(integration);
  if (streams && !proxy) {
    checks.fail(`${where}.responseTransferMode`, "STREAM", "only a proxy to Lambda or HTTP streams its response");
  }
  if (proxy && integration.responses) {
    checks.fail(
      `${where}.responses`,
      Object.keys(integration.responses),
      "a proxy maps no responses; set proxy: false",
    );
  }
  checks.integer(
    `${where}.timeoutMilliseconds`,
    integration.timeoutMilliseconds,
    50,
    streams ? 900_000 : 300_000,
    "ms",
  );
}

/** Whether the backend's answer is the operation's as it is. */
function isProxy({ lambda, http, privateHttp }: RestIntegration): boolean {
  const backend = lambda ?? http ?? privateHttp;
  return backend !== undefined && (backend.proxy ?? true);
}

/** Answers by the pattern that they are chosen by; none where the backend's answer is passed through. */
function mappedResponses(integration: RestIntegration): Record<string, RestIntegrationResponse> {
  if (isProxy(integration)) return {};
  return integration.responses ?? { default: { statusCode: integration.mock?.statusCode ?? 200 } };
}

/** Statuses that answers are mapped to, in order; none where the backend's answer is passed through. */
export function mappedStatuses(integration: RestIntegration): number[] {
  const statuses = Object.values(mappedResponses(integration)).map(({ statusCode }) => statusCode);
  return [...new Set(statuses)].sort((one, other) => one - other);
}

/**
 * Checks that the operation describes each status that answers are mapped to: API Gateway refuses others,
 * docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-response.html
 */
export function checkMappedStatuses(
  checks: ArgumentChecks,
  where: string,
  operation: Operation,
  integration: RestIntegration,
): void {
  checks.integer(`${where}.mock.statusCode`, integration.mock?.statusCode, 100, 599);
  const described = Object.keys(objectAt(operation.definition, "responses"));
  for (const [pattern, { statusCode }] of Object.entries(mappedResponses(integration))) {
    const expected = `use a status that the operation describes (${described.join(", ")}), or describe it`;
    checks.that(`${where}.responses.${pattern}.statusCode`, statusCode, described.includes(`${statusCode}`), expected);
  }
}

/** Builds the `x-amazon-apigateway-integration` of one operation. */
export class IntegrationBuilder {
  constructor(
    private readonly place: Place,
    private readonly values: StageValues,
  ) {}

  /** @param cacheKeys request parameters that tell cached responses apart */
  build(operation: Operation, integration: RestIntegration, cacheKeys: readonly string[]): JsonTemplate {
    const templates = integration.requestTemplates;
    const common: JsonTemplateObject = {
      ...(templates && { requestTemplates: { ...templates } }),
      ...(templates && { passthroughBehavior: integration.passthroughBehavior ?? "never" }),
      ...(!templates && integration.passthroughBehavior && { passthroughBehavior: integration.passthroughBehavior }),
      ...(integration.contentHandling && { contentHandling: integration.contentHandling }),
      ...(integration.responseTransferMode && { responseTransferMode: integration.responseTransferMode }),
      ...(integration.timeoutMilliseconds !== undefined && { timeoutInMillis: integration.timeoutMilliseconds }),
      ...(cacheKeys.length > 0 && { cacheNamespace: operation.id, cacheKeyParameters: [...cacheKeys] }),
    };
    const { lambda, http, privateHttp, awsService, mock } = integration;
    if (lambda) return { ...common, ...this.lambda(operation, lambda, integration) };
    if (http) return { ...common, ...this.http(operation, http, integration) };
    if (privateHttp) return { ...common, ...this.privateHttp(operation, privateHttp, integration) };
    if (awsService) return { ...common, ...this.awsService(operation, awsService, integration) };
    const status = mock?.statusCode ?? 200;
    return {
      passthroughBehavior: "when_no_templates",
      requestTemplates: { "application/json": JSON.stringify({ statusCode: status }) },
      ...common,
      type: "mock",
      ...mapping(integration, status),
    };
  }

  /** URI by which API Gateway invokes a function. */
  lambdaUri(functionArn: pulumi.Input<string>, hint: string, otherAccount: boolean, stream: boolean): JsonTemplate {
    const { partition, region, accountId } = this.place;
    // The version and the action differ when the response is streamed:
    // docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
    const version = stream ? "2021-11-15" : "2015-03-31";
    const action = stream ? "response-streaming-invocations" : "invocations";
    const inline = otherAccount || typeof functionArn === "string";
    const arn = inline
      ? functionArn
      : pulumi.interpolate`arn:${partition}:lambda:${region}:${accountId}:function:${this.values.refer(functionArn, `${hint}_function`, functionOfArn)}`;
    return pulumi.interpolate`arn:${partition}:apigateway:${region}:lambda:path/${version}/functions/${arn}/${action}`;
  }

  /** ARN of a role that API Gateway assumes. */
  roleArn(arn: pulumi.Input<string>, hint: string): JsonTemplate {
    if (typeof arn === "string") return arn;
    const { partition, accountId } = this.place;
    const role = this.values.refer(arn, `${hint}_role`, (text) => text.split(":").slice(5).join(":"));
    return pulumi.interpolate`arn:${partition}:iam::${accountId}:${role}`;
  }

  private lambda(operation: Operation, backend: LambdaBackend, integration: RestIntegration): JsonTemplateObject {
    const stream = integration.responseTransferMode === "STREAM";
    const proxy = backend.proxy ?? true;
    return {
      type: proxy ? "aws_proxy" : "aws",
      httpMethod: "POST",
      uri: this.lambdaUri(backend.functionArn, operation.id, backend.otherAccount ?? false, stream),
      ...(!proxy && mapping(integration, 200)),
    };
  }

  private http(operation: Operation, backend: HttpBackend, integration: RestIntegration): JsonTemplateObject {
    const proxy = backend.proxy ?? true;
    const path = backend.path ?? "";
    return {
      type: proxy ? "http_proxy" : "http",
      httpMethod: backend.method ?? operation.method,
      uri: `https://${this.values.refer(backend.url, `${operation.id}_host`, httpsHost)}${path}`,
      ...parameters(operation, `${typeof backend.url === "string" ? backend.url : ""}${path}`, integration),
      ...(!proxy && mapping(integration, 200)),
    };
  }

  private privateHttp(operation: Operation, backend: PrivateBackend, integration: RestIntegration): JsonTemplateObject {
    return {
      ...this.http(operation, backend, integration),
      connectionType: "VPC_LINK",
      connectionId: this.values.refer(backend.vpcLinkId, `${operation.id}_vpc_link`, (id) => id),
      // No stage variable can stand for the load balancer, so an output here leaves the document unknown until it exists.
      ...(backend.loadBalancerArn !== undefined && { integrationTarget: pulumi.output(backend.loadBalancerArn) }),
    };
  }

  private awsService(
    operation: Operation,
    backend: AwsServiceBackend,
    integration: RestIntegration,
  ): JsonTemplateObject {
    const { partition, region } = this.place;
    const target =
      backend.action === undefined
        ? `path/${this.values.refer(backend.path ?? "", `${operation.id}_path`, (path) => path.replace(/^\//, ""))}`
        : `action/${backend.action}`;
    return {
      type: "aws",
      httpMethod: backend.method ?? "POST",
      uri: pulumi.interpolate`arn:${partition}:apigateway:${region}:${backend.service}:${target}`,
      credentials: this.roleArn(backend.credentialsArn, operation.id),
      ...parameters(operation, "", integration),
      ...mapping(integration, 200),
    };
  }
}

/** What follows `https://` in a backend's URL. @throws where it is no such URL; the value of an output is seen only here */
export function httpsHost(url: string): string {
  if (!/^https:\/\/[^/]/.test(url)) {
    throw new Error(`a backend's URL is ${JSON.stringify(url)}; use an https:// URL`);
  }
  return url.slice("https://".length).replace(/\/$/, "");
}

/** Maps the path parameters that the backend's URL names, unless the program maps parameters itself. */
function parameters(operation: Operation, url: string, integration: RestIntegration): JsonTemplateObject {
  const mapped: { [key: string]: string } = {};
  for (const { name, in: place } of operation.parameters) {
    if (place !== "path" || typeof name !== "string") continue;
    if (url.includes(`{${name}}`)) mapped[`integration.request.path.${name}`] = `method.request.path.${name}`;
  }
  const all = { ...mapped, ...integration.requestParameters };
  return Object.keys(all).length > 0 ? { requestParameters: all } : {};
}

function mapping(integration: RestIntegration, status: number): JsonTemplateObject {
  const responses: JsonTemplateObject = {};
  for (const [pattern, response] of Object.entries(integration.responses ?? { default: { statusCode: status } })) {
    responses[pattern] = {
      statusCode: String(response.statusCode),
      ...(response.templates && { responseTemplates: { ...response.templates } }),
      ...(response.parameters && { responseParameters: { ...response.parameters } }),
      ...(response.contentHandling && { contentHandling: response.contentHandling }),
    };
  }
  return { responses };
}
