import { strict as assert } from "node:assert";
import { deadLetterWatched } from "../../../../../policies/controls/paths/dead-letter-watched";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { queue } from "../../wiring/samples";

const letters = queue("letters");
const arn = letters.props.arn;
const redrive = (props: Record<string, unknown> = {}, from: Record<string, Sample[]> = {}): Sample =>
  sample(
    "aws:sqs/queue:Queue",
    "work",
    { redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn }), ...props },
    { from },
  );
const alarm = (props: Record<string, unknown> = {}, from: Record<string, Sample[]> = {}): Sample =>
  sample(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "waiting",
    {
      name: "waiting",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "letters" },
      alarmActions: ["arn:aws:sns:eu-central-1:123456789012:alerts"],
      ...props,
    },
    { from },
  );
const telling = sample("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", {
  metricName: "Errors",
  alarmActions: ["arn:aws:sns:eu-central-1:123456789012:alerts"],
});
const withOthers = (...others: Sample[]): Case => ({ subject: letters, others });

describeControl(deadLetterWatched, {
  compliant: {
    "a queue with an alarm": withOthers(redrive(), alarm()),
    "a queue whose alarm is there to be looked at, as all of the stack's": withOthers(
      redrive(),
      alarm({ alarmActions: [] }),
    ),
    "a queue whose alarm tells somebody, where it has to": {
      ...withOthers(redrive(), alarm()),
      config: { requireAction: true },
    },
    "a queue whose alarm's actions are not known yet": withOthers(redrive(), alarm({ alarmActions: UNKNOWN })),
  },
  violating: {
    "a queue without one": {
      ...withOthers(redrive()),
      at: "",
      saying: /^queue work -> queue letters, and no alarm on it$/,
    },
    "a queue whose alarm tells nobody, where another of the stack's does": {
      ...withOthers(redrive(), alarm({ alarmActions: [] }), telling),
      at: "",
      saying: /the alarm waiting tells nobody$/,
    },
    "a queue whose alarm tells nobody, where it has to": {
      ...withOthers(redrive(), alarm({ alarmActions: [] })),
      config: { requireAction: true },
      at: "",
      saying: /the alarm waiting tells nobody$/,
    },
    "a queue whose alarm is off": {
      ...withOthers(redrive(), alarm({ actionsEnabled: false })),
      at: "",
    },
    "a queue whose alarm is on what is sent to it": {
      ...withOthers(redrive(), alarm({ metricName: "NumberOfMessagesSent" })),
      at: "",
    },
    "a queue whose alarm is on another one": {
      ...withOthers(redrive(), alarm({ dimensions: { QueueName: "work" } })),
      at: "",
    },
  },
  undecided: {},
  alwaysDecides: "a queue that may be another's, and an alarm that may be on it, are taken for such",
  notApplicable: {
    "a queue of nobody's dead letters": withOthers(alarm()),
    "a queue that another's policy does not name": withOthers(redrive({ redrivePolicy: UNKNOWN })),
  },
  mayBeDropped: {
    alarmActions: "nobody need be told, where the setting says so",
    id: "its name names it, too",
    url: "its name names it, too",
  },
});

describe("a dead-letter queue", () => {
  const senders: Record<string, Sample> = {
    "of a queue, beside it": sample("aws:sqs/redrivePolicy:RedrivePolicy", "s", {
      redrivePolicy: { deadLetterTargetArn: arn },
    }),
    "of a queue, not known yet": redrive({ redrivePolicy: UNKNOWN }, { redrivePolicy: [letters] }),
    "of a subscription": sample("aws:sns/topicSubscription:TopicSubscription", "s", {
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn }),
    }),
    "of a function": sample("aws:lambda/function:Function", "s", { deadLetterConfig: { targetArn: arn } }),
    "of a function's events": sample("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "s", {
      destinationConfig: { onFailure: { destination: arn } },
    }),
    "of an event source": sample("aws:lambda/eventSourceMapping:EventSourceMapping", "s", {
      destinationConfig: { onFailure: { destinationArn: arn } },
    }),
    "of an event target": sample("aws:cloudwatch/eventTarget:EventTarget", "s", { deadLetterConfig: { arn } }),
    "of an event bus": sample("aws:cloudwatch/eventBus:EventBus", "s", { deadLetterConfig: { arn } }),
    "of a schedule": sample("aws:scheduler/schedule:Schedule", "s", { target: { deadLetterConfig: { arn } } }),
    "of a pipe": sample("aws:pipes/pipe:Pipe", "s", {
      sourceParameters: { kinesisStreamParameters: { deadLetterConfig: { arn } } },
    }),
  };
  for (const [name, sender] of Object.entries(senders)) {
    it(`${name} has to be watched`, () => {
      assert.equal(judge(deadLetterWatched, withOthers(sender)).kind, "fail");
      assert.equal(judge(deadLetterWatched, withOthers(sender, alarm())).kind, "pass");
    });
  }
  const watchers: Record<string, Sample[]> = {
    "an alarm on its age": [alarm({ metricName: "ApproximateAgeOfOldestMessage" })],
    "an alarm on a sum": [
      alarm({
        metricName: undefined,
        dimensions: undefined,
        metricQueries: [
          {
            id: "m",
            metric: { metricName: "ApproximateNumberOfMessagesVisible", dimensions: { QueueName: "letters" } },
          },
        ],
      }),
    ],
    "an alarm on a name that is not known yet": [
      alarm({ dimensions: { QueueName: UNKNOWN } }, { dimensions: [letters] }),
    ],
    "an alarm that is part of another": [
      alarm({ alarmActions: undefined }),
      sample("aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", {
        alarmRule: 'ALARM("other") OR ALARM("waiting")',
      }),
    ],
    "a function that takes messages out": [
      sample("aws:lambda/eventSourceMapping:EventSourceMapping", "e", { eventSourceArn: arn }),
    ],
    "a pipe that takes messages out": [sample("aws:pipes/pipe:Pipe", "p", { source: arn })],
  };
  for (const [name, samples] of Object.entries(watchers)) {
    it(`is watched by ${name}`, () => {
      const config = { requireAction: true };
      assert.equal(judge(deadLetterWatched, { ...withOthers(redrive(), ...samples), config }).kind, "pass");
    });
  }
});
