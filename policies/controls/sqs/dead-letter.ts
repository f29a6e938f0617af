import { cannotTell, fail, notApplicable, pass, stackControl } from "../../core";
import { given } from "../../graph";
import { deadLetterUse, watchedQueues } from "../shared/dead-letter-queues";

/** Holds queues to having a dead-letter queue. */
export const queueDeadLetter = stackControl({
  id: "sqs-queue-dead-letter",
  title: "Queues have a dead-letter queue",
  severity: "low",
  why: "A message that no consumer can handle comes back again and again until it is too old, and is then gone.",
  fix: "Set redrivePolicy, or make a RedrivePolicy for the queue.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
  on: ["aws:sqs/queue:Queue"],
  check: (queue, { graph }) => {
    const beside = graph.referrersTo(queue, ["aws:sqs/redrivePolicy:RedrivePolicy"], "queueUrl");
    if (beside.certain.length > 0 || given(graph, queue, "redrivePolicy").state !== "absent") {
      return pass;
    }
    const use = deadLetterUse(graph, queue);
    if (use.certain) {
      return notApplicable(`${queue.name} is a dead-letter queue`);
    }
    if (watchedQueues(graph).has(queue.string("name").value ?? "")) {
      return notApplicable("an alarm tells of its first message: it is people who look at it");
    }
    const [unclear] = [...beside.possible.map(({ reason }) => reason), ...use.reasons];
    return unclear === undefined
      ? fail({ path: "redrivePolicy", found: "nothing", expected: "a dead-letter queue" })
      : cannotTell(unclear, "redrivePolicy");
  },
});
