import {
  APIGatewayClient,
  CreateAuthorizerCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteAuthorizerCommand,
  DeleteMethodCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  DeleteResourceCommand,
  DeleteRestApiCommand,
  GatewayResponseType,
  GetAuthorizersCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  IntegrationType,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  type Resource as RestResource,
} from "@aws-sdk/client-api-gateway";
import { type Context, found, type ResourceHandler, unlessGone } from "../handler";
import { type Inputs, type Props, ProviderError } from "../values";
import { type Method, type RestDocument, readOpenApi } from "./openapi";

/** Where an API is called on the emulator. */
export function invokeUrl(context: Context, restApiId: string, stage: string): string {
  return `${context.endpoint}/restapis/${restApiId}/${stage}/_user_request_`;
}

function outputs(id: string, rootResourceId: string, context: Context): Props {
  const { partition, region, account } = context;
  return {
    arn: `arn:${partition}:apigateway:${region}::/restapis/${id}`,
    executionArn: `arn:${partition}:execute-api:${region}:${account}:${id}`,
    rootResourceId,
  };
}

async function resourcesOf(restApiId: string, context: Context): Promise<RestResource[]> {
  const { items = [] } = await context
    .client(APIGatewayClient)
    .send(new GetResourcesCommand({ restApiId, limit: 500, embed: ["methods"] }));
  return items;
}

/** Makes an API what its document says; the emulator imports no documents. @returns id of the root */
async function apply(restApiId: string, document: RestDocument, context: Context): Promise<string> {
  const client = context.client(APIGatewayClient);
  const present = await resourcesOf(restApiId, context);
  const root = present.find(({ path }) => path === "/")?.id;
  if (root === undefined) throw new ProviderError(`the REST API ${restApiId} has no root on the emulator`);
  await clear(restApiId, present, context);
  for (const [name, { body, parameters }] of Object.entries(document.validators)) {
    await client.send(
      new CreateRequestValidatorCommand({
        restApiId,
        name,
        validateRequestBody: body,
        validateRequestParameters: parameters,
      }),
    );
  }
  const { items: validators = [] } = await client.send(new GetRequestValidatorsCommand({ restApiId }));
  const validatorIds = new Map(validators.map(({ name, id }) => [name ?? "", id]));
  for (const [name, schema] of Object.entries(document.models)) {
    await client.send(new CreateModelCommand({ restApiId, name, schema, contentType: "application/json" }));
  }
  const authorizerIds = await createAuthorizers(restApiId, document, context);
  const ids = new Map([["/", root]]);
  for (const method of document.methods) {
    const at = { restApiId, resourceId: await resourceFor(restApiId, method.path, ids, context) };
    const requestValidatorId = validatorIds.get(method.validator ?? "");
    const authorizerId = authorizerIds.get(method.authorizer ?? "");
    await putMethod(at, method, { requestValidatorId, authorizerId }, context);
  }
  const types: Readonly<Record<string, GatewayResponseType>> = GatewayResponseType;
  for (const [type, response] of Object.entries(document.gatewayResponses)) {
    const responseType = types[type];
    if (!responseType) continue;
    await client.send(
      new PutGatewayResponseCommand({
        restApiId,
        responseType,
        statusCode: response.status,
        responseParameters: response.parameters,
        responseTemplates: response.templates,
      }),
    );
  }
  return root;
}

/** @returns ids by name */
async function createAuthorizers(
  restApiId: string,
  { authorizers }: RestDocument,
  context: Context,
): Promise<Map<string, string | undefined>> {
  const ids = new Map<string, string | undefined>();
  for (const [name, authorizer] of Object.entries(authorizers)) {
    const { id } = await context.client(APIGatewayClient).send(
      new CreateAuthorizerCommand({
        restApiId,
        name,
        type: authorizer.type,
        providerARNs: authorizer.poolArns,
        authorizerUri: authorizer.uri,
        authorizerCredentials: authorizer.credentials,
        identitySource: authorizer.identitySource,
        identityValidationExpression: authorizer.tokenPattern,
        authorizerResultTtlInSeconds: authorizer.ttlSeconds,
      }),
    );
    ids.set(name, id);
  }
  return ids;
}

