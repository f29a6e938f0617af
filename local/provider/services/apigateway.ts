import {
  APIGatewayClient,
  CacheClusterSize,
  CreateApiKeyCommand,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateStageCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteBasePathMappingCommand,
  DeleteDeploymentCommand,
  DeleteDomainNameCommand,
  DeleteStageCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetStageCommand,
  QuotaPeriodType,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { type Context, found, type Handlers, type ResourceHandler, setting, unlessGone } from "../handler";
import { defined, type Inputs, type Props } from "../values";
import { invokeUrl, restApi } from "./rest-api";

function stageOutputs(inputs: Inputs, context: Context): Props {
  const { partition, region, account } = context;
  const api = inputs.text("restApi");
  const stage = inputs.text("stageName");
  return {
    arn: `arn:${partition}:apigateway:${region}::/restapis/${api}/stages/${stage}`,
    executionArn: `arn:${partition}:execute-api:${region}:${account}:${api}/${stage}`,
    invokeUrl: invokeUrl(context, api, stage),
  };
}

const stage: ResourceHandler = {
  replaceOn: ["restApi", "stageName"],
  ignored: [
    "accessLogSettings",
    "xrayTracingEnabled",
    "cacheClusterEnabled",
    "cacheClusterSize",
    "clientCertificateId",
    "documentationVersion",
    "canarySettings",
    "tags",
  ],
  create: async ({ inputs }, context) => {
    const restApiId = inputs.text("restApi");
    const stageName = inputs.text("stageName");
    await context.client(APIGatewayClient).send(
      new CreateStageCommand({
        restApiId,
        stageName,
        deploymentId: inputs.text("deployment"),
        description: inputs.maybe("description"),
        variables: inputs.strings("variables"),
        cacheClusterSize: inputs.oneOf("cacheClusterSize", CacheClusterSize),
      }),
    );
    return { id: `ags-${restApiId}-${stageName}`, outputs: stageOutputs(inputs, context) };
  },
  update: async ({ inputs, state }, context) => {
    const before = typeof state.variables === "object" && state.variables !== null ? Object.keys(state.variables) : [];
    const variables = inputs.strings("variables") ?? {};
    await context.client(APIGatewayClient).send(
      new UpdateStageCommand({
        restApiId: inputs.text("restApi"),
        stageName: inputs.text("stageName"),
        patchOperations: [
          { op: "replace", path: "/deploymentId", value: inputs.text("deployment") },
          ...Object.entries(variables).map(([name, value]) => ({
            op: "replace" as const,
            path: `/variables/${name}`,
            value,
          })),
          ...before
            .filter((name) => !(name in variables))
            .map((name) => ({ op: "remove" as const, path: `/variables/${name}` })),
        ],
      }),
    );
    return stageOutputs(inputs, context);
  },
  exists: ({ inputs }, context) =>
    found(
      context
        .client(APIGatewayClient)
        .send(new GetStageCommand({ restApiId: inputs.text("restApi"), stageName: inputs.text("stageName") })),
    ),
  delete: ({ inputs }, context) =>
    unlessGone(
      context
        .client(APIGatewayClient)
        .send(new DeleteStageCommand({ restApiId: inputs.text("restApi"), stageName: inputs.text("stageName") })),
    ),
};

const domainName: ResourceHandler = {
  replaceOn: ["domainName"],
  ignored: ["certificateArn", "regionalCertificateArn", "securityPolicy", "endpointConfiguration", "policy", "tags"],
  create: async ({ inputs }, context) => {
    const name = inputs.text("domainName");
    const { domainNameArn, domainNameId, regionalDomainName, regionalHostedZoneId } = await context
      .client(APIGatewayClient)
      .send(new CreateDomainNameCommand({ domainName: name }));
    const { partition, region, account } = context;
    return {
      id: name,
      outputs: defined({
        arn: domainNameArn ?? `arn:${partition}:apigateway:${region}:${account}:/domainnames/${name}`,
        domainNameId,
        regionalDomainName: regionalDomainName ?? name,
        regionalZoneId: regionalHostedZoneId,
      }),
    };
  },
  delete: ({ id }, context) =>
    unlessGone(context.client(APIGatewayClient).send(new DeleteDomainNameCommand({ domainName: id }))),
};

const basePathMapping: ResourceHandler = {
  single: true,
  create: async ({ inputs }, context) => {
    const name = inputs.text("domainName");
    const basePath = inputs.maybe("basePath");
    await context.client(APIGatewayClient).send(
      new CreateBasePathMappingCommand({
        domainName: name,
        basePath,
        restApiId: inputs.text("restApi"),
        stage: inputs.maybe("stageName"),
      }),
    );
    return { id: `${name}/${basePath ?? ""}`, outputs: {} };
  },
  delete: ({ inputs }, context) =>
    unlessGone(
      context.client(APIGatewayClient).send(
        new DeleteBasePathMappingCommand({
          domainName: inputs.text("domainName"),
          basePath: inputs.maybe("basePath") ?? "(none)",
        }),
      ),
    ),
};

const usagePlan: ResourceHandler = {
  autoName: { property: "name", max: 128 },
  ignored: ["tags"],
  create: async ({ inputs }, context) => {
    const throttle = inputs.child("throttleSettings");
    const quota = inputs.child("quotaSettings");
    const { id = "" } = await context.client(APIGatewayClient).send(
      new CreateUsagePlanCommand({
        name: inputs.text("name"),
        description: inputs.maybe("description"),
        apiStages: inputs.children("apiStages").map((one) => ({ apiId: one.text("apiId"), stage: one.text("stage") })),
        throttle: throttle && { rateLimit: throttle.number("rateLimit"), burstLimit: throttle.number("burstLimit") },
        quota: quota && { limit: quota.number("limit"), period: quota.oneOf("period", QuotaPeriodType) },
      }),
    );
    const { partition, region } = context;
    return { id, outputs: { arn: `arn:${partition}:apigateway:${region}::/usageplans/${id}` } };
  },
  delete: ({ id }, context) =>
    unlessGone(context.client(APIGatewayClient).send(new DeleteUsagePlanCommand({ usagePlanId: id }))),
};

const apiKey: ResourceHandler = {
  autoName: { property: "name", max: 1024 },
  ignored: ["tags"],
  create: async ({ inputs }, context) => {
    const { id = "", value = "" } = await context.client(APIGatewayClient).send(
      new CreateApiKeyCommand({
        name: inputs.text("name"),
        description: inputs.maybe("description"),
        enabled: inputs.flag("enabled") ?? true,
        value: inputs.maybe("value"),
      }),
    );
    const { partition, region } = context;
    return { id, outputs: { arn: `arn:${partition}:apigateway:${region}::/apikeys/${id}`, value } };
  },
  delete: ({ id }, context) =>
    unlessGone(context.client(APIGatewayClient).send(new DeleteApiKeyCommand({ apiKey: id }))),
};

const usagePlanKey: ResourceHandler = {
  create: async ({ inputs }, context) => {
    const keyId = inputs.text("keyId");
    const { name = "", value = "" } = await context.client(APIGatewayClient).send(
      new CreateUsagePlanKeyCommand({
        usagePlanId: inputs.text("usagePlanId"),
        keyId,
        keyType: inputs.text("keyType"),
      }),
    );
    return { id: keyId, outputs: { name, value } };
  },
  delete: ({ inputs }, context) =>
    unlessGone(
      context
        .client(APIGatewayClient)
        .send(new DeleteUsagePlanKeyCommand({ usagePlanId: inputs.text("usagePlanId"), keyId: inputs.text("keyId") })),
    ),
};

/** Settings of a stage that the emulator has no use for: metrics, logging, throttling. */
const methodSettings = setting(
  ["restApi", "stageName", "methodPath"],
  async (inputs) => `${inputs.text("restApi")}-${inputs.text("stageName")}-${inputs.text("methodPath")}`,
);

export const handlers: Handlers = {
  "aws:apigateway/methodSettings:MethodSettings": methodSettings,
  "aws:apigateway/restApi:RestApi": restApi,
  "aws:apigateway/stage:Stage": stage,
  "aws:apigateway/domainName:DomainName": domainName,
  "aws:apigateway/basePathMapping:BasePathMapping": basePathMapping,
  "aws:apigateway/usagePlan:UsagePlan": usagePlan,
  "aws:apigateway/apiKey:ApiKey": apiKey,
  "aws:apigateway/usagePlanKey:UsagePlanKey": usagePlanKey,
  "aws:apigateway/deployment:Deployment": {
    create: async ({ inputs }, context) => {
      const restApiId = inputs.text("restApi");
      const { id = "", createdDate } = await context
        .client(APIGatewayClient)
        .send(new CreateDeploymentCommand({ restApiId, description: inputs.maybe("description") }));
      return { id, outputs: defined({ createdDate: createdDate?.toISOString() }) };
    },
    delete: ({ id, inputs }, context) =>
      unlessGone(
        context
          .client(APIGatewayClient)
          .send(new DeleteDeploymentCommand({ restApiId: inputs.text("restApi"), deploymentId: id })),
      ),
  },
};
