import { all, cannotTell, fail, pass, type Resource, type Verdict } from "../../core";
import { type Graph, type RequestContext, Unclear } from "../../graph";
import { allowsSomewhere, either } from "../../graph/iam";
import {
  arnOf,
  type Edge,
  type External,
  type Found,
  findNamed,
  needs,
  noRole,
  policiesOf,
  type Receiver,
  receiverAt,
  receivers,
  roleActs,
  roleActsOn,
  roleTrusts,
  type ServiceSender,
  serviceSends,
  type Use,
  withRole,
} from "../../graph/wiring";

const { deliveryStream, eventBus, lambdaFunction, logGroup, queue, stateMachine, stream, topic } = receivers;

/** Everything that events, messages and records can be sent to. */
export const destinations = [queue, topic, lambdaFunction, stateMachine, stream, deliveryStream, eventBus, logGroup];

/** Receivers of which AWS's services ask nothing but a policy on them. */
const admitting: readonly Receiver[] = [queue, topic, lambdaFunction, logGroup];

/** What a finding calls the two ends. */
export function edgeTo(from: string, found: Found | External, path: string): Edge {
  return { from, to: "receiver" in found ? `${found.receiver.noun} ${found.resource.name}` : found.arn, path };
}

/** A verdict on what is not in the stack: whether it lets the service in stands elsewhere. */
export function outside(edge: Edge): Verdict {
  return cannotTell(`${edge.from} → ${edge.to}: the receiver is not in this stack, nor is its policy`, edge.path);
}

/** How a resource that sends through a role does so. */
export interface RoleSender {
  readonly resource: Resource;
  /** Property with the role. */
  readonly rolePath: string;
  /** Resource that has that property. @default the one that sends */
  readonly roleOwner?: Resource;
  /** Principal that takes the role on. */
  readonly service: string;
  /** ARN of what it takes the role on for. */
  readonly sourceArn?: string | Unclear;
}

/** A resource sends through a role to whatever the property at `path` names. */
export function sendsByRole(
  graph: Graph,
  from: string,
  sender: RoleSender,
  path: string,
  kinds: readonly Receiver[] = destinations,
  use: (receiver: Receiver) => Use | undefined = ({ send }) => send,
): Verdict {
  return receiverAt(
    graph,
    sender.resource,
    path,
    kinds,
    (found) => {
      const edge = edgeTo(from, found, path);
      return byRole(graph, edge, sender, (role) => roleActs(graph, edge, role, found, use(found.receiver)));
    },
    (external) => {
      const edge = edgeTo(from, external, path);
      const kind = kinds.find(({ service }) => external.arn.split(":")[2] === service);
      return byRole(graph, edge, sender, (role) => roleActsOn(graph, edge, role, external, kind && use(kind)));
    },
  );
}

/** What a role that a service takes on needs for an edge. */
export function byRole(graph: Graph, edge: Edge, sender: RoleSender, judge: (role: Resource) => Verdict): Verdict {
  const { resource, rolePath, roleOwner = resource, service, sourceArn } = sender;
  return withRole(
    graph,
    edge,
    roleOwner,
    rolePath,
    (role) => all(roleTrusts(graph, edge, role, service, sourceArn), judge(role)),
    noRole(edge, rolePath, service),
  );
}

/** A role that a service takes on may do one of `actions` on something, whatever it is: for what is named when it runs. */
export function somewhere(graph: Graph, edge: Edge, sender: RoleSender, ...actions: readonly string[]): Verdict {
  return byRole(graph, edge, sender, (role) =>
    needs(
      edge,
      either(...actions.map((action) => allowsSomewhere(policiesOf(graph, role).identity, action))),
      `a policy of role ${role.name} that allows ${actions.join(" or ")}`,
      `${actions[0]} in a policy of the role`,
    ),
  );
}

/** ARN of a stream in a log group of the account and region that a resource is in; its name is made of the resource's ARN. */
export function logStreamBeside(
  resource: Resource,
  groupOf: (region: string, account: string, name: string) => string,
  stream = "s",
): string | Unclear {
  const arn = arnOf(resource);
  if (arn instanceof Unclear) {
    return arn;
  }
  const [, partition, , region = "", account = "", name = ""] = arn.split(":");
  return `arn:${partition}:logs:${region}:${account}:log-group:${groupOf(region, account, name)}:log-stream:${stream}`;
}

/** A service sends in its own name to what the property at `path` names, or through a role where one is given. */
export function sendsTo(
  graph: Graph,
  from: string,
  service: ServiceSender,
  role: RoleSender,
  path: string,
  kinds: readonly Receiver[] = destinations,
): Verdict {
  const { resource } = role;
  return resource.has(role.rolePath) === false
    ? receiverAt(
        graph,
        resource,
        path,
        kinds,
        (found) => {
          const edge = edgeTo(from, found, path);
          return admitting.includes(found.receiver)
            ? serviceSends(graph, edge, service, found)
            : noRole(edge, role.rolePath, role.service);
        },
        (external) => outside(edgeTo(from, external, path)),
      )
    : sendsByRole(graph, from, role, path, kinds);
}

/** A service keeps what it could not deliver in the queue that the property at `path` names. */
export function sendsToQueue(
  graph: Graph,
  from: string,
  sender: ServiceSender,
  resource: Resource,
  path: string,
): Verdict {
  return receiverAt(
    graph,
    resource,
    path,
    [queue],
    (found) => serviceSends(graph, edgeTo(from, found, path), sender, found),
    (external) => outside(edgeTo(from, external, path)),
  );
}

/** The same, where the queue is named in a document of text: a redrive policy. */
export function deadLetterQueueOf(graph: Graph, resource: Resource, path: string): Found | Verdict | undefined {
  const document = resource.json(path);
  if (document.state === "absent") {
    return undefined;
  }
  const target = document.string("deadLetterTargetArn");
  if (document.malformed || (document.state === "known" && target.state === "absent")) {
    return fail({ path, found: "no deadLetterTargetArn", expected: "the ARN of a queue" });
  }
  if (target.value === undefined) {
    return cannotTell(`${resource.name}: ${target.reason}`, path);
  }
  const found = findNamed(graph, target.value, [queue]);
  return found.kind === "found"
    ? found.found
    : cannotTell(`${resource.name}: the queue ${target.value} is not in this stack`, path);
}

/** What an edge from `from` says to what `found` is, where it is a queue; a verdict stands for itself. */
export function orVerdict(found: Found | Verdict | undefined, judge: (found: Found) => Verdict): Verdict {
  return found === undefined ? pass : "kind" in found ? found : judge(found);
}

/** Condition keys that a service sends, for the places that need one of its own. */
export function keys(entries: Readonly<Record<string, string | Unclear | undefined>>): RequestContext {
  return new Map(Object.entries(entries));
}

/** Something that there is no telling of before the deployment. */
export function notKnown(what: string): Unclear {
  return Unclear.because(`${what} is not known before the deployment`);
}
