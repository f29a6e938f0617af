import { configurationDeliveryWiring } from "../../../../policies/controls/wiring/configuration-delivery";
import { flowLogWiring } from "../../../../policies/controls/wiring/flow-log";
import { logDeliveryWiring } from "../../../../policies/controls/wiring/log-delivery";
import { logGroupKeyWiring } from "../../../../policies/controls/wiring/log-group-key";
import { trailWiring } from "../../../../policies/controls/wiring/trail";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";
import {
  account,
  admit,
  allow,
  arn,
  bucket,
  bucketPolicy,
  document,
  granted,
  grantedBy,
  key,
  keyWith,
  logGroup,
  role,
  rootOfAccount,
  topic,
  topicPolicy,
} from "./samples";

const data = bucket("data");
const bucketOwner = { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } };

describe("what CloudTrail delivers", () => {
  const CLOUDTRAIL = "cloudtrail.amazonaws.com";
  const writer = role("writer", CLOUDTRAIL);
  const logs = logGroup("g");
  const news = topic("news");
  const encrypts = {
    ...admit(CLOUDTRAIL, "kms:GenerateDataKey*", "*"),
    Condition: { StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:*:trail/*" } },
  };
  const own = key("k", rootOfAccount, encrypts);
  const trail = (more: Record<string, unknown> = {}) =>
    sample("aws:cloudtrail/trail:Trail", "t", { arn: arn("cloudtrail", "trail/t"), s3BucketName: "data", ...more });
  const checks = admit(CLOUDTRAIL, "s3:GetBucketAcl", "arn:aws:s3:::data");
  const writes = {
    ...admit(CLOUDTRAIL, "s3:PutObject", `arn:aws:s3:::data/AWSLogs/${account}/*`),
    Condition: bucketOwner,
  };
  const admitted = bucketPolicy(data, document(checks, writes));
  const full = trail({
    kmsKeyId: own.props.arn,
    snsTopicName: news.props.arn,
    cloudWatchLogsGroupArn: `${logs.props.arn}:*`,
    cloudWatchLogsRoleArn: writer.props.arn,
  });
  const announces = topicPolicy(news, document(admit(CLOUDTRAIL, "sns:Publish", "*")));
  const logging = granted(
    writer,
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${logs.props.arn}:log-stream:*`),
  );
  const without = (...left: Sample[]) =>
    [data, admitted, own, news, announces, logs, writer, logging].filter((one) => !left.includes(one));
  describeControl(trailWiring, {
    compliant: {
      "a bucket that admits it": { subject: trail(), others: [data, admitted] },
      "a key, a topic and a log group, too": { subject: full, others: without() },
    },
    violating: {
      "a bucket without a policy": {
        subject: full,
        others: without(admitted),
        at: "s3BucketName",
        saying: /policy of the bucket/,
      },
      "a bucket that admits another prefix": {
        subject: trail({ s3KeyPrefix: "p" }),
        others: [data, admitted],
        at: "s3BucketName",
        saying: /s3:PutObject/,
      },
      "a bucket that lets it write, and not ask": {
        subject: trail(),
        others: [data, bucketPolicy(data, document(writes))],
        at: "s3BucketName",
        saying: /s3:GetBucketAcl/,
      },
      "a role that may make log streams, and not write to them": {
        subject: full,
        others: [...without(logging), granted(writer, allow("logs:CreateLogStream", `${logs.props.arn}:log-stream:*`))],
        at: "cloudWatchLogsGroupArn",
        saying: /logs:PutLogEvents/,
      },
      "a role that may write to the streams of another trail": {
        subject: full,
        others: [
          ...without(logging),
          granted(
            writer,
            allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${logs.props.arn}:log-stream:999999999999_*`),
          ),
        ],
        at: "cloudWatchLogsGroupArn",
      },
      "a key that does not admit it": {
        subject: full,
        others: [...without(own), key("k", rootOfAccount)],
        at: "kmsKeyId",
        saying: /policy of the key k/,
      },
      "a topic that admits nobody": {
        subject: full,
        others: [...without(announces), topicPolicy(news, document())],
        at: "snsTopicName",
      },
      "a role that may not write logs": { subject: full, others: without(logging), at: "cloudWatchLogsGroupArn" },
      "no role for the logs": {
        subject: trail({ cloudWatchLogsGroupArn: `${logs.props.arn}:*` }),
        others: [data, admitted, logs],
        at: "cloudWatchLogsRoleArn",
      },
    },
    undecided: {
      "a bucket of another stack": { subject: trail(), because: /is not in this stack/ },
      "a policy that is not known yet": {
        subject: trail(),
        others: [data, bucketPolicy(data, UNKNOWN)],
        because: /data-policy/,
      },
      "a prefix that is not known yet": {
        subject: trail({ s3KeyPrefix: UNKNOWN }),
        others: [data, admitted],
        because: /where in the bucket it writes is not known/,
      },
      "a trail whose ARN is not known yet": {
        subject: trail({ arn: UNKNOWN }),
        others: [data, admitted],
        because: /where in the bucket it writes is not known/,
      },
    },
    mayBeDropped: {
      s3BucketName: "AWS refuses a trail without a bucket",
      kmsKeyId: "a trail without a key needs none",
      snsTopicName: "a trail without a topic tells nobody",
      cloudWatchLogsGroupArn: "a trail without a log group writes no logs",
    },
  });
});

describe("what AWS Config delivers", () => {
  const CONFIG = "config.amazonaws.com";
  const ours = { StringEquals: { "aws:SourceAccount": account } };
  const own = key("k", rootOfAccount, {
    ...admit(CONFIG, ["kms:GenerateDataKey", "kms:Decrypt"], "*"),
    Condition: ours,
  });
  const channel = (more: Record<string, unknown> = {}) =>
    sample("aws:cfg/deliveryChannel:DeliveryChannel", "c", {
      s3BucketName: "data",
      s3KmsKeyArn: own.props.arn,
      ...more,
    });
  const checks = { ...admit(CONFIG, ["s3:GetBucketAcl", "s3:ListBucket"], "arn:aws:s3:::data"), Condition: ours };
  const writes = {
    ...admit(CONFIG, "s3:PutObject", `arn:aws:s3:::data/AWSLogs/${account}/Config/*`),
    Condition: bucketOwner,
  };
  const admitted = bucketPolicy(data, document(checks, writes));
  describeControl(configurationDeliveryWiring, {
    compliant: { "a bucket and a key that admit it": { subject: channel(), others: [data, admitted, own] } },
    violating: {
      "a bucket without a policy": { subject: channel(), others: [data, own], at: "s3BucketName" },
      "a bucket that lets it write, and not ask": {
        subject: channel(),
        others: [data, own, bucketPolicy(data, document(writes))],
        at: "s3BucketName",
        saying: /s3:GetBucketAcl/,
      },
      "a bucket that lets it ask, and not write": {
        subject: channel(),
        others: [data, own, bucketPolicy(data, document(checks))],
        at: "s3BucketName",
        saying: /s3:PutObject/,
      },
      "a key that lets it encrypt, and not decrypt": {
        subject: channel(),
        others: [
          data,
          admitted,
          key("k", rootOfAccount, { ...admit(CONFIG, "kms:GenerateDataKey", "*"), Condition: ours }),
        ],
        at: "s3KmsKeyArn",
        saying: /kms:Decrypt/,
      },
      "a key that does not admit it": {
        subject: channel(),
        others: [data, admitted, key("k", rootOfAccount)],
        at: "s3KmsKeyArn",
      },
      "a topic that admits nobody": {
        subject: channel({ snsTopicArn: topic("n").props.arn }),
        others: [data, admitted, own, topic("n"), topicPolicy(topic("n"), document())],
        at: "snsTopicArn",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: channel(),
        others: [data, bucketPolicy(data, UNKNOWN), own],
        because: /data-policy/,
      },
      "a bucket of another stack": { subject: channel(), others: [own], because: /is not in this stack/ },
    },
    mayBeDropped: {
      s3BucketName: "AWS refuses a channel without a bucket",
      s3KmsKeyArn: "a channel without a key needs none",
    },
  });
});

describe("what is logged of a network and of AWS's services", () => {
  const logs = logGroup("g");
  const writer = role("writer", "vpc-flow-logs.amazonaws.com");
  const toLogs = sample("aws:ec2/flowLog:FlowLog", "f", {
    logDestination: logs.props.arn,
    iamRoleArn: writer.props.arn,
  });
  const byName = sample("aws:ec2/flowLog:FlowLog", "f", {
    logGroupName: logs.props.name,
    iamRoleArn: writer.props.arn,
  });
  const toBucket = sample("aws:ec2/flowLog:FlowLog", "f", {
    arn: arn("ec2", "vpc-flow-log/f"),
    logDestination: data.props.arn,
    logDestinationType: "s3",
  });
  const delivery = "delivery.logs.amazonaws.com";
  const bucketAdmits = bucketPolicy(
    data,
    document(
      admit(delivery, "s3:GetBucketAcl", "arn:aws:s3:::data"),
      admit(delivery, "s3:PutObject", "arn:aws:s3:::data/*"),
    ),
  );
  describeControl(flowLogWiring, {
    compliant: {
      "a log group, by a role": {
        subject: toLogs,
        others: [
          logs,
          writer,
          granted(writer, allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${logs.props.arn}:*`)),
        ],
      },
      "a bucket that admits log delivery": { subject: toBucket, others: [data, bucketAdmits] },
      "a log group by its name, as version 6 has it": {
        subject: byName,
        others: [
          logs,
          writer,
          granted(writer, allow(["logs:CreateLogStream", "logs:PutLogEvents"], `${logs.props.arn}:*`)),
        ],
      },
    },
    violating: {
      "a role that may not write": { subject: toLogs, others: [logs, writer], at: "logDestination" },
      "a role that may not write to what is named": { subject: byName, others: [logs, writer], at: "logGroupName" },
      "a bucket without a policy": { subject: toBucket, others: [data], at: "logDestination" },
      "a bucket that lets it write, and not ask": {
        subject: toBucket,
        others: [data, bucketPolicy(data, document(admit(delivery, "s3:PutObject", "arn:aws:s3:::data/*")))],
        at: "logDestination",
        saying: /s3:GetBucketAcl/,
      },
      "a bucket that lets it ask, and not write": {
        subject: toBucket,
        others: [data, bucketPolicy(data, document(admit(delivery, "s3:GetBucketAcl", "arn:aws:s3:::data")))],
        at: "logDestination",
        saying: /s3:PutObject/,
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: toLogs,
        others: [logs, writer, grantedBy(writer, UNKNOWN)],
        because: /writer-policy/,
      },
    },
    mayBeDropped: {
      logDestination: "AWS refuses a flow log without a destination",
      logGroupName: "AWS refuses a flow log without a destination",
      arn: "the bucket admits all flow logs",
    },
  });

  const source = sample("aws:cloudwatch/logDeliverySource:LogDeliverySource", "s", {
    name: "s",
    arn: arn("logs", "delivery-source:s"),
  });
  const destination = sample("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", "d", {
    arn: arn("logs", "delivery-destination:d"),
    deliveryDestinationConfiguration: { destinationResourceArn: logs.props.arn },
  });
  const link = sample("aws:cloudwatch/logDelivery:LogDelivery", "l", {
    deliverySourceName: "s",
    deliveryDestinationArn: destination.props.arn,
  });
  const policy = (policyDocument: unknown) =>
    sample("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "p", { policyDocument });
  const writes = (from: unknown) =>
    policy(
      document(
        admit(delivery, ["logs:CreateLogStream", "logs:PutLogEvents"], `${logs.props.arn}:log-stream:*`, String(from)),
      ),
    );
  const groupAt = "logPublishingOptions[0].cloudwatchLogGroupArn";
  const domain = (logPublishingOptions: unknown) =>
    sample("aws:opensearch/domain:Domain", "d", { arn: arn("es", "domain/d"), logPublishingOptions });
  const publishing = domain([{ logType: "AUDIT_LOGS", cloudwatchLogGroupArn: logs.props.arn }]);
  const ofDomain = (from: unknown, action: string | string[] = ["logs:PutLogEvents", "logs:CreateLogStream"]) =>
    policy(document(admit("es.amazonaws.com", action, `${logs.props.arn}:*`, String(from))));
  describeControl(logDeliveryWiring, {
    compliant: {
      "a search domain that its log group admits": {
        subject: publishing,
        others: [logs, ofDomain(publishing.props.arn)],
      },
      "a search domain that keeps a log for later": {
        subject: domain([{ enabled: false, cloudwatchLogGroupArn: logs.props.arn }]),
        others: [logs],
      },
      "a search domain without logs": { subject: domain(undefined) },
      "a log group that admits the source": {
        subject: link,
        others: [source, destination, logs, writes(source.props.arn)],
      },
    },
    violating: {
      "no policy": {
        subject: link,
        others: [source, destination, logs],
        at: "deliveryDestinationConfiguration.destinationResourceArn",
      },
      "a search domain that nothing admits": {
        subject: publishing,
        others: [logs],
        at: groupAt,
        saying:
          /search domain d → log group \w+ without a policy of CloudWatch Logs \(LogResourcePolicy\) that lets es.amazonaws.com/,
      },
      "a search domain, and a policy for another": {
        subject: publishing,
        others: [logs, ofDomain(arn("es", "domain/other"))],
        at: groupAt,
      },
      "a search domain that may make no streams": {
        subject: publishing,
        others: [logs, ofDomain(publishing.props.arn, "logs:PutLogEvents")],
        at: groupAt,
        saying: /logs:CreateLogStream/,
      },
      "a policy for another source": {
        subject: link,
        others: [source, destination, logs, writes(arn("logs", "delivery-source:x"))],
        at: "deliveryDestinationConfiguration.destinationResourceArn",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: link,
        others: [source, destination, logs, policy(UNKNOWN)],
        because: /policyDocument is not known/,
      },
      "a search domain's log group of another stack": { subject: publishing, because: /receiver is not in this stack/ },
      "logs of a search domain that are not known yet": {
        subject: sample(
          "aws:opensearch/domain:Domain",
          "d",
          { logPublishingOptions: UNKNOWN },
          { from: { logPublishingOptions: [logs] } },
        ),
        because: /logPublishingOptions is not known/,
      },
      "a destination of another stack": {
        subject: link,
        others: [source],
        because: /destination is not in this stack/,
      },
    },
    mayBeDropped: {
      "deliveryDestinationConfiguration.destinationResourceArn": "AWS refuses a destination without an end",
      logPublishingOptions: "a domain without logs needs no leave",
      arn: "a domain that keeps no logs is no source",
      "logPublishingOptions.cloudwatchLogGroupArn": "AWS refuses a log without a group",
    },
  });

  const forGroup = { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arn("logs", "log-group:g") } };
  const uses = ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*"];
  const serving = { ...admit("logs.eu-central-1.amazonaws.com", uses, "*"), Condition: forGroup };
  const own = key("k", rootOfAccount, serving);
  const encrypted = logGroup("g", { kmsKeyId: own.props.arn });
  describeControl(logGroupKeyWiring, {
    compliant: { "a key that admits CloudWatch Logs for the group": { subject: encrypted, others: [own] } },
    violating: {
      "a key that does not": { subject: encrypted, others: [key("k", rootOfAccount)], at: "kmsKeyId" },
      "a key that lets them encrypt, and not decrypt": {
        subject: encrypted,
        others: [key("k", rootOfAccount, { ...serving, Action: ["kms:Encrypt*", "kms:GenerateDataKey*"] })],
        at: "kmsKeyId",
        saying: /kms:Decrypt/,
      },
      "a key for another group": {
        subject: { ...encrypted, props: { ...encrypted.props, arn: arn("logs", "log-group:h") } },
        others: [own],
        at: "kmsKeyId",
      },
    },
    undecided: {
      "a region that is not known yet": {
        subject: { ...encrypted, props: { ...encrypted.props, arn: UNKNOWN, kmsKeyId: "k" } },
        others: [{ ...own, props: { ...own.props, arn: UNKNOWN } }],
        because: /whether logs.eu-central-1.amazonaws.com is of the right region/,
      },
      "a key whose policy is not known yet": {
        subject: encrypted,
        others: [keyWith("k", UNKNOWN)],
        because: /policy is not known/,
      },
      "a key of another stack": { subject: encrypted, because: /is not in this stack/ },
    },
    mayBeDropped: { kmsKeyId: "a log group without a key needs none" },
  });
});
