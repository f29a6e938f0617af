import { fail, stackControl } from "../../core";
import { judgePolicy } from "../shared/policies";
import { deniesPlainHttp } from "../shared/secure-transport";

/** Holds every topic to refusing plain HTTP. */
export const topicSecureTransport = stackControl({
  id: "sns-topic-secure-transport",
  title: "Topics refuse messages over plain HTTP",
  severity: "high",
  why: "SNS takes messages over plain HTTP too, which shows them to everyone on the way.",
  fix: 'Make a TopicPolicy that denies "sns:Publish" to "*" where aws:SecureTransport is "false".',
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit",
  on: ["aws:sns/topic:Topic"],
  check: (topic, { graph }) =>
    judgePolicy(
      graph,
      topic,
      { types: ["aws:sns/topicPolicy:TopicPolicy"], path: "arn" },
      // A topic's policy may not name `sns:*`.
      (policy) => deniesPlainHttp(policy, { action: "sns:Publish" }),
      fail({ path: "", found: "no topic policy", expected: "one that denies plain HTTP to everybody" }),
    ),
});
