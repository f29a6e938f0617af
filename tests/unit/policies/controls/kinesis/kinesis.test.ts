import { deliveryStreamEncrypted } from "../../../../../policies/controls/firehose/encryption";
import { deliveryStreamLogging } from "../../../../../policies/controls/firehose/logging";
import { streamEncrypted } from "../../../../../policies/controls/kinesis/encryption";
import { streamRetention } from "../../../../../policies/controls/kinesis/retention";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const stream = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:kinesis/stream:Stream", "orders", props),
});
const delivery = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "archive", props),
});

describeControl(streamEncrypted, {
  compliant: { "a key": stream({ encryptionType: "KMS" }) },
  violating: {
    "AWS's default": { ...stream(), at: "encryptionType" },
    none: { ...stream({ encryptionType: "NONE" }), at: "encryptionType" },
  },
  undecided: { "what is not known yet": { ...stream({ encryptionType: UNKNOWN }), because: /is not known/ } },
});

describeControl(streamRetention, {
  compliant: {
    "a week": stream({ retentionPeriod: 168 }),
    "what a team takes": { ...stream({ retentionPeriod: 24 }), config: { minimumHours: 24 } },
  },
  violating: {
    "AWS's default": { ...stream(), at: "retentionPeriod" },
    "an hour less": { ...stream({ retentionPeriod: 167 }), at: "retentionPeriod" },
  },
  undecided: { "what is not known yet": { ...stream({ retentionPeriod: UNKNOWN }), because: /is not known/ } },
});

describeControl(deliveryStreamEncrypted, {
  compliant: { on: delivery({ serverSideEncryption: { enabled: true } }) },
  violating: {
    "AWS's default": { ...delivery(), at: "serverSideEncryption.enabled" },
    off: { ...delivery({ serverSideEncryption: { enabled: false } }), at: "serverSideEncryption.enabled" },
  },
  undecided: { "what is not known yet": { ...delivery({ serverSideEncryption: UNKNOWN }), because: /is not known/ } },
  notApplicable: {
    "a stream before it": delivery({ kinesisSourceConfiguration: { kinesisStreamArn: "a" } }),
    "Kafka before it": delivery({ mskSourceConfiguration: { topicName: "a" } }),
  },
});

const kinds: Readonly<Record<string, string>> = {
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
const logged = (destination: string, enabled: unknown) =>
  delivery({ destination, [kinds[destination] ?? ""]: { cloudwatchLoggingOptions: { enabled } } });
describeControl(deliveryStreamLogging, {
  compliant: Object.fromEntries(Object.keys(kinds).map((kind) => [kind, logged(kind, true)])),
  violating: {
    "AWS's default": {
      ...delivery({ destination: "splunk" }),
      at: "splunkConfiguration.cloudwatchLoggingOptions.enabled",
    },
    off: { ...logged("extended_s3", false), at: "extendedS3Configuration.cloudwatchLoggingOptions.enabled" },
  },
  undecided: {
    "what is not known yet": { ...logged("redshift", UNKNOWN), because: /enabled is not known/ },
    "a destination that is not known yet": {
      ...delivery({ destination: UNKNOWN }),
      because: /destination is not known/,
    },
    "a destination that is new": { ...delivery({ destination: "toString" }), because: /"toString" has is not known/ },
  },
});
