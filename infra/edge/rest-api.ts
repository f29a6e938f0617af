import { createHash } from "node:crypto";
import {
  RestApi as AwsRestApi,
  ClientCertificate,
  Deployment,
  DocumentationVersion,
  type Stage,
} from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { type Grant, type Grantable, grant, PlatformComponent } from "../core";
import { authorizersOf } from "./authorizers";
import { bodyOf } from "./body";
import { ApiDomain, isEnhanced, mapStage, type RestSharedDomain } from "./domain";
import { clientDocument, markdownOf } from "./exported";
import { allowInvocations } from "./invocations";
import { INTEGRATION } from "./openapi";
import { operationPattern, resourcePolicyStatements } from "./resource-policy";
import type { RestApiArgs } from "./rest-api-args";
import { type CheckedApi, checkedApi } from "./rest-api-checks";
import { StageValues } from "./stage-values";
import { createStage } from "./stages";
import { createConsumer } from "./usage";
import { createWebAcl, protectStage } from "./waf";

/** What an API was made from. */
interface Source {
  readonly name: string;
  readonly args: RestApiArgs;
  readonly checked: CheckedApi;
}

/** Kept beside the components: Pulumi's schema inference takes each declared property of a component as an output. */
const SOURCES = new WeakMap<RestApi, Source>();

/**
 * A REST API on Amazon API Gateway, from an OpenAPI 3.0 document or from routes.
 *
 * With no options beyond backends and authorizers: every operation needs an authorizer, requests are validated against
 * the document, only TLS 1.2 or newer and only encrypted transport, a web application firewall, access logs as JSON,
 * execution logs of errors, metrics, X-Ray, throttling, a published documentation version.
 *
 * @example
 * new RestApi("orders", {
 *   documentFile: "services/orders/openapi.yaml",
 *   integrations: { createOrder: { lambda: { functionArn: handler.arn } } },
 *   authorizers: { shopper: { cognito: { userPoolArns: [pool.arn] } } },
 *   publicOperations: ["getHealth"],
 * });
 */
export class RestApi extends PlatformComponent {
  /** Base URL of the first stage: under the custom domain, else the API's own endpoint. */
  readonly url: pulumi.Output<string>;
  /** Base URLs by stage. */
  readonly urls: Record<string, pulumi.Output<string>>;
  /** Name of the API, which its CloudWatch metrics have as dimension. */
  readonly apiName: pulumi.Output<string>;
  /** Id of the API. */
  readonly restApiId: pulumi.Output<string>;
  /** ARN prefix of its operations, for permissions: `<executionArn>/<stage>/<METHOD>/<path>`. */
  readonly executionArn: pulumi.Output<string>;
  /** Newest deployment; give it back as `stableDeploymentId` to run the next change as a canary. */
  readonly deploymentId: pulumi.Output<string>;
  /** Keys of the consumers, secret. */
  readonly apiKeys: Record<string, pulumi.Output<string>>;

