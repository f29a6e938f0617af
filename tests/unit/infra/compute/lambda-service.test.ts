import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { StringAsset } from "@pulumi/pulumi/asset";
import {
  type AsynchronousArgs,
  type LambdaDestinationArgs,
  LambdaService,
  UntrustedCode,
} from "../../../../infra/compute";
import { graph } from "../../../../testing";
import { FUNCTION, HELLO, hello, KEY_ARN, outputValue, PLACEMENT, statements } from "./lambda-fixtures";

const LOGS = {
  Sid: "OwnLogs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: "arn:aws:cloudwatch:eu-central-1:123456789012:hello-logs:*",
};
const TRACES = {
  Sid: "Traces",
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
};

describe("LambdaService", () => {
  it("runs on arm64, logs JSON to a group of its own, traces, and has an alias, with nothing but an entry", async () => {
    const seen = await hello();
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:compute:LambdaService": 1,
      [FUNCTION]: 1,
      "aws:lambda/alias:Alias": 1,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
    });
    const { code, tags, ...inputs } = seen.one("hello", FUNCTION).inputs;
    assert.ok(code && tags);
    assert.deepEqual(inputs, {
      role: "arn:aws:iam:eu-central-1:123456789012:hello-role",
      runtime: "nodejs24.x",
      handler: "index.handler",
      architectures: ["arm64"],
      memorySize: 512,
      timeout: 30,
      ephemeralStorage: { size: 512 },
      environment: {
        variables: {
          NODE_OPTIONS: "--enable-source-maps",
          POWERTOOLS_LOG_LEVEL: "INFO",
          POWERTOOLS_METRICS_NAMESPACE: "project",
          POWERTOOLS_SERVICE_NAME: "hello",
        },
      },
      loggingConfig: { logFormat: "JSON", logGroup: "hello-logs", applicationLogLevel: "INFO", systemLogLevel: "INFO" },
      tracingConfig: { mode: "Active" },
      publish: true,
    });
    const logs = seen.one("hello-logs").inputs;
    assert.equal(logs["retentionInDays"], 90);
    assert.equal(logs["namePrefix"], "/aws/lambda/hello-");
    const { functionName, name } = seen.one("hello-live").inputs;
    assert.deepEqual({ functionName, name }, { functionName: "hello", name: "live" });
  });

  it("has a role that can write its own logs and traces, and nothing else", async () => {
    const seen = await hello();
    assert.deepEqual(statements(seen, "hello-execution"), [LOGS, TRACES]);
    assert.deepEqual(seen.json("hello-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    assert.deepEqual(statements(await hello({ tracing: "PassThrough" }), "hello-execution"), [LOGS]);
  });

  it("publishes the version that the alias is moved to", async () => {
    const seen = await graph(() => new LambdaService("hello", { entry: HELLO }), {
      outputs: { [FUNCTION]: { version: "7" } },
    });
    assert.equal(seen.one("hello-live").inputs["functionVersion"], "7");
  });

  it("puts code and source map into the archive, and files that were asked for", async () => {
    const seen = await hello({ bundle: { files: { "schemas/hello.ts": HELLO } } });
    const text = JSON.stringify(seen.one("hello", FUNCTION).inputs["code"]);
    assert.match(text, /"index\.js":/);
    assert.match(text, /"index\.js\.map":/);
    assert.match(text, /"schemas\/hello\.ts":/);
    const bare = await hello({ bundle: { withoutSourceMap: true } });
    const { code, environment } = bare.one("hello", FUNCTION).inputs;
    assert.doesNotMatch(JSON.stringify(code), /index\.js\.map/);
    assert.doesNotMatch(JSON.stringify(environment), /NODE_OPTIONS/);
  });

  it("ends the program with the entry's error where it does not build", async () => {
    await assert.rejects(
      hello({ handler: "nothing" }),
      /LambdaService "hello": entry ".*hello\.ts" does not build:\n.*it has no export "nothing"/s,
    );
  });

  it("refuses an entry that is not there before anything is built", async () => {
    await assert.rejects(
      hello({ entry: "no/such.ts" }),
      /LambdaService "hello": entry is "no\/such\.ts"; there is no file/,
    );
  });

  it("runs code that was built elsewhere, in any language", async () => {
    const code = new pulumi.asset.AssetArchive({ "app.py": new StringAsset("def main(event, context): return 1") });
    const seen = await graph(
      () => new LambdaService("hello", { code, runtime: "python3.13", handler: "app.main", architecture: "x86_64" }),
    );
    const { runtime, handler, architectures, environment } = seen.one("hello", FUNCTION).inputs;
    assert.deepEqual([runtime, handler, architectures], ["python3.13", "app.main", ["x86_64"]]);
    assert.doesNotMatch(JSON.stringify(environment), /NODE_OPTIONS/);
  });

  it("hands each plain option on", async () => {
    const layer = "arn:aws:lambda:eu-central-1:123456789012:layer:tools:3";
    const seen = await hello({
      runtime: "nodejs22.x",
      architecture: "x86_64",
      description: "Says hello.",
      memoryMb: 1769,
      timeoutSeconds: 900,
      ephemeralStorageMb: 10_240,
      layers: [layer],
      logLevel: "DEBUG",
      systemLogLevel: "WARN",
      logRetentionDays: 7,
      logKmsKeyArn: KEY_ARN,
      tracing: "PassThrough",
      reservedConcurrency: 0,
      serviceName: "greeter",
      metricsNamespace: "Shop",
    });
    const inputs = seen.one("hello", FUNCTION).inputs;
    assert.deepEqual(
      [inputs["runtime"], inputs["architectures"], inputs["description"], inputs["memorySize"], inputs["timeout"]],
      ["nodejs22.x", ["x86_64"], "Says hello.", 1769, 900],
    );
    assert.deepEqual(
      [inputs["ephemeralStorage"], inputs["layers"], inputs["tracingConfig"], inputs["reservedConcurrentExecutions"]],
      [{ size: 10_240 }, [layer], { mode: "PassThrough" }, 0],
    );
    assert.deepEqual(inputs["loggingConfig"], {
      logFormat: "JSON",
      logGroup: "hello-logs",
      applicationLogLevel: "DEBUG",
      systemLogLevel: "WARN",
    });
    assert.deepEqual(inputs["environment"], {
      variables: {
        NODE_OPTIONS: "--enable-source-maps",
        POWERTOOLS_LOG_LEVEL: "DEBUG",
        POWERTOOLS_METRICS_NAMESPACE: "Shop",
        POWERTOOLS_SERVICE_NAME: "greeter",
      },
    });
    const { retentionInDays, kmsKeyId } = seen.one("hello-logs").inputs;
    assert.deepEqual([retentionInDays, kmsKeyId], [7, KEY_ARN]);
  });

  it("keeps the Node options that were given beside its own", async () => {
    const seen = await hello({ environment: { NODE_OPTIONS: "--max-old-space-size=400", TABLE: "orders" } });
    const environment = JSON.stringify(seen.one("hello", FUNCTION).inputs["environment"]);
    assert.match(environment, /"NODE_OPTIONS":"--enable-source-maps --max-old-space-size=400"/);
    assert.match(environment, /"TABLE":"orders"/);
  });

  it("lets the role decrypt the environment through Lambda only", async () => {
    const seen = await hello({ environmentKmsKeyArn: KEY_ARN });
    assert.equal(seen.one("hello", FUNCTION).inputs["kmsKeyArn"], KEY_ARN);
    assert.deepEqual(statements(seen, "hello-execution"), [
      LOGS,
      TRACES,
      {
        Sid: "OwnEnvironment",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:ViaService": "lambda.eu-central-1.amazonaws.com" } },
      },
    ]);
  });

  it("places the function behind a group with no way in, and out just to whom was named", async () => {
    const seen = await hello({
      placement: PLACEMENT,
      egress: {
        database: { securityGroupId: "sg-db", port: 5432 },
        table: { prefixListId: "pl-dynamodb" },
        broker: { cidr: "10.0.8.0/24", port: 61_614, toPort: 61_617 },
      },
    });
    assert.deepEqual(seen.one("hello", FUNCTION).inputs["vpcConfig"], {
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupIds: ["hello-group-id"],
    });
    const { ingress, egress, vpcId } = seen.one("hello-group").inputs;
    assert.deepEqual([ingress, egress, vpcId], [undefined, undefined, "vpc-1"]);
    assert.equal(seen.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").length, 0);
    const rules = seen
      .all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
      .map(({ name, inputs }) => [
        name,
        inputs["referencedSecurityGroupId"] ?? inputs["prefixListId"] ?? inputs["cidrIpv4"],
        inputs["ipProtocol"],
        inputs["fromPort"],
        inputs["toPort"],
      ]);
    assert.deepEqual(rules, [
      ["hello-to-database", "sg-db", "tcp", 5432, 5432],
      ["hello-to-table", "pl-dynamodb", "tcp", 443, 443],
      ["hello-to-broker", "10.0.8.0/24", "tcp", 61_614, 61_617],
    ]);
  });

  it("lets Lambda make network interfaces, and not the code, and nobody where the function is in no VPC", async () => {
    const interfaces = [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ];
    const seen = await hello({ placement: PLACEMENT });
    assert.deepEqual(statements(seen, "hello-execution"), [
      LOGS,
      TRACES,
      { Sid: "NetworkInterfaces", Effect: "Allow", Action: interfaces, Resource: "*" },
    ]);
    assert.deepEqual(statements(seen, "hello-network-refusal"), [
      {
        Sid: "NotFromTheCode",
        Effect: "Deny",
        Action: [...interfaces, "ec2:DetachNetworkInterface"],
        Resource: "*",
        Condition: { ArnEquals: { "lambda:SourceFunctionArn": "arn:aws:lambda:eu-central-1:123456789012:hello" } },
      },
    ]);
  });

  it("keeps environments started for the alias", async () => {
    const seen = await hello({ reservedConcurrency: 20, provisionedConcurrency: 5 });
    assert.deepEqual(seen.one("hello-provisioned").inputs, {
      functionName: "hello",
      qualifier: "live",
      provisionedConcurrentExecutions: 5,
    });
  });

  it("lets a function set itself off only where that was said", async () => {
    const seen = await hello({ allowRecursiveLoops: true });
    assert.deepEqual(seen.one("hello-recursion").inputs, { functionName: "hello", recursiveLoop: "Allow" });
  });

  it("keeps failed events in an encrypted queue of its own, which it may send to", async () => {
    let name: pulumi.Output<string> | undefined;
    const seen = await hello(
      { asynchronous: { deadLetterQueue: true, maxEventAgeSeconds: 60, maxRetries: 0 } },
      (fn) => {
        name = fn.deadLetterQueueName;
      },
    );
    const arn = "arn:aws:sqs:eu-central-1:123456789012:hello-dlq";
    assert.deepEqual(seen.one("hello", FUNCTION).inputs["deadLetterConfig"], { targetArn: arn });
    const queue = seen.one("hello-dlq", "aws:sqs/queue:Queue").inputs;
    assert.deepEqual([queue["sqsManagedSseEnabled"], queue["messageRetentionSeconds"]], [true, 1_209_600]);
    assert.deepEqual(statements(seen, "hello-dead-letters"), [
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: arn },
    ]);
    assert.deepEqual(seen.one("hello-asynchronous").inputs, {
      functionName: "hello",
      qualifier: "live",
      maximumEventAgeInSeconds: 60,
      maximumRetryAttempts: 0,
    });
    assert.ok(name);
    assert.equal(await outputValue(name), "hello-dlq");
  });

  it("has an alarm on its queue of failed events, of the topic that was given, and none where that was asked for", async () => {
    const alarmTopicArn = "arn:aws:sns:eu-central-1:123456789012:alerts";
    const alarms = async (args: AsynchronousArgs): Promise<unknown[]> =>
      (await hello({ asynchronous: { deadLetterQueue: true, ...args } }))
        .all("aws:cloudwatch/metricAlarm:MetricAlarm")
        .map(({ name, inputs }) => [name, inputs["dimensions"], inputs["alarmActions"]]);
    const dimensions = { QueueName: "hello-dlq" };
    assert.deepEqual(await alarms({}), [["hello-dlq-alarm", dimensions, []]]);
    assert.deepEqual(await alarms({ alarmTopicArn }), [["hello-dlq-alarm", dimensions, [alarmTopicArn]]]);
    assert.deepEqual(await alarms({ withoutAlarms: true }), []);
  });

  it("keeps failed events in a queue or topic that exists", async () => {
    const queueArn = "arn:aws:sqs:eu-central-1:123456789012:failed";
    let name: pulumi.Output<string> | undefined;
    const seen = await hello({ asynchronous: { deadLetters: { queueArn, kmsKeyArn: KEY_ARN } } }, (fn) => {
      name = fn.deadLetterQueueName;
    });
    assert.deepEqual(seen.one("hello", FUNCTION).inputs["deadLetterConfig"], { targetArn: queueArn });
    assert.deepEqual(statements(seen, "hello-dead-letters"), [
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
      {
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: KEY_ARN,
        Condition: { StringEquals: { "kms:ViaService": "sqs.eu-central-1.amazonaws.com" } },
      },
    ]);
    assert.ok(name);
    assert.equal(await outputValue(name), "failed");
    const topicArn = "arn:aws:sns:eu-central-1:123456789012:failed";
    const other = await hello({ asynchronous: { deadLetters: { topicArn } } });
    assert.deepEqual(other.one("hello", FUNCTION).inputs["deadLetterConfig"], { targetArn: topicArn });
  });

  const destinations: [string, LambdaDestinationArgs, string][] = [
    ["a queue", { queueArn: "arn:aws:sqs:eu-central-1:123456789012:done" }, "sqs:SendMessage"],
    ["a topic", { topicArn: "arn:aws:sns:eu-central-1:123456789012:done" }, "sns:Publish"],
    ["an event bus", { eventBusArn: "arn:aws:events:eu-central-1:123456789012:event-bus/shop" }, "events:PutEvents"],
    [
      "a function",
      { functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:audit:live" },
      "lambda:InvokeFunction",
    ],
  ];
  for (const [kind, destination, action] of destinations) {
    it(`sends records of failures and successes to ${kind}, and may send just there`, async () => {
      const arn = Object.values(destination)[0];
      const seen = await hello({ asynchronous: { onFailure: destination, onSuccess: destination } });
      assert.deepEqual(seen.one("hello-asynchronous").inputs["destinationConfig"], {
        onFailure: { destination: arn },
        onSuccess: { destination: arn },
      });
      for (const policy of ["hello-on-failure", "hello-on-success"]) {
        assert.deepEqual(statements(seen, policy), [{ Effect: "Allow", Action: action, Resource: arn }]);
      }
    });
  }

  it("grants the invocation of the alias, not of every version", async () => {
    const seen = await hello({}, (fn) => {
      fn.grantInvoke({ role: new Role("caller", { assumeRolePolicy: "{}" }) }, "caller");
    });
    assert.deepEqual(statements(seen, "hello-invoke-caller"), [
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: ["arn:aws:lambda:eu-central-1:123456789012:hello:live"],
      },
    ]);
  });

  it("admits a service for one resource, on the alias", async () => {
    const sourceArn = "arn:aws:events:eu-central-1:123456789012:rule/nightly";
    const seen = await hello({}, (fn) => fn.allowInvoke("nightly", { principal: "events.amazonaws.com", sourceArn }));
    assert.deepEqual(seen.one("hello-from-nightly").inputs, {
      action: "lambda:InvokeFunction",
      function: "hello",
      qualifier: "live",
      principal: "events.amazonaws.com",
      sourceArn,
    });
  });

  it("tells callers the alias's ARN and URI, and where its logs are", async () => {
    let fn: LambdaService | undefined;
    await hello({}, (made) => {
      fn = made;
    });
    assert.ok(fn);
    const arn = "arn:aws:lambda:eu-central-1:123456789012:hello";
    assert.equal(await outputValue(fn.arn), `${arn}:live`);
    assert.equal(await outputValue(fn.functionArn), arn);
    assert.equal(
      await outputValue(fn.invokeArn),
      `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn}:live/invocations`,
    );
    assert.equal(await outputValue(fn.logGroupName), "hello-logs");
  });

  it("has whoever uses the alias's ARN wait for the alias", async () => {
    const seen = await hello({}, (fn) => {
      fn.grantInvoke({ role: new Role("caller", { assumeRolePolicy: "{}" }) }, "caller");
    });
    const { propertyDependencies } = seen.one("hello-invoke-caller");
    assert.ok(propertyDependencies["policy"]?.includes(seen.one("hello-live").urn));
  });

  it("signs the code and runs no other", async () => {
    const signed = { bucket: "code", key: "hello/signed-1.zip" };
    const codeSigning = {
      profileName: "release",
      profileVersionArn: "arn:aws:signer:eu-central-1:123456789012:/signing-profiles/release/1",
      bucketName: "code",
    };
    const options = {
      outputs: {
        "aws:signer/signingJob:SigningJob": { signedObjects: [{ s3s: [signed] }] },
        "aws:s3/bucketObjectv2:BucketObjectv2": { versionId: "v1" },
      },
    };
    const seen = await hello({ codeSigning }, undefined, options);
    const { code, s3Bucket, s3Key, codeSigningConfigArn } = seen.one("hello", FUNCTION).inputs;
    assert.equal(code, undefined);
    assert.deepEqual([s3Bucket, s3Key], ["code", "hello/signed-1.zip"]);
    assert.equal(codeSigningConfigArn, "arn:aws:lambda:eu-central-1:123456789012:hello-signing");
    const config = seen.one("hello-signing").inputs;
    assert.deepEqual(config["policies"], { untrustedArtifactOnDeployment: UntrustedCode.Enforce });
    assert.deepEqual(seen.one("hello-signing-job").inputs["source"], {
      s3: { bucket: "code", key: "hello/unsigned.zip", version: "v1" },
    });
    assert.match(JSON.stringify(seen.one("hello-unsigned").inputs["source"]), /"index\.js":/);
    const warned = await hello(
      { codeSigning: { ...codeSigning, onUntrusted: UntrustedCode.Warn } },
      undefined,
      options,
    );
    assert.deepEqual(warned.one("hello-signing").inputs["policies"], { untrustedArtifactOnDeployment: "Warn" });
  });

  it("tags everything that takes tags", async () => {
    const seen = await hello({
      tags: { team: "shop" },
      placement: PLACEMENT,
      egress: { web: { cidr: "10.0.0.0/16" } },
    });
    for (const name of ["hello-logs", "hello-role", "hello-group", "hello-to-web"]) {
      assert.match(JSON.stringify(seen.one(name).inputs["tags"]), /"team":"shop"/, name);
    }
    assert.match(JSON.stringify(seen.one("hello", FUNCTION).inputs["tags"]), /"team":"shop"/);
  });

  it("keeps what policies look at known at a first preview", async () => {
    const seen = await hello({ placement: PLACEMENT, reservedConcurrency: 5 }, undefined, { preview: true });
    seen.assertKnown(
      "hello",
      ["runtime", "tracingConfig", "architectures", "environment", "reservedConcurrentExecutions", "timeout", "code"],
      FUNCTION,
    );
  });
});
