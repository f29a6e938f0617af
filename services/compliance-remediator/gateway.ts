import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  GetBasePathMappingsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStagesCommand,
  type PatchOperation,
  type RestApi,
  UpdateDomainNameCommand,
  UpdateIntegrationCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { type BackoffOptions, faultOf, withBackoff } from "./backoff";
import type { ApiState, Change, Domain, Method } from "./plan";
import { parsePolicy } from "./resource-policy";

/** API Gateway, as the remediation sees it. */
export interface Gateway {
  /**
   * The API's configuration; undefined where there is no such API.
   * @param domainsSince the mapping of domains to APIs must have been read after this instant (milliseconds).
   */
  read(apiId: string, domainsSince: number, signal?: AbortSignal): Promise<ApiState | undefined>;
  /** Makes one change. Making it again does no harm. */
  apply(apiId: string, change: Change, reason: string, signal?: AbortSignal): Promise<void>;
}

interface DomainRef {
  readonly name: string;
  readonly id?: string;
}
interface DomainIndex {
  readonly readAt: number;
  readonly byApi: Promise<ReadonlyMap<string, readonly DomainRef[]>>;
}

export interface GatewayOptions {
  readonly backoff?: BackoffOptions;
  /** Milliseconds for which it is taken as known which domains lead to which API. @default 10000 */
  readonly domainsMaxAgeMs?: number;
  readonly now?: () => number;
}

/** {@link Gateway} over the AWS SDK. Give the client `maxAttempts: 1`: the tries are made here. */
export class ApiGateway implements Gateway {
  readonly #client: APIGatewayClient;
  readonly #backoff: BackoffOptions;
  readonly #now: () => number;
  readonly #domainsMaxAgeMs: number;
  #domains: DomainIndex | undefined;

  constructor(
    client: APIGatewayClient,
    { backoff = {}, now = Date.now, domainsMaxAgeMs = 10_000 }: GatewayOptions = {},
  ) {
    this.#client = client;
    this.#backoff = backoff;
    this.#now = now;
    this.#domainsMaxAgeMs = domainsMaxAgeMs;
  }

  read(restApiId: string, domainsSince: number, signal?: AbortSignal): Promise<ApiState | undefined> {
    return this.#read(restApiId, domainsSince, signal, 3);
  }

