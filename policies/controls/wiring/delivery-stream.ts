import { all, pass, type Resource, stackControl, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { receivers } from "../../graph/wiring";
import { sendsByRole } from "./shared";

const { bucket, stream, deliveryStream } = receivers;
const service = "firehose.amazonaws.com";

/** Where a delivery stream names a bucket, and beside it the role that writes there. */
const configurations = [
  "extendedS3Configuration",
  "opensearchConfiguration.s3Configuration",
  "opensearchserverlessConfiguration.s3Configuration",
  "redshiftConfiguration.s3Configuration",
  "httpEndpointConfiguration.s3Configuration",
  "splunkConfiguration.s3Configuration",
];

export const deliveryStreamWiring = stackControl({
  id: "wiring-delivery-stream",
  title: "A delivery stream may read its source and write to its bucket",
  severity: "high",
  why: "Firehose retries for a day at most; what it may not write by then is lost.",
  fix: "Let firehose.amazonaws.com take the role on, and grant the role writing to the bucket, reading the source and using their keys.",
  url: "https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html",
  on: deliveryStream.types,
  check: (delivery, { graph }) =>
    all(
      delivery.has("kinesisSourceConfiguration") === false
        ? pass
        : sendsByRole(
            graph,
            from(delivery),
            { resource: delivery, rolePath: "kinesisSourceConfiguration.roleArn", service },
            "kinesisSourceConfiguration.kinesisStreamArn",
            [stream],
            () => firehoseReads,
          ),
      configurations.map((configuration) => toBucket(graph, delivery, configuration)),
    ),
});

/** docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#firehose-kinesisstream */
const firehoseReads = {
  actions: [["kinesis:DescribeStream"], ["kinesis:GetShardIterator"], ["kinesis:GetRecords"], ["kinesis:ListShards"]],
  keyActions: ["kms:Decrypt"],
};

function from({ name }: Resource): string {
  return `delivery stream ${name}`;
}

function toBucket(graph: Graph, delivery: Resource, configuration: string): Verdict {
  return delivery.has(`${configuration}.bucketArn`) === false
    ? pass
    : sendsByRole(
        graph,
        from(delivery),
        { resource: delivery, rolePath: `${configuration}.roleArn`, service },
        `${configuration}.bucketArn`,
        [bucket],
      );
}
