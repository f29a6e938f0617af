import type * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, aboveZero, metrics, type WatchPlan } from "./alarm-plan";

/** Where a Firehose stream delivers to: first part of the names of its metrics. */
export const FirehoseDestination = {
  S3: "DeliveryToS3",
  OpenSearch: "DeliveryToAmazonOpenSearchService",
  HttpEndpoint: "DeliveryToHttpEndpoint",
  Iceberg: "DeliveryToIceberg",
  Splunk: "DeliveryToSplunk",
} as const;
export type FirehoseDestination = (typeof FirehoseDestination)[keyof typeof FirehoseDestination];

/** What is looked at of a Firehose stream. */
export interface FirehoseFacts {
  readonly streamName: pulumi.Input<string>;
  readonly destination: FirehoseDestination;
  /** Age, in seconds, of the oldest record that is not delivered. */
  readonly maxAgeSeconds: number;
  /** That the stream partitions by keys of its records. */
  readonly dynamicPartitions?: boolean;
  /** That the stream decompresses what CloudWatch Logs sends. */
  readonly decompresses?: boolean;
}

/**
 * docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html, and for what to watch
 * docs.aws.amazon.com/firehose/latest/dev/firehose-cloudwatch-metrics-best-practices.html
 */
export function firehosePlan(facts: FirehoseFacts): WatchPlan {
  const metric = metrics("AWS/Firehose", { DeliveryStreamName: facts.streamName });
  const age = metric(`${facts.destination}.DataFreshness`, "Maximum");
  const throttled = metric("ThrottledRecords", "Sum");
  const alarms: AlarmPlan[] = [
    {
      suffix: "delivery-age",
      of: age,
      what: `Records wait for delivery for more than ${facts.maxAgeSeconds} s`,
      threshold: facts.maxAgeSeconds,
      period: 300,
      periods: 2,
    },
    {
      suffix: "delivery-failures",
      // Small drops are retries: the metric's documentation says that nothing is lost by them.
      of: metric(`${facts.destination}.Success`, "Average"),
      what: "Less than 90% of deliveries succeed",
      threshold: 0.9,
      below: true,
      quietIsFine: true,
      period: 300,
      periods: 3,
    },
    aboveZero("throttles", throttled, "Records are refused: the stream's quota is used up", 5),
    aboveZero("key-denied", metric("KMSKeyAccessDenied", "Sum"), "Firehose may not use the KMS key of the stream", 5),
  ];
  if (facts.destination === FirehoseDestination.OpenSearch) {
    const rejected = metric(`${facts.destination}.DeliveryRejected`, "Maximum");
    const unauthorized = metric(`${facts.destination}.AuthFailure`, "Maximum");
    alarms.push(
      aboveZero("rejected", rejected, "The domain rejects records", 3),
      aboveZero("unauthorized", unauthorized, "The domain does not let Firehose in: map its role in the domain", 3),
    );
  }
  if (facts.dynamicPartitions) {
    const exceeded = metric("PartitionCountExceeded", "Maximum");
    alarms.push(aboveZero("partitions", exceeded, "Records go to the error prefix: too many partitions at once"));
  }
  if (facts.decompresses) {
    const failed = metric("OutputDecompressedRecords.Failed", "Sum");
    alarms.push(
      aboveZero("decompression", failed, "Records could not be decompressed and went to the error prefix", 3),
    );
  }
  return {
    alarms,
    graphs: [
      { title: "records", lines: [metric("IncomingRecords", "Sum"), throttled] },
      { title: "age of the oldest record", lines: [age], threshold: facts.maxAgeSeconds },
    ],
  };
}