  /** @throws ArgumentError that lists everything that is wrong with the arguments and the document. */
  constructor(name: string, args: RestApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge:RestApi", name, args, opts);
    const checked = checkedApi(this.checks(), name, args);
    SOURCES.set(this, { name, args, checked });
    const { document, operations, stages } = checked;
    const values = new StageValues();
    const body = this.body(values);
    const api = this.createApi(body);
    allowInvocations(name, api, this.source.checked.integrations, args.authorizers ?? {}, this.child());

    const deployment = new Deployment(
      `${name}-deployment`,
      {
        restApi: api.id,
        description: `${name} ${String(objectOf(document["info"])["version"])}`,
        triggers: { body: body.apply((text) => fingerprint(text, args)) },
      },
      // A replaced deployment stays in API Gateway: stages that are kept on it, canaries and roll-backs need it.
      this.child({ retainOnDelete: true }),
    );
    const documentation = args.withoutDocumentation
      ? undefined
      : new DocumentationVersion(
          `${name}-documentation`,
          {
            restApiId: api.id,
            // The hash makes a version of its own of each change, also where the document's version stays.
            version: body.apply(
              (text) => `${String(objectOf(document["info"])["version"])}-${fingerprint(text, args).slice(0, 8)}`,
            ),
          },
          this.child({ dependsOn: [deployment] }),
        );
    const certificate = this.needsCertificate()
      ? new ClientCertificate(
          `${name}-certificate`,
          { description: `${name} shows this to its HTTP backends.`, tags: this.tags(`${name}-certificate`) },
          this.child(),
        )
      : undefined;

    const child = (more?: pulumi.CustomResourceOptions) => this.child(more);
    const tags = (of: string) => this.tags(of);
    const made: Record<string, Stage> = {};
    for (const [stageName, stage] of Object.entries(stages)) {
      made[stageName] = createStage(stageName, stage, {
        prefix: `${name}-${stageName}`,
        api,
        deployment,
        variables: values.variables(),
        operations,
        logs: args.logs,
        certificate,
        documentationVersion: documentation?.version,
        tags,
        child,
        after: args.cloudwatchRoleArn,
      });
    }
    const isPrivate = this.source.checked.endpointType === "PRIVATE";
    if (args.waf || !(args.withoutWaf ?? isPrivate)) {
      const retentionInDays = args.logs?.retentionInDays ?? 90;
      const acl = createWebAcl(args.waf ?? {}, { name, retentionInDays, kmsKeyArn: args.logs?.kmsKeyArn, tags, child });
      for (const [stageName, stage] of Object.entries(made)) protectStage(`${name}-${stageName}`, stage, acl, child);
    }
    this.apiKeys = {};
    for (const [consumer, consumerArgs] of Object.entries(args.consumers ?? {})) {
      this.apiKeys[consumer] = createConsumer(consumer, consumerArgs, {
        name,
        api,
        stages: made,
        operations,
        tags,
        child,
      });
    }
    const domain = this.createDomain();
    this.urls = this.createMappings(api, made, domain);
    this.url = Object.values(this.urls)[0] ?? pulumi.output("");
    this.apiName = api.name;
    this.restApiId = api.id;
    this.executionArn = api.executionArn;
    this.deploymentId = deployment.id;
    this.registerOutputs({
      url: this.url,
      urls: this.urls,
      apiName: this.apiName,
      restApiId: this.restApiId,
      executionArn: this.executionArn,
      deploymentId: this.deploymentId,
      apiKeys: this.apiKeys,
    });
  }

  /**
   * Lets `to` call operations that have IAM authorization, on every stage.
   * @param granteeName part of the policy's name
   * @param operationIds @default every operation
   * @throws where an operation is unknown
   */
  grantInvoke(to: Grantable, granteeName: string, operationIds?: string[]): Grant {
    const { operations } = this.source.checked;
    const checks = this.checks();
    for (const id of operationIds ?? [])
      checks.oneOf(
        "operationIds",
        id,
        operations.map((one) => one.id),
      );
    checks.done();
    const patterns = operationIds
      ? operations.filter((one) => operationIds.includes(one.id)).map((one) => operationPattern(one.method, one.path))
      : ["*"];
    const resources = patterns.map((pattern) => pulumi.interpolate`${this.executionArn}/*/${pattern}`);
    return grant(this, this.source.name, "invoke", to, granteeName, ["execute-api:Invoke"], resources);
  }

  /** The OpenAPI document for clients, as JSON: with the stages' URLs as servers, without AWS's extensions. */
  exportDocument(): pulumi.Output<string> {
    const { document } = this.source.checked;
    return pulumi
      .output(this.urls)
      .apply((urls) => JSON.stringify(clientDocument(document, this.source.args.authorizers ?? {}, urls), null, 2));
  }

  /** A reference of the operations, as Markdown. */
  exportReference(): string {
    return markdownOf(this.source.checked.document);
  }

  private get source(): Source {
    const source = SOURCES.get(this);
    if (!source) throw new Error("the API is not constructed");
    return source;
  }

