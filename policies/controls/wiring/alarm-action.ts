import { all, cannotTell, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { arnOf, findNamed, receiverAt, receivers, serviceSends } from "../../graph/wiring";
import { edgeTo, outside } from "./shared";

const { topic, lambdaFunction } = receivers;
const alertManager = "aws:amp/alertManagerDefinition:AlertManagerDefinition";
const actions = ["alarmActions", "okActions", "insufficientDataActions"];

export const alarmActionWiring = stackControl({
  id: "wiring-alarm-action",
  title: "Alarms and alert managers may tell the topics and functions that they name",
  severity: "high",
  why: "An alarm that its topic does not admit goes off and nobody hears of it.",
  fix: "Let cloudwatch.amazonaws.com publish by the topic's policy and use the topic's key; give a function a permission for lambda.alarms.cloudwatch.amazonaws.com. Of Amazon Managed Service for Prometheus it is aps.amazonaws.com.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  on: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm", alertManager],
  check: (alarm, { graph }) => {
    if (alarm.type === alertManager) {
      return ofWorkspace(graph, alarm);
    }
    const from = `alarm ${alarm.name}`;
    const tell = (path: string): Verdict =>
      receiverAt(
        graph,
        alarm,
        path,
        [topic, lambdaFunction],
        (found) => {
          const service =
            found.receiver === topic ? "cloudwatch.amazonaws.com" : "lambda.alarms.cloudwatch.amazonaws.com";
          return serviceSends(graph, edgeTo(from, found, path), { service, sourceArn: arnOf(alarm) }, found);
        },
        // Actions on instances, groups and incidents are done by roles of CloudWatch's own.
        ({ arn }) => (/^arn:[^:]*:(?:sns|lambda):/.test(arn) ? outside({ from, to: arn, path }) : all()),
      );
    return all(actions.map((list) => alarm.list(list).every((_, index) => tell(`${list}[${index}]`))));
  },
});

/** docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-AMPpermission.html */
const told = { actions: [["sns:Publish"], ["sns:GetTopicAttributes"]], keyActions: topic.send?.keyActions ?? [] };

/** The topics that the definition of an alert manager, a document in YAML, names. */
function ofWorkspace(graph: Graph, manager: Resource): Verdict {
  const path = "definition";
  const from = `alert manager ${manager.name}`;
  const definition = manager.string(path);
  const workspace = graph.follow(manager, "workspaceId", ["aws:amp/workspace:Workspace"]);
  const sourceArn =
    workspace.kind === "resource"
      ? arnOf(workspace.resource)
      : Unclear.because(`the workspace of ${manager.name} is not in this stack or not known`);
  if (/\brole_arn\b/.test(definition.value ?? "")) {
    return cannotTell(`${from}: its definition names a role that it tells by, which is not judged`, path);
  }
  const topics = [...(definition.value ?? "").matchAll(/\btopic_arn["']?\s*:\s*["']?(arn:[^\s"',}]+)/g)];
  return all(
    definition.state === "unknown" ? cannotTell(`${from}: ${definition.reason}`, path) : all(),
    [...new Set(topics.map(([, arn = ""]) => arn))].map((arn) => {
      const found = findNamed(graph, arn, [topic]);
      return found.kind === "found"
        ? serviceSends(
            graph,
            edgeTo(from, found.found, path),
            { service: "aps.amazonaws.com", sourceArn },
            found.found,
            told,
          )
        : outside({ from, to: arn, path });
    }),
  );
}
