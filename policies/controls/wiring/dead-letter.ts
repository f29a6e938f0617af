import { all, any, cannotTell, fail, pass, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { arnOf, type Edge, receivers } from "../../graph/wiring";
import { deadLetterQueueOf, edgeTo, orVerdict } from "./shared";

const { queue } = receivers;
const besideTypes = ["aws:sqs/redrivePolicy:RedrivePolicy"];
const allowTypes = ["aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"];

export const deadLetterWiring = stackControl({
  id: "wiring-dead-letter",
  title: "A dead-letter queue takes in messages of the queues that name it",
  severity: "high",
  why: "A queue whose dead-letter queue does not take its messages keeps a poisonous one until it is too old, and then loses it.",
  fix: "Name the queue in the redriveAllowPolicy of its dead-letter queue, and make both of a kind, FIFO or not.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  on: queue.types,
  check: (source, { graph }) => {
    const { certain } = graph.referrersTo(source, besideTypes, "queueUrl");
    const owner = certain[0] ?? source;
    if (owner === source && given(graph, source, "redrivePolicy").state === "absent") {
      return pass;
    }
    return orVerdict(deadLetterQueueOf(graph, owner, "redrivePolicy"), (found) => {
      const edge = edgeTo(`queue ${source.name}`, found, "redrivePolicy");
      return all(takesIn(graph, edge, source, found.resource), sameKind(edge, source, found.resource));
    });
  },
});

/** A queue takes in everything unless it says otherwise. */
function takesIn(graph: Graph, edge: Edge, source: Resource, target: Resource): Verdict {
  const { certain } = graph.referrersTo(target, allowTypes, "queueUrl");
  const owner = certain[0] ?? target;
  if (owner === target && given(graph, target, "redriveAllowPolicy").state === "absent") {
    return pass;
  }
  const refused = (found: string): Verdict =>
    fail({
      path: edge.path,
      found: `${edge.from} → ${edge.to} without leave: its redriveAllowPolicy ${found}`,
      expected: `the ARN of ${source.name} in sourceQueueArns`,
    });
  return owner.json("redriveAllowPolicy").judge(
    (policy) => {
      switch (policy.string("redrivePermission").value) {
        case "allowAll":
          return pass;
        case "denyAll":
          return refused("takes nothing in");
        case "byQueue":
          return any(
            policy.list("sourceQueueArns").items.map((item) => names(item, source)),
            refused("names no queue"),
          ).kind === "fail"
            ? refused("does not name it")
            : all(policy.list("sourceQueueArns").some((item) => names(item, source), "the queue"));
        default:
          return cannotTell(`${edge.from} → ${edge.to}: redrivePermission is not known`, edge.path);
      }
    },
    { absent: pass },
  );
}

function names(item: Value, source: Resource): Verdict {
  const arn = arnOf(source);
  return typeof arn === "string"
    ? item.string().equals(arn)
    : cannotTell(`${source.name}: ${arn.reasons.join("; ")}`, item.path);
}

function sameKind(edge: Edge, source: Resource, target: Resource): Verdict {
  const [own, other] = [source.boolean("fifoQueue").value ?? false, target.boolean("fifoQueue").value ?? false];
  return own === other
    ? pass
    : fail({
        path: edge.path,
        found: `${edge.from} → ${edge.to}, of which one is FIFO and one is not`,
        expected: "two of a kind",
      });
}
