import { all, fail, pass, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { allowsAnything, either } from "../../graph/iam";
import {
  arnOf,
  type Edge,
  keyAdmits,
  needs,
  policiesOf,
  type Receiver,
  receivers,
  withKey,
  withRole,
} from "../../graph/wiring";

/** What a program is told of by its environment, and needs leave to touch. */
interface Told {
  readonly noun: string;
  readonly types: readonly string[];
  readonly service: string;
  /** The receiver that it is, whose key the program needs, too. */
  readonly receiver?: Receiver;
}

const { queue, topic, stream, deliveryStream, stateMachine, eventBus, table, bucket, secret, parameter } = receivers;
const told: readonly Told[] = [
  ...[queue, topic, stream, deliveryStream, stateMachine, eventBus, table, bucket, secret, parameter].map(fromReceiver),
  { noun: "configuration", types: ["aws:appconfig/application:Application"], service: "appconfig" },
];
const types = told.flatMap((kind) => kind.types);

function fromReceiver(receiver: Receiver): Told {
  const { noun, types, service } = receiver;
  return { noun, types, service, receiver };
}

export const environmentWiring = stackControl({
  id: "wiring-environment",
  title: "A function may touch each resource that its environment names",
  severity: "high",
  why: "Code that is told of a table and may not read it fails at its first request, after the deployment.",
  fix: "Grant the function's role the actions that its code needs on the resource, or take the variable away.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  on: ["aws:lambda/function:Function"],
  check: (fn, { graph }) => {
    const variables = given(graph, fn, "environment").at("variables");
    return all(
      variables.entries().map(([name, value]) => variable(graph, fn, `environment.variables.${name}`, value)),
      variables.state === "unknown" ? unknownVariables(graph, fn) : pass,
    );
  },
});

function variable(graph: Graph, fn: Resource, path: string, value: Value): Verdict {
  const text = value.string().value;
  if (value.state === "unknown") {
    return unknownVariables(graph, fn);
  }
  const named = text === undefined ? [] : graph.named(text, types);
  // One name may be several things'; leave to touch one of them will do.
  const verdicts = named.map((one) => mayTouch(graph, fn, path, one));
  return verdicts.find(({ kind }) => kind === "pass") ?? all(verdicts);
}

/** Whatever the environment comes from, it names; which variable does is not known. */
function unknownVariables(graph: Graph, fn: Resource): Verdict {
  const sources = graph.dependenciesOf(fn, "environment").filter(({ type }) => types.includes(type));
  return all(sources.map((source) => mayTouch(graph, fn, "environment", source)));
}

function mayTouch(graph: Graph, fn: Resource, path: string, target: Resource): Verdict {
  const kind = told.find((one) => one.types.includes(target.type));
  if (!kind) {
    return pass;
  }
  const edge = { from: `function ${fn.name}`, to: `${kind.noun} ${target.name}`, path };
  return withRole(
    graph,
    edge,
    fn,
    "role",
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
    fail({ path: "role", found: "no role", expected: "a role" }),
  );
}

/** Whatever the code does with it, it needs some action on the key that encrypts it. */
function mayUseKey(graph: Graph, edge: Edge, role: Resource, { receiver }: Told, target: Resource): Verdict {
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
