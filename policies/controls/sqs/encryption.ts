import { control, pass, type Resource, type Verdict, when } from "../../core";

/** A queue that names no key is encrypted by SQS itself, unless it is told not to be. */
function managed(queue: Resource): Verdict {
  return queue.boolean("sqsManagedSseEnabled").mustBeTrue({ absent: pass });
}

/** Holds queues to encryption at rest. */
export const queueEncrypted = control({
  id: "sqs-queue-encrypted",
  title: "Queues are encrypted at rest",
  severity: "medium",
  why: "Messages that wait in a queue are then readable to whoever gets at the storage.",
  fix: "Leave sqsManagedSseEnabled out, set it to true, or set kmsMasterKeyId.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html#sqs-1",
  on: ["aws:sqs/queue:Queue"],
  check: (queue) =>
    when(
      queue.mustBeSet("kmsMasterKeyId", "a key", { unknown: "set" }),
      () => pass,
      () => managed(queue),
    ),
  remedy: [{ path: "sqsManagedSseEnabled", value: true }],
});
