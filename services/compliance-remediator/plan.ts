import { deniesPlainHttp, type Guarded, type PolicyDocument, withTlsOnly } from "./resource-policy";

/** Where a method of the API sends its calls. */
export interface Method extends Guarded {
  readonly resourceId: string;
  readonly integration?: { readonly type: string; readonly uri?: string };
}

/** A custom domain that leads to the API. */
export interface Domain {
  readonly name: string;
  /** Of private custom domains only. */
  readonly id?: string;
  readonly securityPolicy?: string;
}

/** The part of an API's configuration that compliance is about, as API Gateway reports it. */
export interface ApiState {
  readonly apiId: string;
  /** Everything below was read after this instant, milliseconds since 1970. */
  readonly asOf: number;
  readonly name: string;
  readonly defaultEndpointDisabled: boolean;
  readonly policy?: PolicyDocument;
  readonly methods: readonly Method[];
  readonly domains: readonly Domain[];
  readonly stages: readonly { readonly name: string; readonly deploymentId: string }[];
}

/** What a compliant API looks like. */
export interface Desired {
  /** Set on domains that accept TLS below 1.2. @default TLS_1_2 */
  readonly securityPolicy: string;
}

/** Compliant for edge-optimized, regional and private domains alike. */
export const DESIRED: Desired = { securityPolicy: "TLS_1_2" };

/** One change of the configuration; each can be made again without harm. */
export type Change =
  | {
      readonly kind: "domain-security-policy";
      readonly domain: string;
      readonly domainId?: string;
      readonly from?: string;
      readonly to: string;
    }
  | { readonly kind: "resource-policy"; readonly from?: PolicyDocument; readonly to: PolicyDocument }
  | {
      readonly kind: "integration-uri";
      readonly resourceId: string;
      readonly httpMethod: string;
      readonly path: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: "disable-default-endpoint" }
  | { readonly kind: "deploy"; readonly stage: string };

/** Something that is not compliant and that a machine can't put right without guessing. */
export interface Unresolved {
  readonly what: string;
  readonly why: string;
}

/** What to do about an API; empty lists mean that it is compliant. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly unresolved: readonly Unresolved[];
}

/** Policies of domains that leave out TLS 1.0 and 1.1; a domain with none set is judged non-compliant. */
const SOUND_SECURITY_POLICY = /^(TLS_1_2|SecurityPolicy_TLS1[23]_\w+)$/;

/**
 * The changes that make an API compliant, in the order in which they are to be made.
 *
 * Changes of the resource policy, of integrations and of the default endpoint reach callers with a deployment only
 * (docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html), so that every stage is deployed after them.
 */
export function plan(current: ApiState, desired: Desired = DESIRED): Plan {
  const changes: Change[] = [];
  const unresolved: Unresolved[] = [];
  for (const { name, id, securityPolicy } of current.domains) {
    if (securityPolicy !== undefined && SOUND_SECURITY_POLICY.test(securityPolicy)) continue;
    changes.push({
      kind: "domain-security-policy",
      domain: name,
      domainId: id,
      from: securityPolicy,
      to: desired.securityPolicy,
    });
  }
  if (!deniesPlainHttp(current.policy)) {
    const next = withTlsOnly(current.policy, current.methods);
    if ("policy" in next) changes.push({ kind: "resource-policy", from: current.policy, to: next.policy });
    else unresolved.push({ what: "resource policy", why: next.unresolved });
  }
  for (const method of current.methods) {
    const next = secured(method);
    if (next === undefined) continue;
    const { resourceId, httpMethod, path } = method;
    if ("why" in next) unresolved.push({ what: `integration of ${httpMethod} ${path}`, why: next.why });
    else changes.push({ kind: "integration-uri", resourceId, httpMethod, path, from: next.from, to: next.to });
  }
  // Without a custom domain the default endpoint is the only way in.
  if (current.domains.length > 0 && !current.defaultEndpointDisabled)
    changes.push({ kind: "disable-default-endpoint" });
  if (changes.some(needsDeployment)) changes.push(...deployments(current));
  return { changes, unresolved };
}

/** Deploys every stage that has a deployment. */
export function deployments(current: ApiState): Change[] {
  return current.stages.map(({ name }) => ({ kind: "deploy", stage: name }));
}

/** Whether a change reaches callers only with a deployment. */
export function needsDeployment(change: Change): boolean {
  return change.kind !== "domain-security-policy" && change.kind !== "deploy";
}

/** One line for people. */
export function describe(change: Change): string {
  switch (change.kind) {
    case "domain-security-policy":
      return `domain ${change.domain}: security policy ${change.from ?? "not set"} -> ${change.to}`;
    case "resource-policy":
      return `resource policy: ${change.from ? "refusal of plain HTTP added" : "created, refuses plain HTTP"}`;
    case "integration-uri":
      return `integration of ${change.httpMethod} ${change.path}: ${change.from} -> ${change.to}`;
    case "disable-default-endpoint":
      return "default endpoint: disabled";
    case "deploy":
      return `stage ${change.stage}: deployed`;
  }
}

/** An HTTP integration's address over HTTPS; undefined where there is nothing to change. */
function secured({ integration }: Method): { from: string; to: string } | { why: string } | undefined {
  const { type, uri } = integration ?? {};
  if ((type !== "HTTP" && type !== "HTTP_PROXY") || uri === undefined) return undefined;
  if (uri.startsWith("$")) return { why: `its protocol is in a stage variable: ${uri}` };
  // Not parsed as a URL: stage variables and path parameters may stand anywhere after the protocol.
  const match = /^http:\/\/([^/:]+|\$\{[^}]+\})(:[^/]*)?(.*)$/i.exec(uri);
  if (!match) return undefined;
  const [, host = "", port, rest = ""] = match;
  if (port !== undefined && port !== ":80" && port !== ":443") {
    return { why: `${uri} names port ${port.slice(1)}: which port speaks HTTPS there is known to its owners only` };
  }
  return { from: uri, to: `https://${host}${rest}` };
}
