import type { Resource } from "../../core/resource";
import { given } from "../given";
import type { Graph } from "../graph";
import {
  decideIdentity,
  either,
  type PolicyDocument,
  type Request,
  type Requester,
  readPolicy,
  type Truth,
  Unclear,
  unclearDocument,
} from "../iam";
import { arnOf, partOf } from "./find";
import { managedPolicies } from "./managed-policies";

export const roleTypes = ["aws:iam/role:Role"];
const policyTypes = ["aws:iam/policy:Policy"];

const known = new WeakMap<Resource, RolePolicies>();

/** The policies that say what a role may do. */
export interface RolePolicies {
  readonly identity: readonly PolicyDocument[];
  /** The permissions boundary, which has to allow it too; undefined where there is none. */
  readonly boundary: PolicyDocument | undefined;
  /** Who may take the role on. */
  readonly trust: PolicyDocument;
}

/** Reads the policies of a role, once. */
export function policiesOf(graph: Graph, role: Resource): RolePolicies {
  let policies = known.get(role);
  if (!policies) {
    policies = read(graph, role);
    known.set(role, policies);
  }
  return policies;
}

/** A role as one that asks for something. */
export function requesterOf(graph: Graph, role: Resource): Requester {
  const arn = arnOf(role);
  const account = partOf(arn, "account") ?? Unclear.because("the account is not known");
  return { kind: "role", arn, account, bounded: policiesOf(graph, role).boundary !== undefined };
}

/** What the policies of a role say of a request of its own. */
export interface OwnDecision {
  readonly allowed: Truth;
  /** Whether its permissions boundary allows it too. */
  readonly bounded: Truth;
  readonly denied: Truth;
}

export function decideOwn({ identity, boundary }: RolePolicies, request: Request): OwnDecision {
  const { allowed, denied } = decideIdentity(identity, request);
  const byBoundary = boundary && decideIdentity([boundary], request);
  return {
    allowed,
    bounded: byBoundary?.allowed ?? true,
    denied: either(denied, byBoundary?.denied ?? false),
  };
}

function read(graph: Graph, role: Resource): RolePolicies {
  const own = graph.referrersTo(role, ["aws:iam/rolePolicy:RolePolicy"], "role");
  const attached = graph.referrersTo(role, ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"], "role");
  const inline = given(graph, role, "inlinePolicies").list();
  const managed = given(graph, role, "managedPolicyArns").list();
  const unclear = [...own.possible, ...attached.possible].map(({ resource, reason }) =>
    unclearDocument(`${resource.name}: ${reason}`),
  );
  const boundary = given(graph, role, "permissionsBoundary");
  return {
    identity: [
      ...own.certain.map((policy) => readPolicy(policy.json("policy"), `policy ${policy.name}`)),
      ...attached.certain.map((attachment) => attachedPolicy(graph, attachment, "policyArn")),
      ...broadAttachments(graph, role),
      ...inline.items.map((policy) => readPolicy(policy.json("policy"), `inline policy of ${role.name}`)),
      ...managed.items.map((item) => managedPolicy(graph, item.string().value, item.path)),
      ...(inline.state === "unknown" ? [unclearDocument(`${role.name}: ${inline.reason}`)] : []),
      ...(managed.state === "unknown" ? [unclearDocument(`${role.name}: ${managed.reason}`)] : []),
      ...unclear,
    ],
    boundary:
      boundary.state === "absent"
        ? undefined
        : managedPolicy(graph, boundary.string().value, `${role.name}'s boundary`),
    trust: readPolicy(role.json("assumeRolePolicy"), `trust policy of ${role.name}`),
  };
}

/** What `PolicyAttachment`s, which name several roles at once, attach. */
function broadAttachments(graph: Graph, role: Resource): PolicyDocument[] {
  return graph.ofType("aws:iam/policyAttachment:PolicyAttachment").flatMap((attachment) => {
    const roles = graph.followList(attachment, "roles", roleTypes);
    if (roles.certain.includes(role)) {
      return [attachedPolicy(graph, attachment, "policyArn")];
    }
    return roles.open || roles.candidates.includes(role)
      ? [unclearDocument(`${attachment.name}: ${roles.reasons.join("; ")}`)]
      : [];
  });
}

function attachedPolicy(graph: Graph, attachment: Resource, path: string): PolicyDocument {
  const policy = graph.follow(attachment, path, policyTypes);
  switch (policy.kind) {
    case "resource":
      return readPolicy(policy.resource.json("policy"), `policy ${policy.resource.name}`);
    case "unclear":
      return unclearDocument(`${attachment.name}: ${policy.reason}`);
    case "external":
      return managedPolicy(graph, policy.value, attachment.name);
    case "absent":
      return { statements: [], unclear: undefined };
  }
}

function managedPolicy(graph: Graph, arn: string | undefined, name: string): PolicyDocument {
  if (arn === undefined) {
    return unclearDocument(`${name} is not known before the deployment`);
  }
  const [own] = graph.named(arn, policyTypes);
  return own
    ? readPolicy(own.json("policy"), `policy ${own.name}`)
    : (managedPolicies(arn) ?? unclearDocument(`the document of the policy ${arn} is not in this stack`));
}
