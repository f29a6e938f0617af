import { fail, stackControl } from "../../core";
import { judgePolicy } from "../shared/policies";
import { deniesPlainHttp } from "../shared/secure-transport";

/** Holds every queue to refusing plain HTTP. */
export const queueSecureTransport = stackControl({
  id: "sqs-queue-secure-transport",
  title: "Queues refuse plain HTTP",
  severity: "high",
  why: "SQS answers over plain HTTP too in some regions, which shows messages to everyone on the way.",
  fix: 'Make a QueuePolicy that denies "sqs:*" to "*" where aws:SecureTransport is "false".',
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html#enforce-encryption-data-in-transit",
  on: ["aws:sqs/queue:Queue"],
  check: (queue, { graph }) =>
    judgePolicy(
      graph,
      queue,
      { types: ["aws:sqs/queuePolicy:QueuePolicy"], path: "queueUrl" },
      (policy) => deniesPlainHttp(policy, { action: "sqs:*" }),
      fail({ path: "", found: "no queue policy", expected: "one that denies plain HTTP to everybody" }),
    ),
});
