import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

/** Holds the policies of topics to named principals. */
export const topicPublic = stackControl({
  id: "sns-topic-public",
  title: "Topic policies admit nobody from the public",
  severity: "critical",
  why: "Whoever has an account of AWS could subscribe to the messages, or send false ones.",
  fix: "Name the principals in the topic's policy, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-4",
  on: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  check: (one, { graph }) => admitsNoPublic(graph, one, "policy"),
});
