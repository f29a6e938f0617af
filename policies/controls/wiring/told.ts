import { all, pass, type Resource, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { allowsAnything, either } from "../../graph/iam";
import {
  arnOf,
  type Edge,
  keyAdmits,
  needs,
  noRole,
  policiesOf,
  type Receiver,
  receivers,
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
}

const { queue, topic, stream, deliveryStream, stateMachine, eventBus, table, bucket, secret, parameter } = receivers;
const things: readonly Thing[] = [
  ...[queue, topic, stream, deliveryStream, stateMachine, eventBus, table, bucket, secret, parameter].map(fromReceiver),
  { noun: "configuration", types: ["aws:appconfig/application:Application"], service: "appconfig" },
];
const types = things.flatMap((kind) => kind.types);

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
}

/** The program may touch what a value of its environment names. */
export function valueTold(graph: Graph, told: Told, path: string, value: Value, from: string): Verdict {
  const text = value.string().value;
  if (value.state === "unknown") {
    return unknownTold(graph, told, from);
  }
  const named = text === undefined ? [] : graph.named(text, types);
  // One name may be several things'; leave to touch one of them will do.
  const verdicts = named.map((one) => mayTouch(graph, told, path, one));
  return verdicts.find(({ kind }) => kind === "pass") ?? all(verdicts);
}

/** Whatever the environment comes from, it names; which variable does is not known. */
export function unknownTold(graph: Graph, told: Told, from: string): Verdict {
  const sources = graph.dependenciesOf(told.owner, from).filter(({ type }) => types.includes(type));
  return all(sources.map((source) => mayTouch(graph, told, from, source)));
}

function mayTouch(graph: Graph, told: Told, path: string, target: Resource): Verdict {
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
      all(
        needs(
          edge,
          allowsAnything(policiesOf(graph, role).identity, kind.service, [arnOf(target)]),
          `a policy of role ${role.name} that allows any action of ${kind.service} on it`,
          `the actions that the code needs on the ARN of the ${kind.noun}`,
        ),
        mayUseKey(graph, edge, role, kind, target),
      ),
    noRole(edge, told.rolePath, "the program"),
  );
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
