import { isProps, type Props } from "../values";
import { list, mapAt, text } from "./openapi-values";

/** Who decides on callers, as CreateAuthorizer takes it. */
export interface Authorizer {
  type: "TOKEN" | "REQUEST" | "COGNITO_USER_POOLS";
  /** Of a function: TOKEN and REQUEST. */
  uri: string | undefined;
  credentials: string | undefined;
  /** What callers are told apart by, such as `method.request.header.Authorization`. */
  identitySource: string | undefined;
  tokenPattern: string | undefined;
  ttlSeconds: number | undefined;
  /** Of user pools: COGNITO_USER_POOLS. */
  poolArns: string[] | undefined;
}

const AUTHORIZER = "x-amazon-apigateway-authorizer";
const authorizerTypes: Record<string, Authorizer["type"]> = {
  token: "TOKEN",
  request: "REQUEST",
  cognito_user_pools: "COGNITO_USER_POOLS",
};
/** What an operation asks of its callers. */
export interface Security {
  apiKey: boolean;
  iam: boolean;
  /** Name of the scheme that has an authorizer; a method has one at most. */
  authorizer: string | undefined;
  scopes: string[];
}

/** Reads what an operation, or the document for it, asks for. */
export function securityOf(document: Props, operation: Props): Security {
  const schemes = mapAt(mapAt(document, "components"), "securitySchemes");
  const found: Security = { apiKey: false, iam: false, authorizer: undefined, scopes: [] };
  const security = Array.isArray(operation.security) ? operation.security : list(document.security);
  for (const requirement of security.filter(isProps)) {
    for (const [name, scopes] of Object.entries(requirement)) {
      const scheme = mapAt(schemes, name);
      const type = text(scheme["x-amazon-apigateway-authtype"])?.toLowerCase();
      if (type === "awssigv4") found.iam = true;
      else if (isProps(scheme[AUTHORIZER]))
        Object.assign(found, { authorizer: name, scopes: list(scopes).map(String) });
      else if (scheme.type === "apiKey" && text(scheme.name)?.toLowerCase() === "x-api-key") found.apiKey = true;
    }
  }
  return found;
}

/** PutMethod's word for an authorizer. */
export function authorizationBy(authorizer: Authorizer | undefined): "NONE" | "CUSTOM" | "COGNITO_USER_POOLS" {
  if (!authorizer) return "NONE";
  return authorizer.type === "COGNITO_USER_POOLS" ? "COGNITO_USER_POOLS" : "CUSTOM";
}

/** The authorizers of a document by the names of their security schemes; those of kinds that are not known are left out. */
export function authorizersOf(document: Props): Record<string, Authorizer> {
  const authorizers: Record<string, Authorizer> = {};
  for (const [name, scheme] of Object.entries(mapAt(mapAt(document, "components"), "securitySchemes"))) {
    const own = isProps(scheme) ? scheme[AUTHORIZER] : undefined;
    if (!isProps(scheme) || !isProps(own)) continue;
    const type = authorizerTypes[(text(own.type) ?? "").toLowerCase()];
    if (!type) continue;
    const header = type === "REQUEST" ? undefined : `method.request.header.${text(scheme.name) ?? "Authorization"}`;
    authorizers[name] = {
      type,
      uri: text(own.authorizerUri),
      credentials: text(own.authorizerCredentials),
      identitySource: text(own.identitySource) ?? header,
      tokenPattern: text(own.identityValidationExpression),
      ttlSeconds: typeof own.authorizerResultTtlInSeconds === "number" ? own.authorizerResultTtlInSeconds : undefined,
      poolArns: Array.isArray(own.providerARNs) ? own.providerARNs.map(String) : undefined,
    };
  }
  return authorizers;
}
