import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

/** Holds the policies of queues to named principals. */
export const queuePublic = stackControl({
  id: "sqs-queue-public",
  title: "Queue policies admit nobody from the public",
  severity: "critical",
  why: "Whoever has an account of AWS could read the messages, or fill the queue.",
  fix: "Name the principals in the queue's policy, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-3",
  on: ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"],
  check: (one, { graph }) => admitsNoPublic(graph, one, "policy"),
});
