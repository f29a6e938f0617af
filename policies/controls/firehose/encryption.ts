import { control, notApplicable } from "../../core";

/** Sources that keep the records themselves, encrypted or not. */
const sources = ["kinesisSourceConfiguration", "mskSourceConfiguration"];

/** Holds delivery streams to encryption at rest. */
export const deliveryStreamEncrypted = control({
  id: "firehose-stream-encrypted",
  title: "Delivery streams that take records in themselves are encrypted",
  severity: "medium",
  why: "Records that wait for delivery are then readable to whoever gets at the storage.",
  fix: "Set serverSideEncryption.enabled to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/datafirehose-controls.html#datafirehose-1",
  on: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  check: (stream) =>
    sources.some((source) => stream.has(source) === true)
      ? notApplicable("its records are kept by the source")
      : stream.boolean("serverSideEncryption.enabled").mustBeTrue({ absent: "AWS then takes false" }),
  // With a key of AWS's own, unless the program names one.
  remedy: [{ path: "serverSideEncryption.enabled", value: true }],
});
