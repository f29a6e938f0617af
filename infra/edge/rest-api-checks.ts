import type { ArgumentChecks } from "../core";
import { authorizersOf, checkAuthorizers, checkSecurity, needsApiKey } from "./authorizers";
import { checkGatewayResponses } from "./body";
import { checkCors } from "./cors";
import { checkTls, EndpointType } from "./domain";
import { checkSupported, forGateway } from "./gateway-limits";
import { checkIntegration, checkMappedStatuses, ROLE_ARN } from "./integration-extension";
import type { RestIntegration } from "./integrations";
import { isObject, type JsonObject, objectAt } from "./json";
import { checkStructure, INTEGRATION, type Operation, operationsOf, parseDocument, readDocument } from "./openapi";
import { ApiKeySource, IpAddressType, type RestApiArgs } from "./rest-api-args";
import { checkRoutes, documentOfRoutes } from "./routes";
import { checkLogs, checkStages, type RestStageArgs } from "./stage-args";
import { checkConsumers } from "./usage";
import { checkWaf } from "./waf";

/** Arguments of a REST API, read and checked. */
export interface CheckedApi {
  /** The document with each operation's security in place. */
  readonly document: JsonObject;
  readonly operations: Operation[];
  readonly integrations: Record<string, RestIntegration>;
  readonly stages: Record<string, RestStageArgs>;
  readonly endpointType: EndpointType;
  readonly publicOperations: string[];
}

/** Reads the document and checks every argument. @throws ArgumentError that lists all that is wrong. */
export function checkedApi(checks: ArgumentChecks, name: string, args: RestApiArgs): CheckedApi {
  checks.exclusive({ documentFile: args.documentFile, document: args.document, routes: args.routes });
  if (args.routes) {
    checks.length("routes", args.routes, 1, Number.POSITIVE_INFINITY);
    checkRoutes(checks, args.routes, args.defaultAuthorizer);
  }
  checks.done();
  const origin = args.documentFile ?? (args.routes ? "routes" : "document");
  const document = read(checks, name, args, origin);
  checks.done();

  const publicOperations = [
    ...(args.publicOperations ?? []),
    ...(args.routes ?? []).filter((route) => route.public).map((route) => route.operationId),
  ];
  applyDefaultAuthorizer(document, args.defaultAuthorizer, publicOperations);
  checkStructure(checks, origin, document);
  checkSupported(checks, origin, document, args.dropUnsupported ?? []);
  checkImportable(checks, origin, document, args.dropUnsupported ?? []);
  const operations = operationsOf(document);
  const integrations = { ...args.integrations };
  for (const route of args.routes ?? []) {
    if (integrations[route.operationId]) {
      checks.fail(
        `integrations.${route.operationId}`,
        "given",
        "the route has its own integration; drop one of the two",
      );
    }
    integrations[route.operationId] = route.integration;
  }
  checkIntegrations(checks, operations, integrations);
  const authorizers = args.authorizers ?? {};
  checkAuthorizers(checks, authorizers);
  if (args.defaultAuthorizer !== undefined) {
    checks.oneOf("defaultAuthorizer", args.defaultAuthorizer, Object.keys(authorizers));
  }
  checkSecurity(checks, document, authorizers, publicOperations);

  const stages = args.stages ?? { live: {} };
  checks.length("stages", Object.keys(stages), 1, 10);
  checkStages(checks, stages, operations, (operation) => authorizersOf(document, operation));
  const usesApiKeys = operations.some((operation) => needsApiKey(document, operation));
  checkConsumers(checks, args.consumers ?? {}, Object.keys(stages), operations, usesApiKeys);
  const endpointType = args.endpointType ?? "REGIONAL";
  checkEndpoint(checks, args, endpointType);
  checkBasePaths(checks, args, Object.keys(stages));
  checkLogs(checks, args.logs);
  if (args.cors) checkCors(checks, args.cors);
  if (args.waf) {
    checkWaf(checks, args.waf);
    if (args.withoutWaf) checks.fail("withoutWaf", true, "waf is given; drop one of the two");
  }
  checkGatewayResponses(checks, args.gatewayResponses ?? {});
  checks.oneOf("apiKeySource", args.apiKeySource, Object.values(ApiKeySource));
  checks.matches("cloudwatchRoleArn", args.cloudwatchRoleArn, ROLE_ARN, "use the ARN of an IAM role");
  checks.integer("minimumCompressionSize", args.minimumCompressionSize, 0, 10_485_760, "bytes");
  checks.done();
  return { document, operations, integrations, stages, endpointType, publicOperations };
}

function read(checks: ArgumentChecks, name: string, args: RestApiArgs, origin: string): JsonObject {
  try {
    if (args.documentFile !== undefined) return readDocument(args.documentFile);
    if (args.document !== undefined) return parseDocument(args.document, origin);
    return documentOfRoutes(args.title ?? name, args.version ?? "1.0.0", args.routes ?? []);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    checks.fail(origin, args.documentFile ?? "text", `give an OpenAPI document as JSON or YAML (${reason})`);
    return {};
  }
}

