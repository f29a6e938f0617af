import type { Resource } from "../../core/resource";
import type { StringValue } from "../../core/scalars";
import { all, cannotTell, fail, pass, type Verdict } from "../../core/verdict";
import type { Graph } from "../graph";
import {
  both,
  type ContextValue,
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
import { logGroup, type Receiver, type Use } from "./receivers";
import { resourcePoliciesOf } from "./resource-policies";
import { keyAdmitsRole } from "./role-keys";
import { decideOwn, policiesOf, requesterOf, roleTypes } from "./roles";
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
  const requester = requesterOf(graph, role);
  const policies = policiesOf(graph, role);
  // The account's policies of CloudWatch Logs are for services; a role needs none of them.
  const resourcePolicies =
    found && found.receiver !== logGroup ? resourcePoliciesOf(graph, found.receiver, found.resource).documents : [];
  const abroad = found !== undefined && isAbroad(role, found.arn);
  const decided = actions.flatMap((action) =>
    resources.map((resource): Decided => {
      const request = { requester, action, resource, context };
      const own = decideOwn(policies, request);
      const byResource = decideResource(resourcePolicies, request);
      return {
        allowed: abroad ? own.allowed : either(own.allowed, byResource.allowed),
        bounded: own.bounded,
        admitted: either(byResource.allowed, byResource.delegated),
        denied: either(own.denied, byResource.denied),
      };
    }),
  );
  const [first] = resources;
  const [action = ""] = actions;
  const what = `${actions.join(" or ")}`;
  const allowed = either(...decided.map((one) => one.allowed));
  // Where one way is allowed, the rest has to hold of that one: what another action may do is no help to it.
  const some = (holds: (one: Decided) => Truth): Truth =>
    either(...decided.map((one) => (allowed === true ? both(one.allowed, holds(one)) : holds(one))));
  const bounded = some((one) => one.bounded);
  return all(
    needs(
      edge,
      allowed,
      `a policy of role ${role.name} that allows ${what}`,
      `{"Effect":"Allow","Action":"${action}","Resource":"${typeof first === "string" ? first : "<its ARN>"}"} in a policy of the role`,
    ),
    needs(
      edge,
      bounded,
      `a permissions boundary of role ${role.name} that allows ${what}`,
      `${action} in the permissions boundary`,
    ),
    unlessDenied(
      edge,
      both(allowed, bounded),
      not(some((one) => both(one.bounded, not(one.denied)))),
      `a statement denies role ${role.name} ${what}`,
    ),
    abroad && found
      ? needs(
          edge,
          some((one) => one.admitted),
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
    requester: requesterOf(graph, role),
    action,
    resource: arn instanceof Unclear ? arn : `${arn}/part`,
    context: new Map([["aws:securetransport", "true"]]),
  };
  const { allowed, denied } = decideResource(resourcePoliciesOf(graph, receiver, resource).documents, request);
  return both(allowed, not(denied));
}

/** What policies say of one action on one resource. */
interface Decided {
  /** By the role's own policies, or by the resource's where the account is the same. */
  readonly allowed: Truth;
  /** By the permissions boundary. */
  readonly bounded: Truth;
  /** By the resource's policies, to the role or to its account. */
  readonly admitted: Truth;
  readonly denied: Truth;
}

/** Whether the resource is of another account than the role; false where either is not said. */
function isAbroad(role: Resource, arn: string | Unclear): boolean {
  const own = partOf(arnOf(role), "account");
  const other = partOf(arn, "account");
  return typeof own === "string" && typeof other === "string" && own !== other;
}
