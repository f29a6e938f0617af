import { cannotTell, fail, notApplicable, pass, type Resource, stackControl } from "../../core";
import { given } from "../../graph";
import { deadLetterQueueOf, orVerdict } from "../wiring/shared";

/** Seconds that SQS keeps messages where nothing is said: four days. */
const otherwise = 345_600;

function retentionOf(queue: Resource): number | undefined {
  const { state, value } = queue.number("messageRetentionSeconds");
  return state === "absent" ? otherwise : value;
}

/** Holds dead-letter queues to keeping messages at least as long as the queues before them. */
export const deadLetterRetention = stackControl({
  id: "sqs-dead-letter-retention",
  title: "Dead-letter queues keep messages at least as long as the queue before them",
  severity: "low",
  why: "A message's age counts from when it was first sent: one that has waited long is gone soon after it was put aside.",
  fix: "Set messageRetentionSeconds of the dead-letter queue to 1209600, or to the source's at least.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html#sqs-dead-letter-queues-retention-period",
  on: ["aws:sqs/queue:Queue"],
  check: (source, { graph }) => {
    const [beside] = graph.referrersTo(source, ["aws:sqs/redrivePolicy:RedrivePolicy"], "queueUrl").certain;
    if (!beside && given(graph, source, "redrivePolicy").state === "absent") {
      return notApplicable("the queue has no dead-letter queue");
    }
    return orVerdict(deadLetterQueueOf(graph, beside ?? source, "redrivePolicy"), ({ resource: target }) => {
      const [own, kept] = [retentionOf(source), retentionOf(target)];
      if (own === undefined || kept === undefined) {
        return cannotTell(`how long ${source.name} and ${target.name} keep messages is not known`, "redrivePolicy");
      }
      return kept >= own
        ? pass
        : fail({
            path: "redrivePolicy",
            found: `${target.name}, which keeps messages for ${kept} seconds`,
            expected: `a queue that keeps them for ${own} seconds or more`,
          });
    });
  },
});
