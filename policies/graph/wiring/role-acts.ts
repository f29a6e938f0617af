import type { Resource } from "../../core/resource";
import type { StringValue } from "../../core/scalars";
import { all, cannotTell, fail, pass, type Verdict } from "../../core/verdict";
import type { Graph } from "../graph";
import {
  both,
  type ContextValue,
  type Decision,
  decideIdentity,
  decideResource,
  either,
  not,
  type Request,
  type RequestContext,
  type Truth,
  Unclear,
} from "../iam";
import { type Edge, needs, unlessDenied } from "./edge";
import { arnOf, type External, type Found, partOf } from "./find";
import { keyPoliciesOf, withKey } from "./keys";
import { bucket, logGroup, type Receiver, type Use } from "./receivers";
import { resourcePoliciesOf } from "./resource-policies";
import { policiesOf, roleTypes } from "./roles";
import { notByUrl, resourcesOf } from "./sends";

/**
 * What `judge` says of the role that the property at `path` names; `none` where it names none. Of a role that is not in
 * this stack there is no telling.
 */
export function withRole(
  graph: Graph,
  edge: Edge,
  resource: Resource,
  path: string,
  judge: (role: Resource) => Verdict,
  none: Verdict,
): Verdict {
  const reference = graph.follow(resource, path, roleTypes);
  switch (reference.kind) {
    case "absent":
      return none;
    case "resource":
      return judge(reference.resource);
    case "external":
      return cannotTell(`${edge.from} → ${edge.to}: the role ${reference.value} is not in this stack`, path);
    case "unclear":
      return cannotTell(`${edge.from} → ${edge.to}: ${reference.reason}`, path);
  }
}

/** The same of a role that a document names. */
export function withRoleNamed(
  graph: Graph,
  edge: Edge,
  name: StringValue,
  path: string,
  judge: (role: Resource) => Verdict,
  none: Verdict,
): Verdict {
  if (name.state === "absent") {
    return none;
  }
  const [role] = name.value === undefined ? [] : graph.named(name.value, roleTypes);
  const unclear = name.reason || `the role ${name.value ?? ""} is not in this stack`;
  return role ? judge(role) : cannotTell(`${edge.from} → ${edge.to}: ${unclear}`, path);
}

/** A finding: there is no role at all. */
export function noRole(edge: Edge, path: string, service: string): Verdict {
  return fail({
    path,
    found: `${edge.from} → ${edge.to} without a role`,
    expected: `the ARN of a role that ${service} may take on`,
  });
}

/** The role's trust policy lets a service take it on, for `sourceArn`. */
export function roleTrusts(
  graph: Graph,
  edge: Edge,
  role: Resource,
  service: string,
  sourceArn: ContextValue | "any" = "any",
): Verdict {
  const arn = arnOf(role);
  const account = partOf(arn, "account") ?? Unclear.because("the account is not known");
  const context = new Map<string, ContextValue>([
    ["aws:sourceaccount", account],
    // docs.aws.amazon.com/firehose/latest/dev/controlling-access.html: it gives the account as the external id.
    ...(service === "firehose.amazonaws.com" ? ([["sts:externalid", account]] as const) : []),
    ...(sourceArn === "any" ? [] : ([["aws:sourcearn", sourceArn]] as const)),
  ]);
  const request: Request = {
    requester: { kind: "service", names: [service] },
    action: "sts:AssumeRole",
    resource: arn,
    context,
  };
  const { allowed, denied } = decideResource([policiesOf(graph, role).trust], request);
  return needs(
    edge,
    both(allowed, not(denied)),
    `a trust policy of role ${role.name} that lets ${service} take it on`,
    `{"Effect":"Allow","Principal":{"Service":"${service}"},"Action":"sts:AssumeRole"} in its assumeRolePolicy`,
  );
}

/**
 * What a role needs to use a receiver: its own policies, the receiver's where the account is another or something is
 * denied, and the key's.
 */
export function roleActs(graph: Graph, edge: Edge, role: Resource, found: Found, use: Use | undefined): Verdict {
  if (!use) {
    return pass;
  }
  const verdicts = use.actions.map((actions) => roleCalls(graph, edge, role, actions, resourcesOf(found, use), found));
  return all(verdicts, keyAdmitsRole(graph, edge, role, found, use));
}

