import { strict as assert } from "node:assert";
import { logDestination } from "../../../../../policies/controls/paths/log-destination";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { bucket, logGroup } from "../../wiring/samples";

const group = (props: Record<string, unknown> = {}): Sample => logGroup("flows", { retentionInDays: 90, ...props });
const store = bucket("logs");
const flow = (props: Record<string, unknown> = {}, from: Record<string, Sample[]> = {}): Sample =>
  sample("aws:ec2/flowLog:FlowLog", "net", { logDestination: group().props.arn, ...props }, { from });
const toBucket = flow({ logDestination: "arn:aws:s3:::logs/prefix/" });
const lifecycle = (days: number, status = "Enabled"): Sample =>
  sample("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "l", {
    bucket: "logs",
    rules: [{ status, expiration: { days } }],
  });
const encryption = (sseAlgorithm: string): Sample =>
  sample("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "e", {
    bucket: "logs",
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }],
  });
const emptied: Sample = { ...store, props: { ...store.props, forceDestroy: true } };
const to = (destination: Sample, config: Record<string, unknown> = {}): Case => ({
  subject: destination.type.includes("logGroup") ? flow() : toBucket,
  others: [destination],
  config,
});
const at = "logDestination";

describeControl(logDestination, {
  compliant: {
    "a log group that keeps logs": to(group()),
    "a log group that keeps them as long as is asked": to(group(), { minimumDays: 90 }),
    "a bucket": to(store),
    "a log group that can't be deleted": to(group({ deletionProtectionEnabled: true }), { deletionProtection: true }),
  },
  violating: {
    "a log group that keeps logs for days only": {
      ...to(group({ retentionInDays: 5 })),
      at,
      saying: /^flow log net -> log group flows, which keeps logs for 5 days$/,
    },
    "one that keeps them for less than is asked": { ...to(group(), { minimumDays: 91 }), at },
    "one without a key, where one is asked for": { ...to(group(), { customerKeys: true }), at, saying: /no key/ },
    "one that can be deleted, where that is asked for": {
      ...to(group(), { deletionProtection: true }),
      at,
      saying: /can be deleted/,
    },
    "a bucket that is emptied": { ...to(emptied), at, saying: /^flow log net -> bucket logs, which is emptied/ },
    "a bucket that keeps logs for days only": {
      subject: toBucket,
      others: [store, lifecycle(5)],
      at,
      saying: /for 5 days/,
    },
    "a bucket without a key, where one is asked for": {
      subject: toBucket,
      others: [store, encryption("AES256")],
      config: { customerKeys: true },
      at,
      saying: /no key/,
    },
  },
  undecided: {
    "a destination of elsewhere": { subject: flow(), because: /flow log net -> arn:.*: it is not in this stack/ },
    "a destination that is not known": {
      subject: flow({ logDestination: UNKNOWN }, { logDestination: [store, group()] }),
      because: /may be any of/,
    },
    "a retention that is not known": {
      subject: flow(),
      others: [
        sample("aws:cloudwatch/logGroup:LogGroup", "flows", group({ retentionInDays: UNKNOWN }).props, {
          from: { retentionInDays: [sample("aws:ssm/parameter:Parameter", "days")] },
        }),
      ],
      because: /retentionInDays is not known/,
    },
  },
  notApplicable: {
    "what writes no log": { subject: sample("aws:cloudfront/distribution:Distribution", "d", {}) },
  },
  mayBeDropped: { retentionInDays: "a log group without one keeps logs for ever" },
});

