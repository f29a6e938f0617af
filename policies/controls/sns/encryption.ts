import { control } from "../../core";

/** Holds topics to encryption at rest. */
export const topicEncrypted = control({
  id: "sns-topic-encrypted",
  title: "Topics are encrypted with a KMS key",
  severity: "medium",
  why: "Messages that wait for a subscriber are then readable to whoever gets at the storage.",
  fix: "Set kmsMasterKeyId, to alias/aws/sns or to a key of your own.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-1",
  on: ["aws:sns/topic:Topic"],
  check: (topic) => topic.mustBeSet("kmsMasterKeyId", "a KMS key", { unknown: "set" }),
});
