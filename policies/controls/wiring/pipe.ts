import { all, cannotTell, fail, type Resource, stackControl, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { arnOf, type Receiver, receivers } from "../../graph/wiring";
import { destinations, type RoleSender, sendsByRole } from "./shared";

const { queue, stream, tableStream, lambdaFunction, stateMachine } = receivers;
const sources = [queue, stream, tableStream];

export const pipeWiring = stackControl({
  id: "wiring-pipe",
  title: "A pipe may read its source, send to its target and keep what it gave up on",
  severity: "high",
  why: "A pipe whose role may not read or send stops, or loses records once they are too old.",
  fix: "Let pipes.amazonaws.com take the role on, and grant the role reading the source, sending to the target and to the dead-letter queue, with their keys.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html",
  on: ["aws:pipes/pipe:Pipe"],
  check: (pipe, { graph }) => {
    const from = `pipe ${pipe.name}`;
    const sender = { resource: pipe, rolePath: "roleArn", service: "pipes.amazonaws.com", sourceArn: arnOf(pipe) };
    const deadLetters = ["dynamodbStreamParameters", "kinesisStreamParameters"].map(
      (parameters) => `sourceParameters.${parameters}.deadLetterConfig.arn`,
    );
    return all(
      fromSource(graph, from, sender, pipe),
      sendsByRole(graph, from, sender, "enrichment", [lambdaFunction, stateMachine]),
      sendsByRole(graph, from, sender, "target", destinations),
      deadLetters.map((path) => sendsByRole(graph, from, sender, path, [queue, receivers.topic])),
    );
  },
});

function fromSource(graph: Graph, from: string, sender: RoleSender, pipe: Resource): Verdict {
  const kind = sourceKind(graph, pipe);
  if (kind) {
    return sendsByRole(graph, from, sender, "source", [kind], ({ consume }) => consume);
  }
  return pipe.has("source") === false
    ? fail({ path: "source", found: "nothing", expected: "the ARN of a source" })
    : cannotTell(`${from}: the pack knows no sources but queues, streams and table streams`, "source");
}

function sourceKind(graph: Graph, pipe: Resource): Receiver | undefined {
  const arn = pipe.string("source").value;
  if (arn !== undefined) {
    return sources.find(({ service }) => arn.split(":")[2] === service);
  }
  const types = graph.dependenciesOf(pipe, "source").map(({ type }) => type);
  return sources.find((kind) => kind.types.some((type) => types.includes(type)));
}
