import { all, cannotTell, notApplicable, type Resource, stackControl, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { findReceiver, type Receiver, receivers } from "../../graph/wiring";
import { destinations, type RoleSender, sendsByRole } from "./shared";

const { queue, stream, tableStream, lambdaFunction, bucket } = receivers;

export const eventSourceWiring = stackControl({
  id: "wiring-event-source",
  title: "A function may read each of its event sources, and send what it gave up on to its destination",
  severity: "high",
  why: "Lambda polls with the function's role: a mapping whose role may not read stands still, and its messages grow old.",
  fix: "Grant the function's role what its source asks for, kms:Decrypt on the source's key, and sending to the destination.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
  on: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  check: (mapping, { graph }) =>
    withFunction(graph, mapping, "functionName", (role) => {
      const from = `function of ${mapping.name}`;
      const kind = sourceOf(graph, mapping);
      const source = kind
        ? sendsByRole(graph, from, role, "eventSourceArn", [kind], ({ consume }) => consume)
        : mapping.has("eventSourceArn") === false
          ? notApplicable("brokers of one's own are no resources")
          : cannotTell(`${from}: the pack knows no sources but queues, streams and table streams`, "eventSourceArn");
      return all(source, toDestination(graph, from, role));
    }),
});

function toDestination(graph: Graph, from: string, role: RoleSender): Verdict {
  return sendsByRole(graph, from, role, "destinationConfig.onFailure.destinationArn", [...destinations, bucket]);
}

/** What kind of source a mapping has: by its ARN, and by what it comes from where that is not known. */
function sourceOf(graph: Graph, mapping: Resource): Receiver | undefined {
  const arn = mapping.string("eventSourceArn").value;
  if (arn !== undefined) {
    return [queue, stream, tableStream].find(({ service }) => arn.split(":")[2] === service);
  }
  const sources = graph.dependenciesOf(mapping, "eventSourceArn");
  return [queue, stream, tableStream].find(({ types }) => sources.some(({ type }) => types.includes(type)));
}

/** What `judge` says of a function's role, read from the function that a property names. */
export function withFunction(
  graph: Graph,
  resource: Resource,
  path: string,
  judge: (role: RoleSender) => Verdict,
): Verdict {
  const found = findReceiver(graph, resource, path, [lambdaFunction]);
  if (found.kind !== "found") {
    return cannotTell(`${resource.name}: its function is not in this stack or not known`, path);
  }
  return judge({
    resource,
    rolePath: "role",
    roleOwner: found.found.resource,
    service: "lambda.amazonaws.com",
  });
}
