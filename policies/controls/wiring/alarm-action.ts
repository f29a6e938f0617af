import { all, stackControl, type Verdict } from "../../core";
import { arnOf, receiverAt, receivers, serviceSends } from "../../graph/wiring";
import { edgeTo, outside } from "./shared";

const { topic, lambdaFunction } = receivers;
const actions = ["alarmActions", "okActions", "insufficientDataActions"];

export const alarmActionWiring = stackControl({
  id: "wiring-alarm-action",
  title: "Alarms may tell the topics and functions that they name",
  severity: "high",
  why: "An alarm that its topic does not admit goes off and nobody hears of it.",
  fix: "Let cloudwatch.amazonaws.com publish by the topic's policy and use the topic's key; give a function a permission for lambda.alarms.cloudwatch.amazonaws.com.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  on: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  check: (alarm, { graph }) => {
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
