import { strict as assert } from "node:assert";
import { wiringControls } from "../../../../policies/families/wiring";
import { judgeAll, linesOf } from "../../../support/platform";
import { policyResources, type Sample, sample } from "../../../support/policies";
import {
  admit,
  allow,
  arn,
  document,
  fn,
  granted,
  key,
  queue,
  queuePolicy,
  role,
  rootOfAccount,
  topic,
  topicPolicy,
} from "./samples";

/** Ten resources that are wired to each other, so many times. */
function shop(parts: number): Sample[] {
  const envelope = ["kms:GenerateDataKey*", "kms:Decrypt"];
  return Array.from({ length: parts }, (_, part) => {
    const services = ["sns.amazonaws.com", "cloudwatch.amazonaws.com"].map((one) => admit(one, envelope, "*"));
    const own = key(`k${part}`, rootOfAccount, ...services);
    const inbox = queue(`q${part}`, { kmsMasterKeyId: own.props.arn });
    const news = topic(`t${part}`, { kmsMasterKeyId: own.props.arn });
    const runner = role(`r${part}`, "lambda.amazonaws.com");
    const topicArn = String(news.props.arn);
    return [
      own,
      inbox,
      news,
      runner,
      fn(`f${part}`, { role: runner.props.arn, environment: { variables: { QUEUE: inbox.props.url } } }),
      queuePolicy(inbox, document(admit("sns.amazonaws.com", "sqs:SendMessage", String(inbox.props.arn), topicArn))),
      topicPolicy(news, document(admit("cloudwatch.amazonaws.com", "sns:Publish", "*"))),
      sample("aws:sns/topicSubscription:TopicSubscription", `s${part}`, {
        topic: topicArn,
        protocol: "sqs",
        endpoint: inbox.props.arn,
      }),
      granted(runner, allow(["sqs:*", "logs:*", "kms:Decrypt"])),
      sample("aws:cloudwatch/metricAlarm:MetricAlarm", `a${part}`, {
        arn: arn("cloudwatch", `alarm:a${part}`),
        alarmActions: [topicArn],
      }),
    ];
  }).flat();
}

/** Milliseconds of processor time that all wiring controls take on so many resources. */
function cost(parts: number): number {
  const resources = policyResources(shop(parts));
  const start = process.cpuUsage().user;
  assert.deepEqual(linesOf(judgeAll(wiringControls, resources)), []);
  return (process.cpuUsage().user - start) / 1000;
}

describe("the wiring controls on many resources", function () {
  this.timeout(120_000);

  it("take time in proportion to how many there are", () => {
    cost(100);
    const [small, large] = [Math.min(cost(100), cost(100), cost(100)), cost(1_000)];
    console.log(`      1,000 resources: ${small.toFixed(0)} ms of processor time; 10,000: ${large.toFixed(0)} ms`);
    // Ten times as many; a walk over all resources for each would take a hundred times as long.
    assert.ok(large / small < 30, `ten times as many resources took ${(large / small).toFixed(0)} times as long`);
    assert.ok(small < 1_000, `1,000 resources took ${small.toFixed(0)} ms`);
  });
});
