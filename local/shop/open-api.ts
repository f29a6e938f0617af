import { randomUUID } from "node:crypto";
import {
  APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteBasePathMappingCommand,
  DeleteDomainNameCommand,
  DeleteRestApiCommand,
  GetDomainNameCommand,
  GetIntegrationCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStageCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import type { LocalProvider } from "../provider/core";
import { unlessGone } from "../provider/handler";

/** The settings of an API that compliance is about, in words. */
export interface ApiSettings {
  "domain's TLS policy": string;
  "plain HTTP": "denied" | "let in";
  backend: string;
  "default endpoint": "open" | "disabled";
  "deployed as": string;
}

const STAGE = "live";

/**
 * A REST API as nobody should leave one: plain HTTP to its backend, none refused before it, old TLS at its domain, and a
 * default endpoint past the domain.
 */
export class OpenApi {
  private constructor(
    private readonly client: APIGatewayClient,
    readonly id: string,
    private readonly resourceId: string,
    readonly domainName: string,
  ) {}

  static async make(provider: LocalProvider): Promise<OpenApi> {
    const client = provider.client(APIGatewayClient);
    const { account, partition, region } = provider.place;
    const suffix = randomUUID().slice(0, 8);
    const { id: restApiId = "" } = await client.send(new CreateRestApiCommand({ name: `left-open-${suffix}` }));
    const { items: [root] = [] } = await client.send(new GetResourcesCommand({ restApiId }));
    const { id: resourceId = "" } = await client.send(
      new CreateResourceCommand({ restApiId, parentId: root?.id, pathPart: "prices" }),
    );
    const method = { restApiId, resourceId, httpMethod: "GET" };
    await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
    const uri = "http://prices.local.example/v1";
    await client.send(new PutIntegrationCommand({ ...method, type: "HTTP_PROXY", integrationHttpMethod: "GET", uri }));
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
    const domainName = `${suffix}.local.example`;
    await client.send(
      new CreateDomainNameCommand({
        domainName,
        securityPolicy: "TLS_1_0",
        endpointConfiguration: { types: ["REGIONAL"] },
        regionalCertificateArn: `arn:${partition}:acm:${region}:${account}:certificate/${randomUUID()}`,
      }),
    );
    await client.send(new CreateBasePathMappingCommand({ domainName, restApiId, stage: STAGE }));
    return new OpenApi(client, restApiId, resourceId, domainName);
  }

  /** Reads the settings back from API Gateway. */
  async settings(): Promise<ApiSettings> {
    const { client, domainName, id: restApiId, resourceId } = this;
    const [domain, api, integration, stage] = await Promise.all([
      client.send(new GetDomainNameCommand({ domainName })),
      client.send(new GetRestApiCommand({ restApiId })),
      client.send(new GetIntegrationCommand({ restApiId, resourceId, httpMethod: "GET" })),
      client.send(new GetStageCommand({ restApiId, stageName: STAGE })),
    ]);
    return {
      "domain's TLS policy": domain.securityPolicy ?? "",
      "plain HTTP": api.policy?.includes("aws:SecureTransport") ? "denied" : "let in",
      backend: integration.uri ?? "",
      // Some answers have it as a text.
      "default endpoint": String(api.disableExecuteApiEndpoint) === "true" ? "disabled" : "open",
      "deployed as": stage.deploymentId ?? "",
    };
  }

  /** Takes all of it away; what is gone already is passed over. */
  async remove(): Promise<void> {
    const { client, domainName, id: restApiId } = this;
    await unlessGone(client.send(new DeleteBasePathMappingCommand({ domainName, basePath: "(none)" })));
    await unlessGone(client.send(new DeleteDomainNameCommand({ domainName })));
    await unlessGone(client.send(new DeleteRestApiCommand({ restApiId })));
  }
}

/** Whether the settings are as compliance wants them. */
export function isCompliant(settings: ApiSettings): boolean {
  return (
    settings["domain's TLS policy"] === "TLS_1_2" &&
    settings["plain HTTP"] === "denied" &&
    settings.backend.startsWith("https://") &&
    settings["default endpoint"] === "disabled"
  );
}
