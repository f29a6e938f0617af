import { createServer, type IncomingMessage, type Server } from "node:http";

/** An API as the stub keeps it. Fields are those of API Gateway; `policy` is the document, not its text. */
export interface StubApi {
  id: string;
  name: string;
  disableExecuteApiEndpoint: boolean;
  policy?: StubPolicy;
  resources: StubResource[];
  /** What callers of each stage meet: a snapshot, taken by a deployment. */
  stages: Record<string, { deploymentId: string; deployed: Deployed }>;
}
export interface StubPolicy {
  Version: string;
  Statement: { [key: string]: unknown; Effect: string; Resource?: string | string[] }[];
}
export interface StubResource {
  id: string;
  path: string;
  methods: Record<string, { authorizationType: string; integration?: { type: string; uri?: string } }>;
}
export interface StubDomain {
  domainName: string;
  securityPolicy: string;
  mappings: { restApiId: string; stage: string }[];
}
interface Deployed {
  disableExecuteApiEndpoint: boolean;
  policy?: StubPolicy;
  resources: StubResource[];
}
/** What the stub is to answer instead of doing what was asked; undefined does it. */
export type StubFault = (call: { method: string; path: string }) => StubError | undefined;
export interface StubError {
  status: number;
  name: string;
  message: string;
  retryAfterSeconds?: number;
}

const ACCOUNT = "123456789012";

/** Errors as API Gateway words them. */
export const stubErrors = {
  throttled: (retryAfterSeconds?: number): StubError => ({
    status: 429,
    name: "TooManyRequestsException",
    message: "Too Many Requests",
    retryAfterSeconds,
  }),
  conflict: (): StubError => ({
    status: 409,
    name: "ConflictException",
    message: "Unable to complete operation due to concurrent modification. Please try again later.",
  }),
  denied: (method: string, path: string): StubError => ({
    status: 403,
    name: "AccessDeniedException",
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/remediator is not authorized to perform: apigateway:${method} on resource: arn:aws:apigateway:eu-central-1::${path}`,
  }),
  notFound: (message: string): StubError => ({ status: 404, name: "NotFoundException", message }),
  badRequest: (message: string): StubError => ({ status: 400, name: "BadRequestException", message }),
};

class Refusal extends Error {
  constructor(readonly answer: StubError) {
    super(answer.message);
  }
}

/**
 * A stub of the calls of API Gateway that the remediation makes, which no emulator offers all of: it keeps real state, hands
 * out deployments as snapshots, answers with API Gateway's error shapes, and has a data plane that enforces
 * `disableExecuteApiEndpoint` and refusals of plain HTTP as they were deployed.
 */
export class ApiGatewayStub {
  readonly apis = new Map<string, StubApi>();
  readonly domains = new Map<string, StubDomain>();
  /** Every call that came in, faults included: `PATCH /restapis/a1`. */
  readonly calls: string[] = [];
  /** Asked before each call of the control plane. */
  fault: StubFault = () => undefined;
  /** Milliseconds that an answer takes at least. */
  latencyMs = 0;
  #server: Server | undefined;
  #deployments = 0;

  /** Listens on a free port of loopback; answers its address. */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void this.#answer(request).then(({ status, headers, body }) => {
        setTimeout(() => response.writeHead(status, headers).end(JSON.stringify(body)), this.latencyMs);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the stub has no port");
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Adds an API, deployed to its stages as it is. */
  addApi(api: Omit<StubApi, "stages"> & { stages?: string[] }): StubApi {
    const added: StubApi = { ...api, stages: {} };
    this.apis.set(api.id, added);
    for (const stage of api.stages ?? ["prod"]) this.#deploy(added, stage);
    return added;
  }

  /**
   * Calls the API as a client would.
   * @param secure false for plain HTTP.
   * @param host a custom domain; the default endpoint without it.
   */
  invoke(
    apiId: string,
    stage: string,
    path: string,
    { secure = true, host = "" } = {},
  ): { status: number; uri?: string } {
    const deployed = this.apis.get(apiId)?.stages[stage]?.deployed;
    if (!deployed) return { status: 403 };
    if (host === "" && deployed.disableExecuteApiEndpoint) return { status: 403 };
    const refused = deployed.policy?.Statement.some(
      ({ Effect, Condition }) => Effect === "Deny" && JSON.stringify(Condition ?? {}).includes("aws:SecureTransport"),
    );
    if (!secure && refused) return { status: 403 };
    const methods = deployed.resources.find((resource) => resource.path === path)?.methods ?? {};
    return { status: 200, uri: Object.values(methods)[0]?.integration?.uri };
  }

  async #answer(request: IncomingMessage) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const url = new URL(request.url ?? "/", "http://stub");
    const method = request.method ?? "GET";
    const path = decodeURIComponent(url.pathname);
    this.calls.push(`${method} ${path}`);
    try {
      const fault = this.fault({ method, path });
      if (fault) throw new Refusal(fault);
      const text = Buffer.concat(chunks).toString("utf8");
      const content: unknown = text === "" ? {} : JSON.parse(text);
      return { status: method === "POST" ? 201 : 200, headers: {}, body: this.#do(method, path, url, content) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, name, message, retryAfterSeconds } = error.answer;
      const headers = {
        "x-amzn-errortype": name,
        ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      };
      // IAM's refusals spell their message with a capital.
      return { status, headers, body: name === "AccessDeniedException" ? { Message: message } : { message } };
    }
  }

  #do(method: string, path: string, url: URL, content: unknown): unknown {
    const [, collection = "", id = "", part = "", ...rest] = path.split("/");
    const route = `${method} ${collection}/${id ? "*" : ""}/${part}`;
    switch (route) {
      case "GET domainnames//":
        return paged([...this.domains.values()].map(shownDomain), url);
      case "GET domainnames/*/":
        return shownDomain(this.#domain(id));
      case "PATCH domainnames/*/":
        for (const { value } of patches(content, ["/securityPolicy"])) this.#domain(id).securityPolicy = value;
        return shownDomain(this.#domain(id));
      case "GET domainnames/*/basepathmappings":
        return paged(
          this.#domain(id).mappings.map((mapping) => ({ basePath: "(none)", ...mapping })),
          url,
        );
      case "GET restapis/*/":
        return shownApi(this.#api(id));
      case "PATCH restapis/*/":
        return this.#patchApi(this.#api(id), content);
      case "GET restapis/*/stages":
        return {
          item: Object.entries(this.#api(id).stages).map(([stageName, { deploymentId }]) => ({
            stageName,
            deploymentId,
          })),
        };
      case "GET restapis/*/resources":
        return paged(this.#api(id).resources.map(shownResource), url);
      case "PATCH restapis/*/resources":
        return this.#patchIntegration(this.#api(id), rest, content);
      case "POST restapis/*/deployments":
        return this.#deploy(this.#api(id), String(field(content, "stageName")));
      default:
        throw new Error(`the stub has no ${method} ${path}`);
    }
  }

  #patchApi(api: StubApi, content: unknown) {
    for (const { path, value } of patches(content, ["/policy", "/disableExecuteApiEndpoint"])) {
      if (path === "/policy") api.policy = completed(JSON.parse(value), api.id);
      else api.disableExecuteApiEndpoint = value.toLowerCase() === "true";
    }
    return shownApi(api);
  }

  #patchIntegration(api: StubApi, [resourceId, , verb = ""]: string[], content: unknown) {
    const integration = api.resources.find(({ id }) => id === resourceId)?.methods[verb]?.integration;
    if (!integration) throw new Refusal(stubErrors.notFound("Invalid Integration identifier specified"));
    for (const { value } of patches(content, ["/uri"])) integration.uri = value;
    return integration;
  }

  #deploy(api: StubApi, stage: string) {
    const { disableExecuteApiEndpoint, policy, resources } = structuredClone(api);
    const deploymentId = `d${++this.#deployments}`;
    api.stages[stage] = { deploymentId, deployed: { disableExecuteApiEndpoint, policy, resources } };
    return { id: deploymentId };
  }

  #api(id: string): StubApi {
    const api = this.apis.get(id);
    if (api) return api;
    throw new Refusal(stubErrors.notFound(`Invalid API identifier specified ${ACCOUNT}:${id}`));
  }

  #domain(name: string): StubDomain {
    const domain = this.domains.get(name);
    if (domain) return domain;
    throw new Refusal(stubErrors.notFound("Invalid domain name identifier specified"));
  }
}

