import type { Resource } from "../../core/resource";
import { all, fail, pass, type Verdict } from "../../core/verdict";
import type { Graph } from "../graph";
import {
  both,
  type ContextValue,
  decideResource,
  either,
  not,
  type Request,
  type RequestContext,
  type Requester,
  Unclear,
} from "../iam";
import { type Edge, needs, unlessDenied } from "./edge";
import { arnOf, type Found, partOf } from "./find";
import { keyPoliciesOf, withKey } from "./keys";
import type { Use } from "./receivers";
import { resourcePoliciesOf } from "./resource-policies";

/** A service of AWS that sends under its own name, which the receiver has to admit. */
export interface ServiceSender {
  /** Principal, such as `events.amazonaws.com`. */
  readonly service: string;
  /** Further names of it, such as those with the region in them. */
  readonly aliases?: readonly string[];
  /** ARN of what it sends for; undefined where it says nothing of it. */
  readonly sourceArn: ContextValue;
  /** Account of that. @default the one in the source's ARN, else the receiver's */
  readonly account?: ContextValue;
  /** True where it names no source to KMS, so that a condition on it shuts it out. */
  readonly sourceUnknownToKeys?: boolean;
  /** Further condition keys that it sends, in lower case. */
  readonly context?: ReadonlyMap<string, ContextValue>;
}

/**
 * What a service needs to send to a receiver in its own name: a policy on the receiver that admits it, and one on the
 * receiver's key.
 *
 * @param use @default sending
 */
export function serviceSends(
  graph: Graph,
  edge: Edge,
  sender: ServiceSender,
  found: Found,
  use: Use | undefined = found.receiver.send,
): Verdict {
  if (!use) {
    return pass;
  }
  const asker: Asker = {
    requester: { kind: "service", names: [sender.service, ...(sender.aliases ?? [])] },
    name: sender.service,
    context: contextOf(sender, partOf(found.arn, "account")),
    grant: (action) => grantOf(sender, action),
  };
  return all(policiesAdmit(graph, edge, asker, found, use), keyAdmitsService(graph, edge, sender, found, use));
}

/** Who asks by no policy of its own. */
export interface Asker {
  readonly requester: Requester;
  /** What findings call it. */
  readonly name: string;
  readonly context: RequestContext;
  /** What would let it do an action. */
  readonly grant: (action: string) => string;
}

/** The policies of a receiver let somebody do all that a use needs. */
export function policiesAdmit(
  graph: Graph,
  edge: Edge,
  { requester, name: who, context, grant }: Asker,
  found: Found,
  use: Use,
): Verdict[] {
  const { documents, name } = resourcePoliciesOf(graph, found.receiver, found.resource);
  return use.actions.map((actions): Verdict => {
    const decisions = actions.flatMap((action) =>
      resourcesOf(found, use).map((resource) => decideResource(documents, { requester, action, resource, context })),
    );
    const [action = ""] = actions;
    const allowed = either(...decisions.map((one) => one.allowed));
    return all(
      needs(edge, allowed, `a ${name} that lets ${who} call ${actions.join(" or ")}`, grant(action)),
      unlessDenied(
        edge,
        allowed,
        not(either(...decisions.map((one) => both(one.allowed, not(one.denied))))),
        `a statement of the ${name} denies ${who} ${action}`,
      ),
    );
  });
}

/** The key of a receiver lets a service use it. */
function keyAdmitsService(graph: Graph, edge: Edge, sender: ServiceSender, found: Found, use: Use): Verdict {
  const { keyActions } = use;
  if (!keyActions) {
    return pass;
  }
  return withKey(graph, edge, found, (key) => {
    if (key.kind === "managed") {
      return fail({
        path: edge.path,
        found: `${edge.from} → ${edge.to} without a key that admits ${sender.service}: nobody can change the policy of ${key.name}`,
        expected: `a customer key for the ${found.receiver.noun}, or encryption by the service's own keys`,
      });
    }
    return all(
      keyActions.map((action) => keyAllowsService(graph, edge, sender, key.key, action, partOf(found.arn, "account"))),
    );
  });
}

/** The policy of a key lets a service use it. */
export function keyAllowsService(
  graph: Graph,
  edge: Edge,
  sender: ServiceSender,
  key: Resource,
  action: string,
  account: ContextValue,
): Verdict {
  const source = contextOf(sender, account ?? partOf(arnOf(key), "account"));
  const context = sender.sourceUnknownToKeys
    ? new Map([...source, ["aws:sourcearn", undefined], ["aws:sourceaccount", undefined]] as const)
    : source;
  const request: Request = {
    requester: { kind: "service", names: [sender.service, ...(sender.aliases ?? [])] },
    action,
    resource: arnOf(key),
    context,
  };
  const { allowed, denied } = decideResource(keyPoliciesOf(graph, key), request);
  return all(
    needs(
      edge,
      allowed,
      `a policy of the key ${key.name} that lets ${sender.service} call ${action}`,
      `{"Effect":"Allow","Principal":{"Service":"${sender.service}"},"Action":"${action}","Resource":"*"} in the key's policy`,
    ),
    unlessDenied(
      edge,
      allowed,
      denied,
      `a statement of the policy of the key ${key.name} denies ${sender.service} ${action}`,
    ),
  );
}

/** A function that is called by its name, not by its URL, is told neither. */
export const notByUrl: RequestContext = new Map([
  ["lambda:functionurlauthtype", undefined],
  ["lambda:invokedviafunctionurl", undefined],
]);

/** What a service says beside its name. */
function contextOf(sender: ServiceSender, receiverAccount: ContextValue): RequestContext {
  const { sourceArn } = sender;
  const own = sourceArn === undefined ? undefined : partOf(sourceArn, "account");
  const account = sender.account ?? own ?? receiverAccount ?? Unclear.because("the account is not known");
  return new Map<string, ContextValue>([
    ["aws:securetransport", "true"],
    ["aws:sourcearn", sourceArn],
    ["aws:sourceaccount", account],
    ["aws:principalisawsservice", "true"],
    ["aws:principalservicename", sender.service],
    ...notByUrl,
    ...(sender.context ?? []),
  ]);
}

/** ARNs that a request on a receiver may be about; any of them will do. */
export function resourcesOf({ arn }: Pick<Found, "arn">, { suffixes = [""] }: Use): readonly (string | Unclear)[] {
  return arn instanceof Unclear ? [arn] : suffixes.map((suffix) => `${arn}${suffix}`);
}

function grantOf({ service, sourceArn }: ServiceSender, action: string): string {
  const condition = typeof sourceArn === "string" ? `,"Condition":{"ArnLike":{"aws:SourceArn":"${sourceArn}"}}` : "";
  return `{"Effect":"Allow","Principal":{"Service":"${service}"},"Action":"${action}"${condition}}`;
}
