import { control, flag, notApplicable, pass, type Resource, stackControl } from "../../core";
import type { Graph } from "../../graph";
import { anyAlarmTells, compositeAlarm, metricAlarm } from "../../graph/alarms";

const alarmTypes = [metricAlarm];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html";

/** Lists of alarms that other resources act on by themselves. */
const watchers: Readonly<Record<string, readonly [path: string, item?: string]>> = {
  "aws:codedeploy/deploymentGroup:DeploymentGroup": ["alarmConfiguration.alarms"],
  "aws:ecs/service:Service": ["alarms.alarmNames"],
  "aws:appconfig/environment:Environment": ["monitors", "alarmArn"],
  "aws:route53/healthCheck:HealthCheck": ["cloudwatchAlarmName"],
};

const watched = new WeakMap<Graph, ReadonlySet<Resource>>();

/** Alarms that something else of the stack looks at, and that need not tell anybody themselves. */
function watchedAlarms(graph: Graph): ReadonlySet<Resource> {
  let alarms = watched.get(graph);
  if (!alarms) {
    const found = new Set<Resource>();
    for (const one of graph.ofType(compositeAlarm)) {
      const rule = one.string("alarmRule").value ?? "";
      const names = [...rule.matchAll(/(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*"?([^")]+)"?\s*\)/g)].map(([, name = ""]) =>
        name.trim(),
      );
      for (const alarm of [
        ...names.flatMap((name) => graph.named(name, alarmTypes)),
        ...graph.dependenciesOf(one, "alarmRule"),
      ]) {
        found.add(alarm);
      }
    }
    for (const [type, [path, item]] of Object.entries(watchers)) {
      for (const one of graph.ofType(type)) {
        const { certain, candidates } = graph.followList(one, path, alarmTypes, item);
        for (const alarm of [...certain, ...candidates]) {
          found.add(alarm);
        }
      }
    }
    alarms = found;
    watched.set(graph, alarms);
  }
  return alarms;
}

/** Holds alarms to telling somebody, where one of the stack does. */
export const alarmActions = stackControl({
  id: "cloudwatch-alarm-actions",
  title: "Where one alarm of a stack has an action, all have one",
  severity: "high",
  why: "An alarm that was forgotten goes off and nobody hears of it.",
  fix: "Set alarmActions to the ARN of a topic, or name the alarm in a composite alarm that has an action.",
  url: `${page}#cloudwatch-15`,
  on: alarmTypes,
  config: {
    always: flag({
      default: false,
      description: "Also in stacks of which no alarm has an action, as CloudWatch.15 has it.",
    }),
  },
  check: (alarm, { graph, config }) => {
    if (watchedAlarms(graph).has(alarm)) {
      return notApplicable("something else of the stack looks at it");
    }
    return config.always || anyAlarmTells(graph)
      ? alarm.list("alarmActions").lengthAtLeast(1, { absent: "an action" })
      : notApplicable("no alarm of the stack has an action: nobody is named to be told");
  },
});

/** Holds alarms to doing what they say. */
export const alarmActionsEnabled = control({
  id: "cloudwatch-alarm-actions-enabled",
  title: "The actions of alarms are switched on",
  severity: "high",
  why: "An alarm whose actions are off looks like any other, and tells nobody.",
  fix: "Leave actionsEnabled out, or set it to true.",
  url: `${page}#cloudwatch-17`,
  on: [...alarmTypes, compositeAlarm],
  check: (alarm) => alarm.boolean("actionsEnabled").mustBeTrue({ absent: pass }),
  remedy: [{ path: "actionsEnabled", value: true }],
});