  async #read(
    restApiId: string,
    domainsSince: number,
    signal: AbortSignal | undefined,
    tries: number,
  ): Promise<ApiState | undefined> {
    try {
      const startedAt = this.#now();
      const api = await this.#try(signal, () => this.#client.send(new GetRestApiCommand({ restApiId })));
      const index = this.#index(domainsSince, signal);
      const [methods, stages, domains] = await Promise.all([
        this.#methods(restApiId, signal),
        this.#try(signal, () => this.#client.send(new GetStagesCommand({ restApiId }))),
        this.#domainsOf((await index.byApi).get(restApiId) ?? [], signal),
      ]);
      return {
        apiId: restApiId,
        asOf: Math.min(startedAt, index.readAt),
        name: api.name ?? restApiId,
        // Some of API Gateway's answers carry the flag as text.
        defaultEndpointDisabled: isTrue(api),
        policy: api.policy ? parsePolicy(api.policy) : undefined,
        methods,
        domains,
        stages: (stages.item ?? []).flatMap(({ stageName, deploymentId }) =>
          stageName && deploymentId ? [{ name: stageName, deploymentId }] : [],
        ),
      };
    } catch (error) {
      if (faultOf(error) !== "gone") throw error;
      // Something of the API went away while it was read: all of it, or it is read anew.
      if (!(await this.#exists(restApiId, signal))) return undefined;
      if (tries <= 1) throw error;
      return this.#read(restApiId, domainsSince, signal, tries - 1);
    }
  }

  async apply(restApiId: string, change: Change, reason: string, signal?: AbortSignal): Promise<void> {
    await this.#try(signal, async () => {
      switch (change.kind) {
        case "domain-security-policy": {
          const patchOperations = replace("/securityPolicy", change.to);
          const domain = { domainName: change.domain, domainNameId: change.domainId };
          return this.#client.send(new UpdateDomainNameCommand({ ...domain, patchOperations }));
        }
        case "resource-policy": {
          const patchOperations = replace("/policy", JSON.stringify(change.to));
          return this.#client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
        }
        case "integration-uri": {
          const { resourceId, httpMethod } = change;
          const patchOperations = replace("/uri", change.to);
          return this.#client.send(
            new UpdateIntegrationCommand({ restApiId, resourceId, httpMethod, patchOperations }),
          );
        }
        case "disable-default-endpoint": {
          const patchOperations = replace("/disableExecuteApiEndpoint", "true");
          return this.#client.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
        }
        case "deploy":
          return this.#client.send(
            new CreateDeploymentCommand({ restApiId, stageName: change.stage, description: reason }),
          );
      }
    });
  }

  async #exists(restApiId: string, signal?: AbortSignal): Promise<boolean> {
    try {
      await this.#try(signal, () => this.#client.send(new GetRestApiCommand({ restApiId })));
      return true;
    } catch (error) {
      if (faultOf(error) === "gone") return false;
      throw error;
    }
  }

  async #methods(restApiId: string, signal?: AbortSignal): Promise<Method[]> {
    const methods: Method[] = [];
    let position: string | undefined;
    do {
      const page = await this.#try(signal, () =>
        this.#client.send(new GetResourcesCommand({ restApiId, embed: ["methods"], limit: 500, position })),
      );
      for (const { id, path = "/", resourceMethods } of page.items ?? []) {
        for (const [httpMethod, method] of Object.entries(resourceMethods ?? {})) {
          if (!id) continue;
          const { type, uri } = method.methodIntegration ?? {};
          methods.push({
            resourceId: id,
            path,
            httpMethod,
            authorization: method.authorizationType ?? "NONE",
            integration: type ? { type, uri } : undefined,
          });
        }
      }
      position = page.position;
    } while (position);
    return methods;
  }

  async #domainsOf(refs: readonly DomainRef[], signal?: AbortSignal): Promise<Domain[]> {
    const domains = await Promise.all(
      refs.map(async ({ name, id }): Promise<Domain | undefined> => {
        try {
          const found = await this.#try(signal, () =>
            this.#client.send(new GetDomainNameCommand({ domainName: name, domainNameId: id })),
          );
          return { name, id, securityPolicy: found.securityPolicy };
        } catch (error) {
          if (faultOf(error) === "gone") return undefined;
          throw error;
        }
      }),
    );
    return domains.filter((domain) => domain !== undefined);
  }

  /** Which domains lead to which API is kept for a short while; what they are set to is read each time. */
  #index(since: number, signal?: AbortSignal): DomainIndex {
    const known = this.#domains;
    const now = this.#now();
    if (known && known.readAt > since && now - known.readAt <= this.#domainsMaxAgeMs) return known;
    const index = { readAt: now, byApi: this.#readIndex(signal) };
    this.#domains = index;
    index.byApi.catch(() => {
      if (this.#domains === index) this.#domains = undefined;
    });
    return index;
  }

  async #readIndex(signal?: AbortSignal): Promise<Map<string, DomainRef[]>> {
    const byApi = new Map<string, DomainRef[]>();
    let position: string | undefined;
    do {
      const page = await this.#try(signal, () =>
        this.#client.send(new GetDomainNamesCommand({ limit: 500, position })),
      );
      for (const { domainName: name, domainNameId: id } of page.items ?? []) {
        if (!name) continue;
        for (const apiId of await this.#mappedTo(name, id, signal)) {
          byApi.set(apiId, [...(byApi.get(apiId) ?? []), { name, id }]);
        }
      }
      position = page.position;
    } while (position);
    return byApi;
  }

  async #mappedTo(domainName: string, domainNameId: string | undefined, signal?: AbortSignal): Promise<Set<string>> {
    const apis = new Set<string>();
    let position: string | undefined;
    do {
      const page = await this.#try(signal, () =>
        this.#client.send(new GetBasePathMappingsCommand({ domainName, domainNameId, limit: 500, position })),
      ).catch((error: unknown) => {
        // The domain went away since it was listed.
        if (faultOf(error) === "gone") return { items: [], position: undefined };
        throw error;
      });
      for (const { restApiId } of page.items ?? []) if (restApiId) apis.add(restApiId);
      position = page.position;
    } while (position);
    return apis;
  }

  #try<T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
    return withBackoff(call, { ...this.#backoff, signal });
  }
}

function replace(path: string, value: string): PatchOperation[] {
  return [{ op: "replace", path, value }];
}

function isTrue({ disableExecuteApiEndpoint }: RestApi): boolean {
  return String(disableExecuteApiEndpoint) === "true";
}