describe("a log", () => {
  const kindOf = (subject: Sample, ...others: Sample[]) => judge(logDestination, { subject, others }).kind;
  const short = group({ retentionInDays: 1 });
  const arn = short.props.arn;
  const writers: Record<string, Sample> = {
    "a trail": sample("aws:cloudtrail/trail:Trail", "t", { cloudWatchLogsGroupArn: `${String(arn)}:*` }),
    "a stage": sample("aws:apigateway/stage:Stage", "s", { accessLogSettings: { destinationArn: arn } }),
    "a stage of an HTTP API": sample("aws:apigatewayv2/stage:Stage", "s", {
      accessLogSettings: { destinationArn: arn },
    }),
    "a firewall": sample("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "w", {
      logDestinationConfigs: [arn],
    }),
    "a cache": sample("aws:elasticache/replicationGroup:ReplicationGroup", "c", {
      logDeliveryConfigurations: [{ destination: "flows" }],
    }),
    "a search domain": sample("aws:opensearch/domain:Domain", "d", {
      logPublishingOptions: [{ cloudwatchLogGroupArn: arn }],
    }),
    "a state machine": sample("aws:sfn/stateMachine:StateMachine", "m", {
      loggingConfiguration: { logDestination: `${String(arn)}:*` },
    }),
    "a delivery": sample("aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination", "l", {
      deliveryDestinationConfiguration: { destinationResourceArn: arn },
    }),
  };
  for (const [name, writer] of Object.entries(writers)) {
    it(`of ${name} is kept`, () => {
      assert.equal(kindOf(writer, short), "fail");
      assert.equal(kindOf(writer, group()), "pass");
    });
  }
  const storers: Record<string, Sample> = {
    "a trail": sample("aws:cloudtrail/trail:Trail", "t", { s3BucketName: "logs" }),
    "a load balancer": sample("aws:lb/loadBalancer:LoadBalancer", "b", { accessLogs: { bucket: "logs" } }),
    "a load balancer's connections": sample("aws:lb/loadBalancer:LoadBalancer", "b", {
      connectionLogs: { bucket: "logs" },
    }),
    "a bucket": sample("aws:s3/bucketLogging:BucketLogging", "b", { targetBucket: "logs" }),
    "a distribution": sample("aws:cloudfront/distribution:Distribution", "d", {
      loggingConfig: { bucket: "logs.s3.amazonaws.com" },
    }),
    "a warehouse": sample("aws:redshift/logging:Logging", "r", { bucketName: "logs" }),
  };
  for (const [name, writer] of Object.entries(storers)) {
    it(`of ${name} is kept in a bucket`, () => {
      assert.equal(kindOf(writer, emptied), "fail");
      assert.equal(kindOf(writer, store), "pass");
    });
  }
  it("is kept by all of several whose names are not known yet", () => {
    const names = { logDeliveryConfigurations: [{ destination: UNKNOWN }, { destination: UNKNOWN }] };
    const cache = (...from: Sample[]) =>
      sample("aws:elasticache/replicationGroup:ReplicationGroup", "c", names, {
        from: { logDeliveryConfigurations: from },
      });
    const [slow, engine] = [logGroup("slow", { retentionInDays: 90 }), logGroup("engine", { retentionInDays: 90 })];
    assert.equal(kindOf(cache(slow, engine)), "pass");
    assert.equal(kindOf(cache(slow, short)), "fail");
    assert.equal(kindOf(cache(slow, engine, short)), "undecided");
  });
  it("may go to a stream", () => {
    const stream = sample("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "f", { arn: "arn:f" });
    assert.equal(kindOf(flow({ logDestination: "arn:f" }), stream), "pass");
  });
  it("is kept where a rule deletes it just as late as is asked", () => {
    const example = { subject: toBucket, others: [store, lifecycle(90)], config: { minimumDays: 90 } };
    assert.equal(judge(logDestination, example).kind, "pass");
  });
  it("is not kept where one rule of two deletes it", () => {
    const long = lifecycle(400);
    const rules = [...[long, lifecycle(5)].flatMap(({ props }) => props.rules)];
    assert.equal(kindOf(toBucket, store, { ...long, props: { ...long.props, rules } }), "fail");
  });
  it("is kept where a rule that deletes it is off", () =>
    assert.equal(kindOf(toBucket, store, lifecycle(1, "Disabled")), "pass"));
  it("is kept with a key of KMS", () => {
    const example = { subject: toBucket, others: [store, encryption("aws:kms")], config: { customerKeys: true } };
    assert.equal(judge(logDestination, example).kind, "pass");
  });
});
