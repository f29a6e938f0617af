import { strict as assert } from "node:assert";
import { cisAlarms, patternOf } from "../../../../../policies/controls/cloudwatch/cis-alarms";
import { watchedEvents } from "../../../../../policies/facts/facts";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const groupArn = "arn:aws:logs:eu-central-1:111122223333:log-group:audit";
const trail = sample("aws:cloudtrail/trail:Trail", "audit", { cloudWatchLogsGroupArn: `${groupArn}:*` });
const group = sample("aws:cloudwatch/logGroup:LogGroup", "audit", { name: "audit", arn: groupArn });
const filter = (pattern: unknown, more: Record<string, unknown> = {}) =>
  sample("aws:cloudwatch/logMetricFilter:LogMetricFilter", "watch", {
    logGroupName: "audit",
    pattern,
    metricTransformation: { name: "Watched", namespace: "CIS", value: "1" },
    ...more,
  });
const alarm = (more: Record<string, unknown> = {}, name = "tell") =>
  sample("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
    metricName: "Watched",
    namespace: "CIS",
    alarmActions: ["arn:aws:sns:eu-central-1:111122223333:alerts"],
    ...more,
  });
const foundation = (...others: Sample[]): Case => ({ others, config: { foundation: true } });
const patternFor = ({ pattern, source = "", names = [] }: (typeof watchedEvents.watched)[number]): string =>
  pattern ?? patternOf(source, names);

const broken = { at: "", saying: /no alarm/ };

watchedEvents.watched.forEach((watched, index) => {
  const control = cisAlarms[index];
  assert.ok(control);
  const pattern = patternFor(watched);
  describeControl(control, {
    compliant: { "the whole chain": foundation(trail, group, filter(pattern), alarm()) },
    violating: {
      "no filter": { ...foundation(trail, group, alarm()), ...broken },
      "a filter of something else": {
        ...foundation(trail, group, filter("{ $.eventName = Other }"), alarm()),
        ...broken,
      },
    },
    undecided: {
      "a pattern that is not known yet": {
        ...foundation(trail, group, filter(UNKNOWN), alarm()),
        because: /what watch counts/,
      },
    },
    notApplicable: {
      "a stack that is no foundation": { others: [trail] },
      "a single trail": { subject: trail, config: { foundation: true } },
    },
  });

  for (const name of watched.names ?? []) {
    it(`${control.id} asks for ${name}`, () => {
      const names = (watched.names ?? []).filter((other) => other !== name);
      const verdict = judge(control, foundation(trail, group, filter(patternOf(watched.source ?? "", names)), alarm()));
      assert.ok(verdict.kind === "fail");
      assert.match(verdict.findings[0]?.found ?? "", new RegExp(`at ${name}$`));
    });
  }
});

describe("the chain from a trail to whom an alarm tells", () => {
  const [control] = cisAlarms.filter(({ id }) => id === "cloudwatch-alarm-key-deletion");
  assert.ok(control);
  const pattern = patternOf("kms.amazonaws.com", ["DisableKey", "ScheduleKeyDeletion"]);
  describeControl(control, {
    compliant: {
      "a group of another stack": foundation(trail, filter(pattern), alarm()),
      "an alarm whose actions are on": foundation(trail, group, filter(pattern), alarm({ actionsEnabled: true })),
      "a second alarm that tells": foundation(
        trail,
        group,
        filter(pattern),
        alarm({ alarmActions: [] }, "silent"),
        alarm(),
      ),
      "a stack that says so by its tag": {
        others: [trail, group, filter(pattern), alarm()],
        stackTags: { foundation: "true" },
      },
    },
    violating: {
      "no trail": { ...foundation(group, filter(pattern), alarm()), ...broken },
      "a trail without a group": {
        ...foundation(sample("aws:cloudtrail/trail:Trail", "audit", {}), group, filter(pattern), alarm()),
        ...broken,
      },
      "a filter of another group": {
        ...foundation(trail, group, filter(pattern, { logGroupName: "other" }), alarm()),
        ...broken,
      },
      "no alarm": { ...foundation(trail, group, filter(pattern)), ...broken },
      "an alarm on another metric": {
        ...foundation(trail, group, filter(pattern), alarm({ metricName: "X" })),
        ...broken,
      },
      "an alarm in another namespace": {
        ...foundation(trail, group, filter(pattern), alarm({ namespace: "X" })),
        ...broken,
      },
      "an alarm that tells nobody": {
        ...foundation(trail, group, filter(pattern), alarm({ alarmActions: [] })),
        ...broken,
      },
      "an alarm whose actions are off": {
        ...foundation(trail, group, filter(pattern), alarm({ actionsEnabled: false })),
        ...broken,
      },
      "two calls that nothing sees": {
        ...foundation(trail, group, filter("{ $.eventName = Other }"), alarm()),
        at: "",
        saying: /at DisableKey and 1 more/,
      },
    },
    undecided: {
      "a pattern that is not read": {
        ...foundation(trail, group, filter("ERROR"), alarm()),
        because: /what watch counts/,
      },
      "a filter of nobody knows which group": {
        ...foundation(trail, group, filter(pattern, { logGroupName: UNKNOWN }), alarm()),
        because: /what watch counts/,
      },
      "actions that are not known yet": {
        ...foundation(trail, group, filter(pattern), alarm({ alarmActions: UNKNOWN })),
        because: /what watch counts/,
      },
    },
    mayBeDropped: {
      actionsEnabled: "AWS takes true",
      alarmActions: "the other alarm has one",
      metricName: "the other alarm does",
      namespace: "the other alarm does",
    },
  });
});

describe("the alarms of the benchmark", () => {
  it("are fifteen", () => assert.equal(cisAlarms.length, 15));

  it("are met by several filters as by one", () => {
    const [control] = cisAlarms.filter(({ id }) => id === "cloudwatch-alarm-key-deletion");
    assert.ok(control);
    const of = (name: string, metric: string) =>
      filter(`{ $.eventName = ${name} }`, { metricTransformation: { name: metric, namespace: "CIS" } });
    const verdict = judge(
      control,
      foundation(
        trail,
        group,
        of("DisableKey", "A"),
        of("ScheduleKeyDeletion", "B"),
        alarm({ metricName: "A" }, "a"),
        alarm({ metricName: "B" }, "b"),
      ),
    );
    assert.deepEqual(verdict, { kind: "pass" });
  });
});