  private body(values: StageValues): pulumi.Output<string> {
    const { document, operations, integrations, stages, endpointType } = this.source.checked;
    const { args } = this.source;
    const cacheKeys: Record<string, string[]> = {};
    for (const { cache } of Object.values(stages)) {
      for (const [id, cached] of Object.entries(cache?.operations ?? {})) {
        cacheKeys[id] = [...new Set([...(cacheKeys[id] ?? []), ...(cached.keyParameters ?? [])])];
      }
    }
    const isIam = (operation: (typeof operations)[number]) =>
      authorizersOf(document, operation).some((scheme) => args.authorizers?.[scheme]?.iam === true);
    const patterns = (iam: boolean) =>
      operations.filter((one) => isIam(one) === iam).map((one) => operationPattern(one.method, one.path));
    return bodyOf({
      document,
      dropUnsupported: args.dropUnsupported ?? [],
      integrations,
      authorizers: args.authorizers ?? {},
      cacheKeys,
      gatewayResponses: args.gatewayResponses ?? {},
      cors: args.cors,
      withoutRequestValidation: args.withoutRequestValidation ?? false,
      policy: resourcePolicyStatements({
        access: args.access ?? {},
        isPrivate: endpointType === "PRIVATE",
        iamOperations: patterns(true),
        otherOperations: [...patterns(false), ...(args.cors ? ["OPTIONS/*"] : [])],
      }),
      place: { partition: this.partition, region: this.region, accountId: this.accountId },
      values,
    });
  }

  private createApi(body: pulumi.Output<string>): AwsRestApi {
    const { args, name } = this.source;
    const { endpointType } = this.source.checked;
    const securityPolicy = args.securityPolicy ?? "TLS_1_2";
    return new AwsRestApi(
      name,
      {
        body,
        endpointConfiguration: {
          types: endpointType,
          ipAddressType: args.ipAddressType,
          vpcEndpointIds: args.access?.vpcEndpointIds,
        },
        disableExecuteApiEndpoint: args.domain !== undefined || args.sharedDomain !== undefined,
        securityPolicy,
        endpointAccessMode: isEnhanced(securityPolicy) ? (args.endpointAccessMode ?? "STRICT") : undefined,
        apiKeySource: args.apiKeySource ?? "HEADER",
        binaryMediaTypes: args.binaryMediaTypes,
        minimumCompressionSize:
          args.minimumCompressionSize === undefined ? undefined : String(args.minimumCompressionSize),
        tags: this.tags(name),
      },
      this.child(),
    );
  }

  private needsCertificate(): boolean {
    if (this.source.args.withoutClientCertificate) return false;
    const { integrations, operations } = this.source.checked;
    const bound = Object.values(integrations).some((one) => one.http !== undefined || one.privateHttp !== undefined);
    return bound || operations.some((one) => String(objectOf(one.definition[INTEGRATION])["type"]).startsWith("http"));
  }

  private createDomain(): RestSharedDomain | undefined {
    const { domain, sharedDomain, access } = this.source.args;
    if (!domain) return sharedDomain;
    const { endpointType } = this.source.checked;
    return new ApiDomain(
      `${this.source.name}-domain`,
      { ...domain, endpointType, ...(endpointType === "PRIVATE" && { vpcEndpointIds: access?.vpcEndpointIds }) },
      { parent: this },
    );
  }

  private createMappings(api: AwsRestApi, stages: Record<string, Stage>, domain: RestSharedDomain | undefined) {
    const urls: Record<string, pulumi.Output<string>> = {};
    const single = Object.keys(stages).length === 1;
    for (const [stageName, stage] of Object.entries(stages)) {
      if (!domain) {
        urls[stageName] = stage.invokeUrl;
        continue;
      }
      const basePath = this.source.args.basePaths?.[stageName] ?? (single ? "" : stageName);
      const mapping = mapStage(`${this.source.name}-${stageName}-mapping`, domain, api, stage, basePath, this.child());
      const path = basePath === "" ? "" : `/${basePath}`;
      urls[stageName] = pulumi.interpolate`https://${mapping.domainName}${path}`;
    }
    return urls;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Changes exactly when something changes that takes effect with a new deployment only. */
function fingerprint(body: string, args: RestApiArgs): string {
  const rest = JSON.stringify([args.binaryMediaTypes, args.minimumCompressionSize, args.apiKeySource]);
  return createHash("sha256").update(body).update(rest).digest("hex");
}