function applyDefaultAuthorizer(document: JsonObject, authorizer: string | undefined, open: readonly string[]): void {
  if (authorizer === undefined || document["security"] !== undefined) return;
  for (const { id, definition } of operationsOf(document)) {
    if (open.includes(id)) continue;
    const security = definition["security"];
    if (security === undefined) {
      definition["security"] = [{ [authorizer]: [] }];
    } else if (Array.isArray(security) && authorizersOf(document, { ...emptyOperation, definition }).length === 0) {
      definition["security"] = security.map((one) => (isObject(one) ? { [authorizer]: [], ...one } : one));
    }
  }
}

function checkImportable(
  checks: ArgumentChecks,
  origin: string,
  document: JsonObject,
  dropped: readonly string[],
): void {
  try {
    forGateway(document, dropped);
  } catch (error) {
    checks.fail(origin, "schemas", error instanceof Error ? error.message : String(error));
  }
}

const emptyOperation = { id: "", path: "", method: "", key: "", parameters: [] };

function checkIntegrations(
  checks: ArgumentChecks,
  operations: readonly Operation[],
  integrations: Record<string, RestIntegration>,
): void {
  const ids = operations.map((one) => one.id);
  for (const [id, integration] of Object.entries(integrations)) {
    checks.that(
      `integrations.${id}`,
      id,
      ids.includes(id),
      `the document has no such operation; it has ${ids.join(", ")}`,
    );
    checkIntegration(checks, `integrations.${id}`, integration);
  }
  for (const operation of operations) {
    const own = operation.definition[INTEGRATION];
    const integration = integrations[operation.id];
    if (integration) {
      checkMappedStatuses(checks, `integrations.${operation.id}`, operation, integration);
      if (own !== undefined) {
        checks.fail(
          `integrations.${operation.id}`,
          "given",
          `the document binds it with ${INTEGRATION}; drop one of the two`,
        );
      }
    } else if (!isObject(own)) {
      checks.fail(
        `integrations.${operation.id}`,
        null,
        `${operation.method} ${operation.path} has no backend; give it one here or as ${INTEGRATION} in the document`,
      );
    } else {
      const uri = objectAt(operation.definition, INTEGRATION)["uri"] ?? "";
      const plain = typeof uri === "string" && /^http:/i.test(uri);
      checks.that(`${operation.id} ${INTEGRATION}.uri`, uri, !plain, "use an https:// URL");
    }
  }
}

function checkEndpoint(checks: ArgumentChecks, args: RestApiArgs, endpointType: EndpointType): void {
  checks.oneOf("endpointType", args.endpointType, Object.values(EndpointType));
  checks.oneOf("ipAddressType", args.ipAddressType, Object.values(IpAddressType));
  checkTls(checks, "", endpointType, args.securityPolicy, args.endpointAccessMode);
  const isPrivate = endpointType === "PRIVATE";
  if (isPrivate) {
    checks.that(
      "ipAddressType",
      args.ipAddressType,
      args.ipAddressType === "dualstack",
      'a private API has "dualstack" only',
    );
    checks.length("access.vpcEndpointIds", args.access?.vpcEndpointIds ?? [], 1, Number.POSITIVE_INFINITY);
  } else if (args.access?.vpcEndpointIds) {
    checks.fail(
      "access.vpcEndpointIds",
      "given",
      'only an API with endpointType "PRIVATE" is reached through VPC endpoints',
    );
  }
  for (const cidr of args.access?.allowedCidrs ?? []) checks.cidr("access.allowedCidrs", cidr);
  for (const principal of args.access?.allowedPrincipals ?? []) {
    checks.matches(
      "access.allowedPrincipals",
      principal,
      /^(arn:[a-z-]+:(iam|sts)::\d{12}:.+|\d{12})$/,
      'use ARNs of principals; never "*"',
    );
  }
}

function checkBasePaths(checks: ArgumentChecks, args: RestApiArgs, stages: readonly string[]): void {
  checks.exclusive({ domain: args.domain, sharedDomain: args.sharedDomain }, true);
  const { sharedDomain, basePaths } = args;
  if (!basePaths) return;
  if (!args.domain && !sharedDomain) checks.fail("basePaths", basePaths, "base paths need domain or sharedDomain");
  const seen = new Set<string>();
  for (const [stage, path] of Object.entries(basePaths)) {
    checks.oneOf("basePaths", stage, stages);
    checks.matches(
      `basePaths.${stage}`,
      path,
      /^([A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*)?$/,
      'use segments such as "orders" or "v2/orders"; "" is the root',
    );
    if (seen.has(path)) checks.fail(`basePaths.${stage}`, path, "another stage has this base path");
    seen.add(path);
  }
}
