import { apiDestinationHttps } from "../../../../../policies/controls/eventbridge/api-destination-https";
import { busKey } from "../../../../../policies/controls/eventbridge/bus-key";
import { busPolicy } from "../../../../../policies/controls/eventbridge/bus-policy";
import { endpointReplication } from "../../../../../policies/controls/eventbridge/endpoint-replication";
import { targetDeadLetter } from "../../../../../policies/controls/eventbridge/target-dead-letter";
import { pipeDeadLetter } from "../../../../../policies/controls/pipes/dead-letter";
import { pipeLogging } from "../../../../../policies/controls/pipes/logging";
import { scheduleDeadLetter } from "../../../../../policies/controls/scheduler/dead-letter";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const arn = "arn:aws:sqs:eu-central-1:111122223333:dead";
const of = (type: string, props: Record<string, unknown>) => ({ subject: sample(type, "one", props) });
const bus = sample("aws:cloudwatch/eventBus:EventBus", "shop", { name: "shop" });
const busPolicyOf = (eventBusName: unknown) =>
  sample("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "p", { eventBusName, policy: "{}" });

describeControl(busPolicy, {
  compliant: {
    "a policy": { subject: bus, others: [busPolicyOf("shop")] },
    "a permission": {
      subject: bus,
      others: [sample("aws:cloudwatch/eventPermission:EventPermission", "p", { eventBusName: "shop" })],
    },
  },
  violating: {
    none: { subject: bus, at: "" },
    "one of another bus": { subject: bus, others: [busPolicyOf("default")], at: "" },
  },
  undecided: {
    "one of nobody knows which": { subject: bus, others: [busPolicyOf(UNKNOWN)], because: /p: eventBusName/ },
  },
});

describeControl(busKey, {
  compliant: { "a key": of("aws:cloudwatch/eventBus:EventBus", { kmsKeyIdentifier: UNKNOWN }) },
  violating: { "no key": { ...of("aws:cloudwatch/eventBus:EventBus", {}), at: "kmsKeyIdentifier" } },
  undecided: {},
  alwaysDecides: "the ARN of a key can't turn out to be nothing",
});

const endpoint = (replicationConfig?: unknown) =>
  of("aws:cloudwatch/eventEndpoint:EventEndpoint", replicationConfig === undefined ? {} : { replicationConfig });
describeControl(endpointReplication, {
  compliant: { "AWS's default": endpoint(), "replication on": endpoint({ state: "ENABLED" }) },
  violating: { "replication off": { ...endpoint({ state: "DISABLED" }), at: "replicationConfig.state" } },
  undecided: { "what is not known yet": { ...endpoint(UNKNOWN), because: /replicationConfig is not known/ } },
  mayBeDropped: { "replicationConfig.state": "AWS replicates by itself" },
});

const target = (props: Record<string, unknown>) => of("aws:cloudwatch/eventTarget:EventTarget", props);
describeControl(targetDeadLetter, {
  compliant: {
    "a queue": target({ deadLetterConfig: { arn } }),
    "one that is made with it": target({ deadLetterConfig: { arn: UNKNOWN } }),
  },
  violating: {
    none: { ...target({}), at: "deadLetterConfig.arn" },
    "one of nothing": { ...target({ deadLetterConfig: {} }), at: "deadLetterConfig.arn" },
  },
  undecided: {},
  alwaysDecides: "the ARN of a queue can't turn out to be nothing",
});

const destination = (invocationEndpoint: unknown) =>
  of("aws:cloudwatch/eventApiDestination:EventApiDestination", { invocationEndpoint });
describeControl(apiDestinationHttps, {
  compliant: { HTTPS: destination("https://example.com/hook") },
  violating: {
    HTTP: { ...destination("http://example.com/hook"), at: "invocationEndpoint" },
    "HTTPS further on": { ...destination("http://example.com/?next=https://x"), at: "invocationEndpoint" },
  },
  undecided: { "what is not known yet": { ...destination(UNKNOWN), because: /invocationEndpoint is not known/ } },
});

const pipe = (props: Record<string, unknown>) => of("aws:pipes/pipe:Pipe", props);
const group = { logGroupArn: "arn:aws:logs:eu-central-1:111122223333:log-group:pipe" };
describeControl(pipeLogging, {
  compliant: {
    "errors to a log group": pipe({ logConfiguration: { level: "ERROR", cloudwatchLogsLogDestination: group } }),
    "more to a bucket": pipe({ logConfiguration: { level: "INFO", s3LogDestination: { bucketName: "logs" } } }),
    "all to a delivery stream": pipe({
      logConfiguration: { level: "TRACE", firehoseLogDestination: { deliveryStreamArn: UNKNOWN } },
    }),
  },
  violating: {
    "no logs": { ...pipe({}), at: "logConfiguration.level" },
    "logs that are off": {
      ...pipe({ logConfiguration: { level: "OFF", cloudwatchLogsLogDestination: group } }),
      at: "logConfiguration.level",
    },
    "logs to nowhere": {
      ...pipe({ logConfiguration: { level: "ERROR" } }),
      at: "logConfiguration.cloudwatchLogsLogDestination.logGroupArn",
    },
  },
  undecided: {
    "a level that is not known yet": {
      ...pipe({ logConfiguration: { level: UNKNOWN, cloudwatchLogsLogDestination: group } }),
      because: /level is not known/,
    },
  },
});

describeControl(pipeDeadLetter, {
  compliant: {
    "a table's stream": pipe({ sourceParameters: { dynamodbStreamParameters: { deadLetterConfig: { arn } } } }),
    "a stream": pipe({ sourceParameters: { kinesisStreamParameters: { deadLetterConfig: { arn: UNKNOWN } } } }),
  },
  violating: {
    "a table's stream without": {
      ...pipe({ sourceParameters: { dynamodbStreamParameters: { batchSize: 1 } } }),
      at: "sourceParameters.dynamodbStreamParameters.deadLetterConfig.arn",
    },
    "a stream without": {
      ...pipe({ sourceParameters: { kinesisStreamParameters: { batchSize: 1 } } }),
      at: "sourceParameters.kinesisStreamParameters.deadLetterConfig.arn",
    },
  },
  undecided: {},
  alwaysDecides: "the ARN of a queue can't turn out to be nothing",
  notApplicable: { "a queue": pipe({ sourceParameters: { sqsQueueParameters: {} } }) },
});

const schedule = (props: Record<string, unknown>) => of("aws:scheduler/schedule:Schedule", { target: props });
describeControl(scheduleDeadLetter, {
  compliant: {
    "a queue": schedule({ deadLetterConfig: { arn } }),
    "a queue that is not there yet": schedule({ deadLetterConfig: { arn: UNKNOWN } }),
  },
  violating: { none: { ...schedule({ arn: "a" }), at: "target.deadLetterConfig.arn" } },
  undecided: {},
  alwaysDecides: "the ARN of a queue can't turn out to be nothing",
});
