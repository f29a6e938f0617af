import type { Resource } from "../../core/resource";
import { all, pass, type Verdict } from "../../core/verdict";
import type { Graph } from "../graph";
import {
  both,
  type ContextValue,
  type Decision,
  decideResource,
  either,
  not,
  type Request,
  type RequestContext,
  type Truth,
  Unclear,
} from "../iam";
import { type Edge, needs, unlessDenied } from "./edge";
import { arnOf, type Found, partOf } from "./find";
import { keyPoliciesOf, withKey } from "./keys";
import { bucket, type Use } from "./receivers";
import { decideOwn, policiesOf, requesterOf } from "./roles";

/** The key of a receiver lets a role use it, through the receiver's service. */
export function keyAdmitsRole(graph: Graph, edge: Edge, role: Resource, found: Found, { keyActions }: Use): Verdict {
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

/**
 * A role may use a key: by the key's policy or a grant alone, or by the policy and its own. What names the role is limited by
 * its boundary: docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html.
 */
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
  const policies = policiesOf(graph, role);
  return all(
    actions.map((action): Verdict => {
      const request: Request = { requester: requesterOf(graph, role), action, resource: arnOf(key), context };
      const byKey = decideResource(documents, request);
      const own = decideOwn(policies, request);
      return all(
        needs(
          edge,
          either(byKey.allowed, byKey.delegated),
          `a policy of the key ${key.name} that admits role ${role.name} for ${action}`,
          `the role, or the account's root, as an AWS principal of ${action} in the key's policy`,
        ),
        needs(
          edge,
          either(byKey.allowed, own.allowed, not(byKey.delegated)),
          `a policy of role ${role.name} that allows ${action} on the key ${key.name}`,
          `{"Effect":"Allow","Action":"${action}","Resource":"<ARN of the key>"} in a policy of the role`,
        ),
        needs(
          edge,
          own.bounded,
          `a permissions boundary of role ${role.name} that allows ${action} on the key ${key.name}`,
          `${action} in the permissions boundary`,
        ),
        unlessDenied(
          edge,
          both(either(byKey.allowed, both(byKey.delegated, own.allowed)), own.bounded),
          either(byKey.denied, own.denied),
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
  const request: Request = {
    requester: requesterOf(graph, role),
    action: "kms:Decrypt",
    resource: arnOf(key),
    context,
  };
  return decideResource(keyPoliciesOf(graph, key), request);
}