/** Takes away what an earlier document made. */
async function clear(restApiId: string, present: RestResource[], context: Context): Promise<void> {
  const client = context.client(APIGatewayClient);
  for (const resource of present.filter(
    ({ pathPart, path }) => pathPart !== undefined && path?.lastIndexOf("/") === 0,
  )) {
    if (resource.path !== "/") {
      await unlessGone(client.send(new DeleteResourceCommand({ restApiId, resourceId: resource.id })));
    }
  }
  const root = present.find(({ path }) => path === "/");
  for (const httpMethod of Object.keys(root?.resourceMethods ?? {})) {
    await unlessGone(client.send(new DeleteMethodCommand({ restApiId, resourceId: root?.id, httpMethod })));
  }
  const { items: validators = [] } = await client.send(new GetRequestValidatorsCommand({ restApiId }));
  for (const { id } of validators) {
    await unlessGone(client.send(new DeleteRequestValidatorCommand({ restApiId, requestValidatorId: id })));
  }
  const { items: authorizers = [] } = await client.send(new GetAuthorizersCommand({ restApiId, limit: 500 }));
  for (const { id } of authorizers) {
    await unlessGone(client.send(new DeleteAuthorizerCommand({ restApiId, authorizerId: id })));
  }
  const { items: models = [] } = await client.send(new GetModelsCommand({ restApiId, limit: 500 }));
  for (const { name } of models) {
    if (name?.startsWith("Body")) await unlessGone(client.send(new DeleteModelCommand({ restApiId, modelName: name })));
  }
}

async function resourceFor(
  restApiId: string,
  path: string,
  ids: Map<string, string>,
  context: Context,
): Promise<string> {
  const known = ids.get(path);
  if (known !== undefined) return known;
  const parent = path.slice(0, path.lastIndexOf("/")) || "/";
  const parentId = await resourceFor(restApiId, parent, ids, context);
  const { id = "" } = await context
    .client(APIGatewayClient)
    .send(new CreateResourceCommand({ restApiId, parentId, pathPart: path.slice(path.lastIndexOf("/") + 1) }));
  ids.set(path, id);
  return id;
}

async function putMethod(
  resource: { restApiId: string; resourceId: string },
  method: Method,
  checks: { requestValidatorId: string | undefined; authorizerId: string | undefined },
  context: Context,
): Promise<void> {
  const client = context.client(APIGatewayClient);
  const { integration } = method;
  const types: Readonly<Record<string, IntegrationType>> = IntegrationType;
  const type = types[integration.type];
  if (!type) throw new ProviderError(`${method.verb} ${method.path} has an integration of type ${integration.type}`);
  const at = { ...resource, httpMethod: method.verb };
  await client.send(
    new PutMethodCommand({
      ...at,
      ...checks,
      authorizationType: method.authorization,
      authorizationScopes: method.scopes.length > 0 ? method.scopes : undefined,
      apiKeyRequired: method.apiKeyRequired,
      operationName: method.operationName,
      requestParameters: method.parameters,
      requestModels: method.bodyModel === undefined ? undefined : { "application/json": method.bodyModel },
    }),
  );
  await client.send(
    new PutIntegrationCommand({
      ...at,
      type,
      integrationHttpMethod: integration.method,
      uri: integration.uri,
      credentials: integration.credentials,
      requestTemplates: integration.requestTemplates,
      requestParameters: integration.requestParameters,
      passthroughBehavior: integration.passthrough,
      timeoutInMillis: integration.timeoutMs,
    }),
  );
  for (const [statusCode, responseParameters] of Object.entries(method.responses)) {
    await client.send(new PutMethodResponseCommand({ ...at, statusCode, responseParameters }));
  }
  for (const { status, pattern, parameters, templates } of integration.responses) {
    await client.send(
      new PutIntegrationResponseCommand({
        ...at,
        statusCode: status,
        selectionPattern: pattern,
        responseParameters: parameters,
        responseTemplates: templates,
      }),
    );
  }
}

function documentOf(inputs: Inputs): RestDocument | undefined {
  const body = inputs.maybe("body");
  return body === undefined ? undefined : readOpenApi(body);
}

/** A REST API with the operations of its document. */
export const restApi: ResourceHandler = {
  autoName: { property: "name", max: 128 },
  ignored: [
    "endpointConfiguration",
    "disableExecuteApiEndpoint",
    "securityPolicy",
    "endpointAccessMode",
    "tags",
    "minimumCompressionSize",
    "policy",
    "putRestApiMode",
    "parameters",
  ],
  create: async ({ inputs }, context) => {
    const client = context.client(APIGatewayClient);
    const document = documentOf(inputs);
    const { id = "", rootResourceId } = await client.send(
      new CreateRestApiCommand({
        name: inputs.text("name"),
        description: inputs.maybe("description") ?? document?.description,
        binaryMediaTypes: inputs.maybeTexts("binaryMediaTypes"),
      }),
    );
    const root = document ? await apply(id, document, context) : (rootResourceId ?? "");
    return { id, outputs: outputs(id, root, context) };
  },
  update: async ({ id, inputs, state }, context) => {
    const document = documentOf(inputs);
    if (document && state.body !== inputs.props.body) await apply(id, document, context);
    return outputs(id, typeof state.rootResourceId === "string" ? state.rootResourceId : "", context);
  },
  exists: ({ id }, context) => found(context.client(APIGatewayClient).send(new GetRestApiCommand({ restApiId: id }))),
  delete: ({ id }, context) =>
    unlessGone(context.client(APIGatewayClient).send(new DeleteRestApiCommand({ restApiId: id }))),
};