/** What a role needs to use a thing that is not in the stack, as far as the stack can tell: its own policies. */
export function roleActsOn(graph: Graph, edge: Edge, role: Resource, thing: External, use: Use | undefined): Verdict {
  return use
    ? all(use.actions.map((actions) => roleCalls(graph, edge, role, actions, resourcesOf(thing, use), undefined)))
    : pass;
}

/**
 * The policies of a role allow one of `actions` on one of `resources`.
 *
 * @param found what the resources are of, for its own policies
 */
export function roleCalls(
  graph: Graph,
  edge: Edge,
  role: Resource,
  actions: readonly string[],
  resources: readonly (string | Unclear)[],
  found?: Found,
  context: RequestContext = new Map([["aws:securetransport", "true"], ...notByUrl]),
): Verdict {
  const requester = requesterOf(role);
  const { identity, boundary } = policiesOf(graph, role);
  // The account's policies of CloudWatch Logs are for services; a role needs none of them.
  const resourcePolicies =
    found && found.receiver !== logGroup ? resourcePoliciesOf(graph, found.receiver, found.resource).documents : [];
  const decided = actions.flatMap((action) =>
    resources.map((resource): Decided => {
      const request = { requester, action, resource, context };
      const byRole = decideIdentity(identity, request);
      const byBoundary = boundary ? decideIdentity([boundary], request) : undefined;
      const byResource = decideResource(resourcePolicies, request);
      return {
        byRole: byRole.allowed,
        byBoundary: byBoundary?.allowed ?? true,
        byResource: byResource.allowed,
        admitted: either(byResource.allowed, byResource.delegated),
        denied: either(byRole.denied, byBoundary?.denied ?? false, byResource.denied),
      };
    }),
  );
  const [first] = resources;
  const [action = ""] = actions;
  const abroad = found ? isAbroad(role, found.arn) : false;
  const leave = (one: Decided): Truth => (abroad === false ? either(one.byRole, one.byResource) : one.byRole);
  const what = `${actions.join(" or ")}`;
  const allowed = either(...decided.map(leave));
  return all(
    needs(
      edge,
      allowed,
      `a policy of role ${role.name} that allows ${what}`,
      `{"Effect":"Allow","Action":"${action}","Resource":"${typeof first === "string" ? first : "<its ARN>"}"} in a policy of the role`,
    ),
    needs(
      edge,
      either(...decided.map((one) => one.byBoundary)),
      `a permissions boundary of role ${role.name} that allows ${what}`,
      `${action} in the permissions boundary`,
    ),
    unlessDenied(
      edge,
      allowed,
      both(...decided.map((one) => one.denied)),
      `a statement denies role ${role.name} ${what}`,
    ),
    abroad === true && found
      ? needs(
          edge,
          either(...decided.map((one) => one.admitted)),
          `a policy of the ${found.receiver.noun} that admits role ${role.name} of another account`,
          `the role as an AWS principal in the policy of the ${found.receiver.noun}`,
        )
      : pass,
  );
}

/** Whether the policy of a receiver lets a role of its account do something with what is below it, whatever the role's own say. */
export function admitsRole(
  graph: Graph,
  receiver: Receiver,
  resource: Resource,
  role: Resource,
  action: string,
): Truth {
  const arn = arnOf(resource);
  const request: Request = {
    requester: requesterOf(role),
    action,
    resource: arn instanceof Unclear ? arn : `${arn}/part`,
    context: new Map([["aws:securetransport", "true"]]),
  };
  const { allowed, denied } = decideResource(resourcePoliciesOf(graph, receiver, resource).documents, request);
  return both(allowed, not(denied));
}

interface Decided {
  readonly byRole: Truth;
  readonly byBoundary: Truth;
  readonly byResource: Truth;
  readonly admitted: Truth;
  readonly denied: Truth;
}

/** Whether the resource is of another account than the role; false where either is not said. */
function isAbroad(role: Resource, arn: string | Unclear): boolean {
  const own = partOf(arnOf(role), "account");
  const other = partOf(arn, "account");
  return typeof own === "string" && typeof other === "string" && own !== other;
}

