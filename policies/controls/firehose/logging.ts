import { cannotTell, control } from "../../core";

/** Property with the settings of each kind of destination. */
const settings: Readonly<Record<string, string>> = {
  extended_s3: "extendedS3Configuration",
  redshift: "redshiftConfiguration",
  elasticsearch: "elasticsearchConfiguration",
  opensearch: "opensearchConfiguration",
  opensearchserverless: "opensearchserverlessConfiguration",
  splunk: "splunkConfiguration",
  http_endpoint: "httpEndpointConfiguration",
  iceberg: "icebergConfiguration",
  snowflake: "snowflakeConfiguration",
};

/** Holds delivery streams to logging. */
export const deliveryStreamLogging = control({
  id: "firehose-stream-logging",
  title: "Delivery streams log what they could not deliver",
  severity: "low",
  why: "A destination that refuses records is otherwise seen when somebody misses them.",
  fix: "Set cloudwatchLoggingOptions.enabled of the destination to true.",
  url: "https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html",
  on: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  check: (stream) => {
    const { value = "", reason } = stream.string("destination");
    const property = Object.hasOwn(settings, value) ? settings[value] : undefined;
    return property === undefined
      ? cannotTell(reason || `what settings the destination "${value}" has is not known`, "destination")
      : stream.boolean(`${property}.cloudwatchLoggingOptions.enabled`).mustBeTrue({ absent: "AWS then takes false" });
  },
});
