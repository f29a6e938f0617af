import { all, pass, type Resource, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { allowsAnything, either, type Truth } from "../../graph/iam";
import { storesIn } from "../../graph/network/stores";
import {
  admitsRole,
  arnOf,
  type Edge,
  keyAdmits,
  needs,
  noRole,
  policiesOf,
  type Receiver,
  receivers,
  roleCalls,
  withKey,
  withRole,
} from "../../graph/wiring";

/** What a program may be told of by its environment, and needs leave to touch. */
interface Thing {
  readonly noun: string;
  readonly types: readonly string[];
  readonly service: string;
  /** The receiver that it is, whose key the program needs, too. */
  readonly receiver?: Receiver;
  /** Programs call it by an address, never by its name. */
  readonly addressed?: boolean;
  /** Actions that its own policy may let the program do, which then needs none of its role's. */
  readonly admitting?: readonly string[];
}

const { queue, topic, stream, deliveryStream, stateMachine, eventBus, table, bucket, secret, parameter, searchDomain } =
  receivers;
const workspaceTypes = ["aws:amp/workspace:Workspace"];
const things: readonly Thing[] = [
  ...[queue, topic, stream, deliveryStream, stateMachine, eventBus, table, bucket, secret, parameter].map(fromReceiver),
  { noun: "configuration", types: ["aws:appconfig/application:Application"], service: "appconfig" },
  { ...fromReceiver(searchDomain), addressed: true, admitting: ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"] },
  // docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html
  { noun: "accelerator", types: ["aws:dax/cluster:Cluster"], service: "dax", addressed: true },
  { noun: "metrics workspace", types: workspaceTypes, service: "aps", addressed: true },
];
const types = things.flatMap((kind) => kind.types);
/** Of what is called by an address, a name says nothing: a word that happens to be one of a search domain is none. */
const namedTypes = things.filter(({ addressed }) => !addressed).flatMap((kind) => kind.types);

function fromReceiver(receiver: Receiver): Thing {
  const { noun, types, service } = receiver;
  return { noun, types, service, receiver };
}

/** What runs code, and is told of things. */
export interface Told {
  readonly name: string;
  /** Resource that names the role that the code runs as, and where. */
  readonly owner: Resource;
  readonly rolePath: string;
  /** Resource that names the things. @default the owner of the role */
  readonly told?: Resource;
}

/** The program may touch what a value of its environment names. */
export function valueTold(graph: Graph, told: Told, path: string, value: Value, from: string): Verdict {
  const text = value.string().value;
  if (value.state === "unknown") {
    return unknownTold(graph, told, from);
  }
  const named = text === undefined ? [] : graph.named(text, text.startsWith("arn:") ? types : namedTypes);
  // One name may be several things'; leave to touch one of them will do.
  const verdicts = named.map((one) => mayTouch(graph, told, path, one));
  return all(
    verdicts.find(({ kind }) => kind === "pass") ?? all(verdicts),
    text === undefined ? pass : endpointsTold(graph, told, path, text),
  );
}

/** The program may call what stands behind the endpoints in a text: an address, or a whole configuration. */
function endpointsTold(graph: Graph, told: Told, path: string, text: string): Verdict {
  const stores = new Set(storesIn(graph, text).map(({ store }) => store));
  return all(
    [...stores].map((store) => mayTouch(graph, told, path, store)),
    workspacesIn(graph, text).map(([workspace, action]) => mayTouch(graph, told, path, workspace, action)),
  );
}

/** What the APIs of a workspace ask for: docs.aws.amazon.com/prometheus/latest/userguide/AMP-APIReference-Prometheus-Compatible-Apis.html */
const workspaceActions: Readonly<Record<string, string>> = {
  remote_write: "aps:RemoteWrite",
  query: "aps:QueryMetrics",
};

function workspacesIn(graph: Graph, text: string): [workspace: Resource, action: string | undefined][] {
  return [...text.matchAll(/\/workspaces\/(ws-[\w-]+)(?:\/api\/v1\/(\w+))?/g)].flatMap(([, id = "", call = ""]) =>
    graph
      .named(id, workspaceTypes)
      .map((workspace): [Resource, string | undefined] => [
        workspace,
        Object.hasOwn(workspaceActions, call) ? workspaceActions[call] : undefined,
      ]),
  );
}

/** Whatever the environment comes from, it names; which variable does is not known. */
export function unknownTold(graph: Graph, told: Told, from: string): Verdict {
  const sources = graph.dependenciesOf(told.told ?? told.owner, from).filter(({ type }) => types.includes(type));
  return all(sources.map((source) => mayTouch(graph, told, from, source)));
}

function mayTouch(graph: Graph, told: Told, path: string, target: Resource, action?: string): Verdict {
  const kind = things.find((one) => one.types.includes(target.type));
  if (!kind) {
    return pass;
  }
  const edge = { from: told.name, to: `${kind.noun} ${target.name}`, path };
  return withRole(
    graph,
    edge,
    told.owner,
    told.rolePath,
    (role) =>
      action
        ? roleCalls(graph, edge, role, [action], [arnOf(target)])
        : all(
            needs(
              edge,
              either(
                allowsAnything(policiesOf(graph, role).identity, kind.service, [arnOf(target)]),
                admitted(graph, role, kind, target),
              ),
              `a policy of role ${role.name} that allows any action of ${kind.service} on it`,
              `the actions that the code needs on the ARN of the ${kind.noun}`,
            ),
            mayUseKey(graph, edge, role, kind, target),
          ),
    noRole(edge, told.rolePath, "the program"),
  );
}

function admitted(graph: Graph, role: Resource, { receiver, admitting = [] }: Thing, target: Resource): Truth {
  return receiver ? either(...admitting.map((action) => admitsRole(graph, receiver, target, role, action))) : false;
}

/** Whatever the code does with it, it needs some action on the key that encrypts it. */
function mayUseKey(graph: Graph, edge: Edge, role: Resource, { receiver }: Thing, target: Resource): Verdict {
  return receiver
    ? withKey(graph, edge, { receiver, resource: target, arn: arnOf(target) }, (key) =>
        key.kind === "managed"
          ? pass
          : needs(
              edge,
              either(
                allowsAnything(policiesOf(graph, role).identity, "kms", [arnOf(key.key)]),
                keyAdmits(graph, key.key, role),
              ),
              `a policy of role ${role.name} that allows any action on the key ${key.key.name}, which encrypts it`,
              "kms:Decrypt, and kms:GenerateDataKey to write, on the ARN of the key",
            ),
      )
    : pass;
}