function requesterOf(role: Resource): Request["requester"] {
  const arn = arnOf(role);
  return { kind: "role", arn, account: partOf(arn, "account") ?? Unclear.because("the account is not known") };
}

/** The key of a receiver lets a role use it, through the receiver's service. */
function keyAdmitsRole(graph: Graph, edge: Edge, role: Resource, found: Found, { keyActions }: Use): Verdict {
  if (!keyActions) {
    return pass;
  }
  // The policy of AWS's own keys admits whoever the account lets use the service.
  return withKey(graph, edge, found, (key) => {
    if (key.kind === "managed") {
      return pass;
    }
    const via = viaService(found.receiver.service, key.key);
    return all(contextsOf(found).map((context) => roleUsesKey(graph, edge, role, key.key, keyActions, via, context)));
  });
}

/**
 * What S3 tells the key that it is asked for: the bucket where it has a bucket key, else the object. Which of them it is may
 * change with a setting, so a policy has to take both.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
function contextsOf({ arn, receiver }: Found): RequestContext[] {
  const key = "kms:encryptioncontext:aws:s3:arn";
  return receiver === bucket
    ? [new Map([[key, arn]]), new Map([[key, arn instanceof Unclear ? arn : `${arn}/object`]])]
    : [new Map()];
}

/** A role may use a key: by the key's policy alone, or by that and its own. */
export function roleUsesKey(
  graph: Graph,
  edge: Edge,
  role: Resource,
  key: Resource,
  actions: readonly string[],
  via: ContextValue,
  more: RequestContext = new Map(),
): Verdict {
  const documents = keyPoliciesOf(graph, key);
  const context = new Map<string, ContextValue>([["kms:viaservice", via], ...more]);
  const { identity } = policiesOf(graph, role);
  return all(
    actions.map((action): Verdict => {
      const request: Request = { requester: requesterOf(role), action, resource: arnOf(key), context };
      const byKey = decideResource(documents, request);
      const byRole = decideIdentity(identity, request);
      return all(
        needs(
          edge,
          either(byKey.allowed, byKey.delegated),
          `a policy of the key ${key.name} that admits role ${role.name} for ${action}`,
          `the role, or the account's root, as an AWS principal of ${action} in the key's policy`,
        ),
        needs(
          edge,
          either(byKey.allowed, byRole.allowed, not(byKey.delegated)),
          `a policy of role ${role.name} that allows ${action} on the key ${key.name}`,
          `{"Effect":"Allow","Action":"${action}","Resource":"<ARN of the key>"} in a policy of the role`,
        ),
        unlessDenied(
          edge,
          either(byKey.allowed, both(byKey.delegated, byRole.allowed)),
          either(byKey.denied, byRole.denied),
          `a statement denies role ${role.name} ${action} on the key ${key.name}`,
        ),
      );
    }),
  );
}

/** What `kms:ViaService` is where a service uses a key for somebody: the key is in the service's region. */
export function viaService(service: string, key: Resource): ContextValue {
  const arn = arnOf(key);
  const region = partOf(arn, "region");
  if (arn instanceof Unclear || typeof region !== "string") {
    return Unclear.because("the region is not known");
  }
  return `${service}.${region}.amazonaws.com${partOf(arn, "partition") === "aws-cn" ? ".cn" : ""}`;
}

/** Whether the policy of a key admits a role by itself, for decrypting at least. */
export function keyAdmits(graph: Graph, key: Resource, role: Resource): Truth {
  return keyDecides(graph, key, role).allowed;
}

/** Whether the policy of a key admits a role for decrypting at least, by itself or by leaving it to the account. */
export function keyTakesIn(graph: Graph, key: Resource, role: Resource): Truth {
  const { allowed, delegated, denied } = keyDecides(graph, key, role);
  return both(either(allowed, delegated), not(denied));
}

function keyDecides(graph: Graph, key: Resource, role: Resource): Decision {
  const context = new Map<string, ContextValue>();
  const request: Request = { requester: requesterOf(role), action: "kms:Decrypt", resource: arnOf(key), context };
  return decideResource(keyPoliciesOf(graph, key), request);
}
