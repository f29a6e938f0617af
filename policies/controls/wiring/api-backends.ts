import type { Resource, Value } from "../../core";
import { bodyOf, integrationsOf } from "../apigateway/body";

/** A backend or an authorizer that an API calls. */
export interface BackendUse {
  /** Resource that says so. */
  readonly owner: Resource;
  readonly name: string;
  readonly uri: Value;
  /** Role that API Gateway calls it with, as text; absent where it calls in its own name. */
  readonly role: Value;
  /** What follows the execution ARN in the source that API Gateway names. */
  readonly source: string;
}

/** What the document of an API names. */
export function backendsOf(api: Resource): BackendUse[] {
  const body = bodyOf(api);
  const methods = body
    .at("paths")
    .entries()
    .flatMap(([path, methodsAt]) =>
      methodsAt.entries().map(([method, operation]): BackendUse => {
        const integration = operation.at("x-amazon-apigateway-integration");
        return {
          owner: api,
          name: `${method.toUpperCase()} ${path} of API ${api.name}`,
          uri: integration.at("uri"),
          role: integration.at("credentials"),
          source: `stage/${method === "x-amazon-apigateway-any-method" ? "GET" : method.toUpperCase()}${path}`,
        };
      }),
    );
  const known = new Set(methods.map(({ uri }) => uri.path));
  const shared = integrationsOf(body)
    .filter((integration) => !known.has(integration.at("uri").path))
    .map(
      (integration): BackendUse => ({
        owner: api,
        name: `integration of API ${api.name}`,
        uri: integration.at("uri"),
        role: integration.at("credentials"),
        source: "stage/GET/path",
      }),
    );
  return [...methods, ...shared, ...authorizersOf(api, body)].filter(({ uri }) => uri.state !== "absent");
}

function authorizersOf(api: Resource, body: Value): BackendUse[] {
  const schemes = [body.at(["components", "securitySchemes"]), body.at("securityDefinitions")];
  return schemes
    .flatMap((scheme) => scheme.entries())
    .map(([name, scheme]): BackendUse => {
      const authorizer = scheme.at("x-amazon-apigateway-authorizer");
      return {
        owner: api,
        name: `authorizer ${name} of API ${api.name}`,
        uri: authorizer.at("authorizerUri"),
        role: authorizer.at("authorizerCredentials"),
        source: "authorizers/id",
      };
    });
}

const uris = ["uri", "integrationUri", "authorizerUri"];
const roles = ["credentials", "credentialsArn", "authorizerCredentials", "authorizerCredentialsArn"];

/** What a resource of an API names. */
export function backendOf(api: Resource, integration: Resource): BackendUse {
  const isAuthorizer = integration.type.endsWith(":Authorizer");
  const pick = ([first = "", ...others]: readonly string[]) =>
    integration.at([first, ...others].find((one) => integration.has(one) !== false) ?? first);
  return {
    owner: integration,
    name: `${isAuthorizer ? "authorizer" : "integration"} ${integration.name} of API ${api.name}`,
    uri: pick(uris),
    role: pick(roles),
    source: isAuthorizer ? "authorizers/id" : "stage/GET/path",
  };
}