/** API Gateway makes whole ARNs of resources that are relative to the API. */
function completed(policy: StubPolicy, apiId: string): StubPolicy {
  const whole = (resource: string) =>
    resource.replace(/^execute-api:/, `arn:aws:execute-api:eu-central-1:${ACCOUNT}:${apiId}`);
  return {
    ...policy,
    Statement: policy.Statement.map(({ Resource = [], ...rest }) => ({
      ...rest,
      Resource: typeof Resource === "string" ? whole(Resource) : Resource.map(whole),
    })),
  };
}

/** The policy's quotes come escaped once more than JSON in JSON is. */
function shownApi({ id, name, disableExecuteApiEndpoint, policy }: StubApi) {
  const text = policy && JSON.stringify(policy).replace(/["\\/]/g, "\\$&");
  return { id, name, disableExecuteApiEndpoint, createdDate: 1_700_000_000, ...(text && { policy: text }) };
}

function shownResource({ id, path, methods }: StubResource) {
  const resourceMethods = Object.fromEntries(
    Object.entries(methods).map(([httpMethod, { authorizationType, integration }]) => [
      httpMethod,
      { httpMethod, authorizationType, methodIntegration: integration },
    ]),
  );
  return { id, path, resourceMethods };
}

function shownDomain({ domainName, securityPolicy }: StubDomain) {
  return { domainName, securityPolicy, domainNameStatus: "AVAILABLE" };
}

/** Pages of two, so that whoever forgets to ask for the next one is found out. */
function paged(items: unknown[], url: URL) {
  const from = Number(url.searchParams.get("position") ?? 0);
  const size = Math.min(2, Number(url.searchParams.get("limit") ?? 25));
  const more = from + size < items.length;
  return { item: items.slice(from, from + size), ...(more && { position: String(from + size) }) };
}

function field(content: unknown, name: string): unknown {
  return typeof content === "object" && content !== null ? Reflect.get(content, name) : undefined;
}

function patches(content: unknown, allowed: string[]): { path: string; value: string }[] {
  const operations = field(content, "patchOperations");
  if (!Array.isArray(operations)) throw new Refusal(stubErrors.badRequest("No patch operations"));
  return operations.map((operation: unknown) => {
    const [op, path, value] = ["op", "path", "value"].map((name) => field(operation, name));
    if (op !== "replace" || typeof path !== "string" || !allowed.includes(path) || typeof value !== "string") {
      throw new Refusal(
        stubErrors.badRequest(`Invalid patch path '${String(path)}' specified for op '${String(op)}'.`),
      );
    }
    return { path, value };
  });
}
