import { deliveryStreamWiring } from "../../../../policies/controls/wiring/delivery-stream";
import { logSubscriptionWiring } from "../../../../policies/controls/wiring/log-subscription";
import { pipeWiring } from "../../../../policies/controls/wiring/pipe";
import { scheduleWiring } from "../../../../policies/controls/wiring/schedule";
import { stateMachineWiring } from "../../../../policies/controls/wiring/state-machine";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";
import {
  allow,
  arn,
  bucket,
  document,
  fn,
  granted,
  grantedBy,
  key,
  logGroup,
  permission,
  queue,
  role,
  rootOfAccount,
  stateMachine,
  stream,
  table,
} from "./samples";

const code = fn("f");
const dead = queue("dead");
const invoke = allow("lambda:InvokeFunction", String(code.props.arn));
const send = allow("sqs:SendMessage", String(dead.props.arn));

describe("what a state machine does", () => {
  const runner = role("runner", "states.amazonaws.com");
  const machine = (states: object, more: Record<string, unknown> = {}) =>
    stateMachine("m", {
      roleArn: runner.props.arn,
      definition: JSON.stringify({ StartAt: "a", States: states }),
      ...more,
    });
  const task = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: code.props.arn },
  };
  const nested = {
    Type: "Parallel",
    Branches: [{ States: { b: { Type: "Map", ItemProcessor: { States: { c: task } } } } }],
  };
  const watched = machine(
    { a: task },
    { loggingConfiguration: { level: "ALL" }, tracingConfiguration: { enabled: true } },
  );
  const telemetry = [allow("logs:CreateLogDelivery"), allow("xray:PutTraceSegments")];
  describeControl(stateMachineWiring, {
    compliant: {
      "a function in a loop of a branch": {
        subject: machine({ a: nested }),
        others: [runner, code, granted(runner, invoke)],
      },
      "a queue that is named by its URL": {
        subject: machine({
          a: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { QueueUrl: dead.props.id } },
        }),
        others: [runner, dead, granted(runner, send)],
      },
      "a function of another stack": {
        subject: machine({ a: { ...task, Arguments: { FunctionName: arn("lambda", "function:far") } } }),
        others: [runner, granted(runner, allow("lambda:InvokeFunction", arn("lambda", "function:far")))],
      },
      "a function of another stack by its name": {
        subject: machine({ a: { ...task, Arguments: { FunctionName: "far" } } }),
        others: [runner, granted(runner, allow("lambda:InvokeFunction", arn("lambda", "function:far")))],
      },
      "a function that the input names": {
        subject: machine({ a: { ...task, Arguments: { FunctionName: "{% $fn %}" } } }),
        others: [runner, granted(runner, invoke)],
      },
      "a function that nothing names": {
        subject: machine({ a: { ...task, Arguments: {} } }),
        others: [runner, granted(runner, invoke)],
      },
      "neither logs nor traces": {
        subject: machine(
          { a: task },
          { loggingConfiguration: { level: "OFF" }, tracingConfiguration: { enabled: false } },
        ),
        others: [runner, code, granted(runner, invoke)],
      },
      "logs and traces": { subject: watched, others: [runner, code, granted(runner, invoke, ...telemetry)] },
    },
    violating: {
      "a function that it may not call": {
        subject: machine({ a: nested }),
        others: [runner, code, granted(runner, send)],
        at: "definition",
        saying: /state machine m → function f without a policy of role runner that allows lambda:InvokeFunction/,
      },
      "a table that it may not write to": {
        subject: machine({
          a: { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", Arguments: { TableName: "t" } },
        }),
        others: [runner, table("t"), granted(runner, allow("dynamodb:GetItem"))],
        at: "definition",
        saying: /dynamodb:PutItem/,
      },
      "a call of an SDK that it may not make": {
        subject: machine({ a: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:putObject" } }),
        others: [runner, granted(runner, allow("s3:GetObject"))],
        at: "definition",
        saying: /s3:PutObject/,
      },
      "one of two tasks that it may not do": {
        subject: machine({ a: task, b: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:s3:putObject" } }),
        others: [runner, code, granted(runner, invoke)],
        at: "definition",
        saying: /s3:PutObject/,
      },
      "a function of another stack that it may not call": {
        subject: machine({ a: { ...task, Arguments: { FunctionName: arn("lambda", "function:far") } } }),
        others: [runner, granted(runner, invoke)],
        at: "definition",
        saying: /function:far/,
      },
      "traces that it may not write": {
        subject: watched,
        others: [runner, code, granted(runner, invoke, allow("logs:CreateLogDelivery"))],
        at: "tracingConfiguration",
      },
      "logs that it may not write": {
        subject: watched,
        others: [runner, code, granted(runner, invoke)],
        at: "loggingConfiguration",
      },
      "a role that Step Functions may not take on": {
        subject: machine({ a: task }),
        others: [role("runner", "lambda.amazonaws.com"), code, granted(runner, invoke)],
        at: "definition",
        saying: /trust policy/,
      },
    },
    undecided: {
      "a definition that is not known yet": {
        subject: stateMachine("m", { roleArn: runner.props.arn, definition: UNKNOWN }),
        others: [runner],
        because: /definition is not known/,
      },
      "a policy that is not known yet": {
        subject: machine({ a: task }),
        others: [runner, code, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
    },
    mayBeDropped: {
      "loggingConfiguration.level": "a machine without logs needs no leave",
      "tracingConfiguration.enabled": "a machine without traces needs no leave",
    },
  });
});

describe("what a schedule starts", () => {
  const runner = role("runner", "scheduler.amazonaws.com");
  const group = arn("scheduler", "schedule-group/g");
  const bound: Sample = {
    ...runner,
    props: {
      ...runner.props,
      assumeRolePolicy: document({
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceArn": group } },
      }),
    },
  };
  const schedule = (target: Record<string, unknown> = {}) =>
    sample("aws:scheduler/schedule:Schedule", "s", {
      arn: arn("scheduler", "schedule/g/s"),
      target: { arn: code.props.arn, roleArn: runner.props.arn, ...target },
    });
  describeControl(scheduleWiring, {
    compliant: {
      "a function, by a role for its group": { subject: schedule(), others: [bound, code, granted(runner, invoke)] },
      "a queue for what could not be started": {
        subject: schedule({ deadLetterConfig: { arn: dead.props.arn } }),
        others: [bound, code, dead, granted(runner, invoke, send)],
      },
      "a call of an SDK": {
        subject: schedule({ arn: "arn:aws:scheduler:::aws-sdk:rds:stopDBCluster" }),
        others: [bound, granted(runner, allow("rds:StopDBCluster"))],
      },
    },
    violating: {
      "a function that it may not call": { subject: schedule(), others: [bound, code], at: "target.arn" },
      "a role for another group": {
        subject: schedule(),
        others: [
          {
            ...bound,
            props: { ...bound.props, assumeRolePolicy: String(bound.props.assumeRolePolicy).replace("/g", "/h") },
          },
          code,
          granted(runner, invoke),
        ],
        at: "target.arn",
        saying: /trust policy/,
      },
      "a queue that it may not send to": {
        subject: schedule({ deadLetterConfig: { arn: dead.props.arn } }),
        others: [bound, code, dead, granted(runner, invoke)],
        at: "target.deadLetterConfig.arn",
      },
      "a call of an SDK that it may not make": {
        subject: schedule({ arn: "arn:aws:scheduler:::aws-sdk:rds:stopDBCluster" }),
        others: [bound, granted(runner, invoke)],
        at: "target.arn",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: schedule(),
        others: [bound, code, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
      "a role of another stack": { subject: schedule(), others: [code], because: /is not in this stack/ },
    },
    mayBeDropped: {
      "target.arn": "AWS refuses a schedule without a target",
      "target.deadLetterConfig.arn": "a schedule without a queue needs none",
    },
  });
});

describe("what a pipe carries", () => {
  const runner = role("runner", "pipes.amazonaws.com");
  const source = queue("in");
  const target = stream("out");
  const pipe = (more: Record<string, unknown> = {}) =>
    sample("aws:pipes/pipe:Pipe", "p", {
      arn: arn("pipes", "pipe/p"),
      source: source.props.arn,
      target: target.props.arn,
      roleArn: runner.props.arn,
      ...more,
    });
  const read = allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], String(source.props.arn));
  const put = allow("kinesis:PutRecords", String(target.props.arn));
  const world = [runner, source, target];
  describeControl(pipeWiring, {
    compliant: { "a queue into a stream": { subject: pipe(), others: [...world, granted(runner, read, put)] } },
    violating: {
      "a source that it may not read": { subject: pipe(), others: [...world, granted(runner, put)], at: "source" },
      "a target that it may not send to": { subject: pipe(), others: [...world, granted(runner, read)], at: "target" },
      "a queue for what could not be delivered that it may not send to": {
        subject: pipe({
          source: stream("records").props.arn,
          sourceParameters: { kinesisStreamParameters: { deadLetterConfig: { arn: dead.props.arn } } },
        }),
        others: [
          ...world,
          stream("records"),
          dead,
          granted(runner, put, allow("kinesis:*", String(stream("records").props.arn))),
        ],
        at: "sourceParameters.kinesisStreamParameters.deadLetterConfig.arn",
      },
      "a step between that it may not call": {
        subject: pipe({ enrichment: code.props.arn }),
        others: [...world, code, granted(runner, read, put)],
        at: "enrichment",
      },
      "no source": {
        subject: pipe({ source: undefined }),
        others: [...world, granted(runner, read, put)],
        at: "source",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: pipe(),
        others: [...world, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
      "a source of another kind": {
        subject: pipe({ source: arn("mq", "broker:b") }),
        others: [...world, granted(runner, read, put)],
        because: /knows no sources but/,
      },
    },
    mayBeDropped: { target: "AWS refuses a pipe without a target", arn: "the role trusts all pipes" },
  });
});

describe("what is delivered of records and logs", () => {
  const runner = role("runner", "firehose.amazonaws.com");
  const data = bucket("data");
  const source = stream("in");
  const delivery = sample("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "d", {
    kinesisSourceConfiguration: { kinesisStreamArn: source.props.arn, roleArn: runner.props.arn },
    extendedS3Configuration: { bucketArn: data.props.arn, roleArn: runner.props.arn },
  });
  const read = allow(
    ["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards"],
    String(source.props.arn),
  );
  const put = allow("s3:PutObject", "arn:aws:s3:::data/*");
  const world = [runner, data, source];
  const trusting = (account: string) =>
    role("runner", "firehose.amazonaws.com", { StringEquals: { "sts:ExternalId": account } });
  const secret = key("k", rootOfAccount);
  const encrypted = [
    secret,
    sample("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "e", {
      bucket: data.props.id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: secret.props.arn } }],
    }),
  ];
  const encrypt = (...of: string[]) => ({
    ...allow("kms:GenerateDataKey", String(secret.props.arn)),
    Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": of } },
  });
  const domain = sample("aws:opensearch/domain:Domain", "d", {
    arn: arn("es", "domain/d"),
    domainName: "d",
    accessPolicies: document({ ...rootOfAccount, Action: "es:*" }),
  });
  const configuration = {
    roleArn: runner.props.arn,
    domainArn: domain.props.arn,
    cloudwatchLoggingOptions: { enabled: true, logGroupName: "errors", logStreamName: "delivery" },
  };
  const indexing = (more: Record<string, unknown> = {}) =>
    sample(delivery.type, "e", {
      arn: arn("firehose", "deliverystream/e"),
      opensearchConfiguration: { ...configuration, ...more },
    });
  const inVpc = indexing({ vpcConfig: { roleArn: runner.props.arn } });
  const indexes = [
    allow(["es:DescribeDomain", "es:DescribeDomains", "es:DescribeDomainConfig"], String(domain.props.arn)),
    allow(["es:ESHttpPost", "es:ESHttpPut", "es:ESHttpGet"], `${domain.props.arn}/*`),
    allow("logs:PutLogEvents", arn("logs", "log-group:errors:log-stream:*")),
  ];
  const interfaces = [
    "ec2:DescribeVpcs",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeNetworkInterfaces",
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
  ];
  const taken = role("runner", "firehose.amazonaws.com");
  describeControl(deliveryStreamWiring, {
    compliant: {
      "a search domain": { subject: indexing(), others: [taken, domain, granted(taken, ...indexes)] },
      "a search domain in a VPC": {
        subject: inVpc,
        others: [taken, domain, granted(taken, ...indexes, allow(interfaces))],
      },
      "a search domain whose policy admits the role": {
        subject: indexing({ cloudwatchLoggingOptions: undefined }),
        others: [
          taken,
          sample(domain.type, "d", {
            ...domain.props,
            accessPolicies: document({ ...allow("es:*"), Principal: { AWS: taken.props.arn } }),
          }),
        ],
      },
      "a stream into a bucket": { subject: delivery, others: [...world, granted(runner, read, put)] },
      "a role that Firehose may take on for the own account alone": {
        subject: delivery,
        others: [trusting("123456789012"), data, source, granted(runner, read, put)],
      },
      "a key for the bucket and its objects alone": {
        subject: delivery,
        others: [
          ...world,
          ...encrypted,
          granted(runner, read, put, encrypt("arn:aws:s3:::data", "arn:aws:s3:::data/*")),
        ],
      },
    },
    violating: {
      "a search domain that it may not write to": {
        subject: indexing(),
        others: [taken, domain, granted(taken, ...indexes.toSpliced(1, 1))],
        at: "opensearchConfiguration.domainArn",
        saying: /delivery stream e → search domain d without a policy of role runner that allows es:ESHttpPost/,
      },
      "a search domain that it may not describe": {
        subject: indexing(),
        others: [taken, domain, granted(taken, ...indexes.toSpliced(0, 1))],
        at: "opensearchConfiguration.domainArn",
        saying: /es:DescribeDomainConfig/,
      },
      "a search domain that it may not read": {
        subject: indexing(),
        others: [
          taken,
          domain,
          granted(taken, ...indexes.toSpliced(1, 1, allow(["es:ESHttpPost", "es:ESHttpPut"], `${domain.props.arn}/*`))),
        ],
        at: "opensearchConfiguration.domainArn",
        saying: /es:ESHttpGet/,
      },
      "a search domain in a VPC where it may make no interfaces": {
        subject: inVpc,
        others: [taken, domain, granted(taken, ...indexes, allow(interfaces.toSpliced(5, 1)))],
        at: "opensearchConfiguration.vpcConfig",
        saying: /VPC of its domain without a policy of role runner that allows ec2:CreateNetworkInterface$/,
      },
      "errors that it may not write": {
        subject: indexing(),
        others: [taken, domain, granted(taken, ...indexes.toSpliced(2, 1))],
        at: "opensearchConfiguration.cloudwatchLoggingOptions",
        saying: /log group errors without a policy of role runner that allows logs:PutLogEvents/,
      },
      "errors of a bucket that it may not write": {
        subject: sample(delivery.type, "e", {
          arn: arn("firehose", "deliverystream/e"),
          extendedS3Configuration: {
            roleArn: runner.props.arn,
            bucketArn: data.props.arn,
            cloudwatchLoggingOptions: { enabled: true, logGroupName: "errors", logStreamName: "delivery" },
          },
        }),
        others: [...world, granted(runner, put)],
        at: "extendedS3Configuration.cloudwatchLoggingOptions",
      },
      "a role that Firehose may take on for another account": {
        subject: delivery,
        others: [trusting("999999999999"), data, source, granted(runner, read, put)],
        at: "kinesisSourceConfiguration.kinesisStreamArn",
        saying: /trust policy of role runner/,
      },
      "a key for another bucket's objects": {
        subject: delivery,
        others: [...world, ...encrypted, granted(runner, read, put, encrypt("arn:aws:s3:::other/*"))],
        at: "extendedS3Configuration.bucketArn",
        saying: /policy of role runner that allows kms:GenerateDataKey on the key k/,
      },
      "a bucket that it may not write to": {
        subject: delivery,
        others: [...world, granted(runner, read)],
        at: "extendedS3Configuration.bucketArn",
      },
      "a stream that it may not read": {
        subject: delivery,
        others: [...world, granted(runner, put)],
        at: "kinesisSourceConfiguration.kinesisStreamArn",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: delivery,
        others: [...world, grantedBy(runner, UNKNOWN)],
        because: /runner-policy/,
      },
    },
    mayBeDropped: {
      "kinesisSourceConfiguration.kinesisStreamArn": "AWS refuses a source without a stream",
      "extendedS3Configuration.bucketArn": "AWS refuses a destination without a bucket",
      "opensearchConfiguration.domainArn": "AWS refuses a destination without a domain",
      "opensearchConfiguration.cloudwatchLoggingOptions.enabled": "what is not on writes nothing",
      "opensearchConfiguration.cloudwatchLoggingOptions.logGroupName": "AWS refuses a log without a group",
      "opensearchConfiguration.cloudwatchLoggingOptions.logStreamName": "the role may write all streams",
      accessPolicies: "the role's own policies will do",
      policy: "a key without a policy has AWS's first one, which leaves it to the account's roles",
      "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "AWS's own key admits whoever may use the bucket",
    },
  });

  const logs = logGroup("g");
  const subscriber = role("subscriber", "logs.amazonaws.com");
  const filter = (to: Sample, more: Record<string, unknown> = {}) =>
    sample("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "x", {
      logGroup: "g",
      destinationArn: to.props.arn,
      ...more,
    });
  const byRole = filter(source, { roleArn: subscriber.props.arn });
  const account = (policyDocument: unknown, more: Record<string, unknown> = {}) =>
    sample("aws:cloudwatch/logAccountPolicy:LogAccountPolicy", "all", {
      policyType: "SUBSCRIPTION_FILTER_POLICY",
      policyDocument,
      ...more,
    });
  const toStream = { DestinationArn: source.props.arn, RoleArn: subscriber.props.arn };
  const ofAccount = account(JSON.stringify(toStream));
  const forLogs = (pattern: string) =>
    role("subscriber", "logs.amazonaws.com", { StringLike: { "aws:SourceArn": pattern } });
  const puts = granted(subscriber, allow("kinesis:PutRecord", String(source.props.arn)));
  const toCode = account(JSON.stringify({ DestinationArn: code.props.arn }));
  const abroad = "arn:aws:logs:eu-central-1:999999999999:destination:d";
  describeControl(logSubscriptionWiring, {
    compliant: {
      "a stream, by a role": {
        subject: byRole,
        others: [logs, source, subscriber, granted(subscriber, allow("kinesis:PutRecord", String(source.props.arn)))],
      },
      "a function with a permission for the log group": {
        subject: filter(code),
        others: [logs, code, permission(code, "logs.eu-central-1.amazonaws.com", `${logs.props.arn}:*`)],
      },
      "a stream for all logs of the account": {
        subject: ofAccount,
        others: [source, forLogs(arn("logs", "*")), puts],
      },
      "a function for all logs of the account": {
        subject: toCode,
        others: [code, subscriber, permission(code, "logs.amazonaws.com", arn("logs", "log-group:*"))],
      },
      "a stream of another stack": {
        subject: account(JSON.stringify({ ...toStream, DestinationArn: arn("kinesis", "stream/far") })),
        others: [subscriber, granted(subscriber, allow("kinesis:PutRecord"))],
      },
    },
    notApplicable: {
      "a policy of the account's that sends nothing": {
        subject: account("{}", { policyType: "DATA_PROTECTION_POLICY" }),
      },
    },
    violating: {
      "a role that may not put the account's logs": {
        subject: ofAccount,
        others: [source, subscriber],
        at: "policyDocument",
        saying: /account policy all → stream \w+ without a policy of role subscriber that allows kinesis:PutRecord/,
      },
      "a role that may not put into a stream of another stack": {
        subject: account(JSON.stringify({ ...toStream, DestinationArn: arn("kinesis", "stream/far") })),
        others: [subscriber],
        at: "policyDocument",
      },
      "a role for one log group, and logs of all": {
        subject: ofAccount,
        others: [source, forLogs(arn("logs", "log-group:g:*")), puts],
        at: "policyDocument",
        saying: /trust policy of role subscriber/,
      },
      "a stream for the account's logs without a role": {
        subject: account(JSON.stringify({ DestinationArn: source.props.arn })),
        others: [source],
        at: "policyDocument",
        saying: /without a role/,
      },
      "a function with a permission for one log group alone": {
        subject: toCode,
        others: [code, subscriber, permission(code, "logs.amazonaws.com", `${logs.props.arn}:*`)],
        at: "policyDocument",
        saying: /permission of the function/,
      },
      "no document": { subject: account(undefined), at: "policyDocument" },
      "a role that may not put records": { subject: byRole, others: [logs, source, subscriber], at: "destinationArn" },
      "a stream without a role": { subject: filter(source), others: [logs, source], at: "roleArn" },
      "a function without a permission": { subject: filter(code), others: [logs, code], at: "destinationArn" },
    },
    undecided: {
      "a region that is not known yet": {
        subject: filter(code),
        others: [
          { ...logs, props: { ...logs.props, arn: UNKNOWN } },
          code,
          permission(code, "logs.eu-central-1.amazonaws.com", `${logs.props.arn}:*`),
        ],
        because: /of the right region/,
      },
      "an account's document that is not known yet": {
        subject: account(UNKNOWN),
        because: /policyDocument is not known/,
      },
      "an account's document without a destination": {
        subject: account("{}"),
        because: /it has no DestinationArn/,
      },
      "an account's document with a role of another stack": {
        subject: account(JSON.stringify({ ...toStream, RoleArn: "arn:aws:iam::123456789012:role/far" })),
        others: [source],
        because: /role\/far is not in this stack/,
      },
      "a destination of another account": {
        subject: account(JSON.stringify({ DestinationArn: abroad })),
        because: /receiver is not in this stack/,
      },
      "an account that is not known": {
        subject: toCode,
        others: [code, permission(code, "logs.amazonaws.com", arn("logs", "log-group:*"))],
        because: /the account is not known/,
      },
      "a policy that is not known yet": {
        subject: byRole,
        others: [logs, source, subscriber, grantedBy(subscriber, UNKNOWN)],
        because: /subscriber-policy/,
      },
    },
    mayBeDropped: {
      destinationArn: "AWS refuses a filter without a destination",
      logGroup: "the role trusts all log groups",
      policyType: "AWS refuses a policy without a type",
      sourceArn: "a permission without a source admits more",
    },
  });
});
