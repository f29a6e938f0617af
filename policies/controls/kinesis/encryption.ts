import { control } from "../../core";

/** Holds streams to encryption at rest. */
export const streamEncrypted = control({
  id: "kinesis-stream-encrypted",
  title: "Streams are encrypted with a KMS key",
  severity: "medium",
  why: "Records are then readable to whoever gets at the storage.",
  fix: "Set encryptionType to KMS, and kmsKeyId to alias/aws/kinesis or a key of your own.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kinesis-controls.html#kinesis-1",
  on: ["aws:kinesis/stream:Stream"],
  check: (stream) => stream.string("encryptionType").equals("KMS", { absent: "AWS then takes NONE" }),
});
