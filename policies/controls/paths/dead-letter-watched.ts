import { fail, flag, notApplicable, pass, stackControl } from "../../core";
import { anyAlarmTells } from "../../graph/alarms";
import { deadLettersOf, isConsumed, watchersOf } from "../../graph/dead-letters";
import { pathText } from "../../graph/path";
import { receivers } from "../../graph/wiring";

/** Holds dead-letter queues to being watched by somebody. */
export const deadLetterWatched = stackControl({
  id: "dead-letter-watched",
  title: "Each dead-letter queue has an alarm on the messages in it, or something that takes them out",
  severity: "medium",
  why: "What could not be delivered waits there until it is too old, and is then lost without a word.",
  fix: "Make an alarm on ApproximateNumberOfMessagesVisible of the queue, greater than 0, with a topic among its alarmActions.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html",
  on: receivers.queue.types,
  config: {
    requireAction: flag({
      default: false,
      description:
        "Whether the alarm has to tell somebody, itself or as part of another, also in stacks of which no alarm has an action, as CloudWatch.15 has it.",
    }),
  },
  check: (queue, { graph, config }) => {
    const [sender] = deadLettersOf(graph).get(queue) ?? [];
    if (!sender) {
      return notApplicable("nothing in the stack leaves there what it can't deliver");
    }
    const { watched, unheard } = watchersOf(graph, queue);
    // Where no alarm of the stack has an action, nobody is named to be told: people look at them.
    const looksDo = !config.requireAction && !anyAlarmTells(graph);
    if (watched || (unheard && looksDo) || isConsumed(graph, queue)) {
      return pass;
    }
    const path = pathText([sender, `queue ${queue.name}`]);
    return unheard
      ? fail({ path: "", found: `${path}, and the alarm ${unheard} tells nobody`, expected: "an action of the alarm" })
      : fail({ path: "", found: `${path}, and no alarm on it`, expected: "an alarm on the messages in the queue" });
  },
});
