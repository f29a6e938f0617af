import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role } from "@pulumi/aws/iam";
import { ObjectLockMode, Remediation, type RemediationArgs } from "../../../../infra/audit";
import { ArgumentError } from "../../../../infra/core";
import { graph, type TestGraph } from "../../../../testing";
import { optionsOf } from "./order";

const ARN = "arn:aws:sqs:eu-central-1:123456789012";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:repair-findings";
const GATEWAY = "arn:aws:apigateway:eu-central-1::";
const EVIDENCE = "arn:aws:s3:::repair-evidence-123456789012-eu-central-1";

describe("Remediation", () => {
  let directory: string;
  let entry: string;
  let base: RemediationArgs;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "remediation-"));
    entry = join(directory, "entry.ts");
    writeFileSync(entry, "export const handler = async () => ({ batchItemFailures: [] });\n");
    base = { ruleNames: ["https"], recordEntry: entry, workerEntry: entry, restApiIds: ["abc123"] };
  });
  after(() => rmSync(directory, { recursive: true }));

  const build = (args: Partial<RemediationArgs> = {}, preview = false): Promise<TestGraph> =>
    graph(() => new Remediation("repair", { ...base, ...args }), { preview });

  function container(args: Partial<RemediationArgs> = {}): Promise<TestGraph> {
    return graph(() => {
      const remediation = new Remediation("repair", {
        ...base,
        workerEntry: undefined,
        containerWorker: true,
        ...args,
      });
      remediation.grantWork({ role: new Role("task", { assumeRolePolicy: "{}" }) }, "task");
    });
  }

  async function refusal(args: Partial<RemediationArgs>, name = "repair"): Promise<string> {
    try {
      await graph(() => new Remediation(name, { ...base, ...args }));
    } catch (error) {
      assert.ok(error instanceof ArgumentError, String(error));
      return error.message;
    }
    throw new assert.AssertionError({ message: `nothing refused ${JSON.stringify(args)}` });
  }

  const restoring = (apis: string[], domains: string[] = []) => ({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReadApis",
        Effect: "Allow",
        Action: "apigateway:GET",
        Resource: [...apis, ...apis.map((api) => `${api}/stages`), ...apis.map((api) => `${api}/resources`)],
      },
      {
        Sid: "RestoreApis",
        Effect: "Allow",
        Action: "apigateway:PATCH",
        Resource: [...apis, ...apis.map((api) => `${api}/resources/*/methods/*/integration`)],
      },
      { Sid: "RestorePolicies", Effect: "Allow", Action: "apigateway:UpdateRestApiPolicy", Resource: apis },
      { Sid: "Deploy", Effect: "Allow", Action: "apigateway:POST", Resource: apis.map((api) => `${api}/deployments`) },
      {
        Sid: "FindDomains",
        Effect: "Allow",
        Action: "apigateway:GET",
        Resource: [
          `${GATEWAY}/domainnames`,
          `${GATEWAY}/domainnames/*`,
          "arn:aws:apigateway:eu-central-1:123456789012:/domainnames/*",
        ],
      },
      ...(domains.length > 0
        ? [{ Sid: "RestoreDomains", Effect: "Allow", Action: "apigateway:PATCH", Resource: domains }]
        : []),
    ],
  });

  it("takes findings of the named rules alone, and only those that are not compliant", async () => {
    const seen = await build({ ruleNames: ["https", "tls"] });
    assert.deepEqual(seen.json("repair-findings-rule", "eventPattern"), {
      source: ["aws.config"],
      "detail-type": ["Config Rules Compliance Change"],
      detail: {
        messageType: ["ComplianceChangeNotification"],
        configRuleName: ["https", "tls"],
        newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
      },
    });
    assert.equal(seen.one("repair-findings-rule").inputs["eventBusName"], undefined);
    assert.deepEqual(seen.one("repair-findings-rule-record").inputs, {
      rule: "repair-findings-rule",
      arn: "arn:aws:lambda:eu-central-1:123456789012:repair-record:live",
      retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
      deadLetterConfig: { arn: `${ARN}:repair-findings-rule-undelivered` },
    });
    const permission = seen.one("repair-record-from-findings").inputs;
    assert.equal(permission["principal"], "events.amazonaws.com");
    assert.match(String(permission["sourceArn"]), /:repair-findings-rule$/);
  });

  it("takes no finding before it can be recorded", async () => {
    const options = await optionsOf((opts) => graph(() => new Remediation("repair", base, opts)));
    const { dependsOn = [] } = options.get("repair-findings-rule-record") ?? {};
    for (const name of ["repair-record-from-findings", "repair-evidence-record", "repair-findings-publish-record"]) {
      assert.ok(dependsOn.includes(name), `${name} is not waited for`);
    }
    assert.ok(dependsOn.includes("repair-evidence-encryption"));
    assert.ok(dependsOn.includes("repair-findings"), "the topic hands it to nobody yet");
  });

  it("sends findings and no outcomes to the worker, raw, and keeps what SNS can't deliver", async () => {
    const seen = await build();
    assert.deepEqual(seen.one("repair-findings-work-subscription").inputs, {
      topic: TOPIC,
      protocol: "sqs",
      endpoint: `${ARN}:repair-findings-work`,
      rawMessageDelivery: true,
      filterPolicy: '{"kind":["finding"]}',
      filterPolicyScope: "MessageAttributes",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}:repair-findings-work-undelivered` }),
    });
    const queue = seen.one("repair-findings-work", "aws:sqs/queue:Queue").inputs;
    assert.equal(queue["visibilityTimeoutSeconds"], 720, "six times the worker's timeout");
    assert.deepEqual(JSON.parse(String(queue["redrivePolicy"])), {
      deadLetterTargetArn: `${ARN}:repair-findings-work-dlq`,
      maxReceiveCount: 10,
    });
  });

  it("tells people by e-mail", async () => {
    const seen = await build({ emails: ["security@example.com"] });
    const { inputs } = seen.one("repair-findings-security@example.com");
    assert.deepEqual(inputs, { topic: TOPIC, protocol: "email", endpoint: "security@example.com" });
  });

  it("loses no event that the recording function fails on", async () => {
    const seen = await build();
    assert.deepEqual(seen.one("repair-record", "aws:lambda/function:Function").inputs["deadLetterConfig"], {
      targetArn: `${ARN}:repair-record-dlq`,
    });
  });

  it("lets the recording function write findings and publish, and nothing else", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("repair-evidence-record", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:PutObject"], Resource: [`${EVIDENCE}/findings/*`] },
        {
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: "arn:aws:kms:eu-central-1:123456789012:repair-evidence-key",
          Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
        },
      ],
    });
    assert.deepEqual(seen.json("repair-findings-publish-record", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sns:Publish"], Resource: [TOPIC] },
        {
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: "arn:aws:kms:eu-central-1:123456789012:repair-findings-key",
          Condition: { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
        },
      ],
    });
    const owned = seen
      .all("aws:iam/rolePolicy:RolePolicy")
      .filter((one) => one.inputs["role"] === "repair-record-role");
    assert.deepEqual(owned.map(({ name }) => name).sort(), [
      "repair-evidence-record",
      "repair-findings-publish-record",
      "repair-record-dead-letters",
      "repair-record-execution",
    ]);
  });

  it("lets the worker restore the named API and read which domains lead to it, and no more", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("repair-restore-worker", "policy"), restoring([`${GATEWAY}/restapis/abc123`]));
    const owned = seen
      .all("aws:iam/rolePolicy:RolePolicy")
      .filter((one) => one.inputs["role"] === "repair-worker-role");
    assert.deepEqual(owned.map(({ name }) => name).sort(), [
      "repair-evidence-worker",
      "repair-findings-publish-worker",
      "repair-findings-work-consume-repair-worker-findings",
      "repair-ledger-worker",
      "repair-restore-worker",
      "repair-worker-execution",
    ]);
    assert.deepEqual(seen.json("repair-ledger-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:BatchWriteItem"],
          Resource: ["arn:aws:dynamodb:eu-central-1:123456789012:repair-ledger"],
        },
      ],
    });
  });

  it("lets the worker change the named domains, public and private", async () => {
    const own = "arn:aws:apigateway:eu-central-1:123456789012:/domainnames/api.internal.example+a1b2";
    const seen = await build({ domainNames: ["api.example.com"], privateDomainArns: [own] });
    const domains = [`${GATEWAY}/domainnames/api.example.com`, own];
    assert.deepEqual(seen.json("repair-restore-worker", "policy"), restoring([`${GATEWAY}/restapis/abc123`], domains));
  });

  it("opens every API and domain only where that is asked for by name", async () => {
    const seen = await build({ restApiIds: undefined, everyRestApi: true, everyDomainName: true });
    const all = restoring([`${GATEWAY}/restapis/*`], [`${GATEWAY}/domainnames/*`]);
    assert.deepEqual(seen.json("repair-restore-worker", "policy"), all);
  });

  it("hands both functions what they read from the environment", async () => {
    const program = () => new Remediation("repair", { ...base, dryRun: true, environment: { LOOP_LIMIT: "5" } });
    const seen = await graph(program, { outputs: { "aws:sqs/queue:Queue": { url: "https://sqs.example/queue" } } });
    const variables = (name: string) => {
      const environment = seen.one(name, "aws:lambda/function:Function").inputs["environment"];
      assert.ok(typeof environment === "object" && environment !== null && "variables" in environment);
      return Object(environment.variables);
    };
    const worker = variables("repair-worker");
    assert.equal(worker.EVIDENCE_BUCKET, "repair-evidence-id");
    assert.equal(worker.FINDINGS_TOPIC_ARN, TOPIC);
    assert.equal(worker.REMEDIATION_TABLE, "repair-ledger");
    assert.equal(worker.DRY_RUN, "true");
    assert.equal(worker.LOOP_LIMIT, "5");
    assert.equal(worker.QUEUE_URL, "https://sqs.example/queue");
    const record = variables("repair-record");
    assert.equal(record.EVIDENCE_BUCKET, "repair-evidence-id");
    assert.equal(record.FINDINGS_TOPIC_ARN, TOPIC);
    assert.equal(record.DRY_RUN, undefined);
  });

  it("makes changes unless told to plan only", async () => {
    const environment = (await build()).one("repair-worker", "aws:lambda/function:Function").inputs["environment"];
    assert.match(JSON.stringify(environment), /"DRY_RUN":"false"/);
  });

  it("keeps evidence versioned, encrypted, over TLS, for 400 days, and locked where asked", async () => {
    const seen = await build({ objectLock: { mode: ObjectLockMode.Compliance, days: 365 } });
    assert.equal(seen.one("repair-evidence").inputs["objectLockEnabled"], true);
    assert.deepEqual(seen.one("repair-evidence-lock").inputs["rule"], {
      defaultRetention: { mode: "COMPLIANCE", days: 365 },
    });
    assert.deepEqual(seen.one("repair-evidence-versioning").inputs["versioningConfiguration"], { status: "Enabled" });
    assert.match(JSON.stringify(seen.one("repair-evidence-lifecycle").inputs), /"expiration":\{"days":400\}/);
    assert.deepEqual(seen.json("repair-evidence-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [EVIDENCE, `${EVIDENCE}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    const unlocked = await build();
    assert.equal(unlocked.one("repair-evidence").inputs["objectLockEnabled"], false);
    assert.equal(unlocked.types()["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"], undefined);
  });

  it("sounds an alarm wherever a finding can get stuck", async () => {
    const seen = await build();
    const alarms = seen.all("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ name, inputs }) => {
      const { metricName, dimensions, threshold, alarmActions } = inputs;
      return { name, metricName, dimensions, threshold, alarmActions };
    });
    const depth = (name: string, QueueName: string) => ({
      name,
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName },
      threshold: 0,
      alarmActions: [TOPIC],
    });
    assert.deepEqual(
      alarms.sort((a, b) => a.name.localeCompare(b.name)),
      [
        depth("repair-findings-work-dlq-alarm", "repair-findings-work-dlq"),
        depth("repair-findings-work-undelivered-alarm", "repair-findings-work-undelivered"),
        {
          name: "repair-oldest-finding-alarm",
          metricName: "ApproximateAgeOfOldestMessage",
          dimensions: { QueueName: "repair-findings-work" },
          threshold: 900,
          alarmActions: [TOPIC],
        },
        depth("repair-record-dlq-alarm", "repair-record-dlq"),
        depth("repair-undelivered-alarm", "repair-findings-rule-undelivered"),
      ],
    );
  });

  it("sends alarms elsewhere where told, at another age", async () => {
    const alarmTopicArn = "arn:aws:sns:eu-central-1:123456789012:on-call";
    const seen = await build({ alarmTopicArn, oldestMessageSeconds: 300 });
    for (const { name, inputs } of seen.all("aws:cloudwatch/metricAlarm:MetricAlarm")) {
      assert.deepEqual(inputs["alarmActions"], [alarmTopicArn], name);
    }
    const { inputs } = seen.one("repair-oldest-finding-alarm");
    assert.equal(inputs["threshold"], 300);
  });

  it("keeps a ledger that forgets by time and can't be deleted by mistake", async () => {
    const { inputs } = (await build()).one("repair-ledger", "aws:dynamodb/table:Table");
    assert.equal(inputs["hashKey"], "pk");
    assert.equal(inputs["rangeKey"], "sk");
    assert.deepEqual(inputs["ttl"], { enabled: true, attributeName: "expiresAt" });
    assert.equal(inputs["deletionProtectionEnabled"], true);
  });

  it("lets the worker function take two batches at once, and say which messages failed", async () => {
    const { inputs } = (await build()).one("repair-worker-from-findings");
    assert.deepEqual(inputs["scalingConfig"], { maximumConcurrency: 2 });
    assert.deepEqual(inputs["functionResponseTypes"], ["ReportBatchItemFailures"]);
    assert.equal(inputs["eventSourceArn"], `${ARN}:repair-findings-work`);
  });

  it("gives a container's role the same rights as the function's, and makes no function for it", async () => {
    const seen = await container();
    assert.equal(seen.all("aws:lambda/function:Function").length, 1);
    assert.deepEqual(seen.json("repair-restore-task", "policy"), restoring([`${GATEWAY}/restapis/abc123`]));
    const owned = seen.all("aws:iam/rolePolicy:RolePolicy").filter((one) => one.inputs["role"] === "task");
    assert.deepEqual(owned.map(({ name }) => name).sort(), [
      "repair-evidence-task",
      "repair-findings-publish-task",
      "repair-findings-work-consume-task",
      "repair-ledger-task",
      "repair-restore-task",
    ]);
    assert.deepEqual(seen.json("repair-evidence-task", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["s3:PutObject"],
          Resource: [`${EVIDENCE}/remediations/*`, `${EVIDENCE}/messages/*`],
        },
        {
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: "arn:aws:kms:eu-central-1:123456789012:repair-evidence-key",
          Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
        },
      ],
    });
  });

  it("knows the permissions and the pattern at preview", async () => {
    const seen = await build({}, true);
    seen.assertKnown("repair-restore-worker", ["policy"]);
    seen.assertKnown("repair-findings-rule", ["eventPattern"]);
    seen.assertKnown("repair-evidence-policy", ["policy"]);
  });

  const refused: [string, () => Partial<RemediationArgs>, RegExp][] = [
    ["no rules", () => ({ ruleNames: [] }), /ruleNames is \[\]; give 1 to 20/],
    ["a wildcard for a rule", () => ({ ruleNames: ["*"] }), /ruleNames\[0\] is "\*"/],
    ["no recorder", () => ({ recordEntry: "" }), /recordEntry is ""/],
    ["nobody to do the work", () => ({ workerEntry: undefined }), /workerEntry or containerWorker/],
    ["two to do the work", () => ({ containerWorker: true }), /only one of them/],
    [
      "a function's timeout for a container",
      () => ({ workerEntry: undefined, containerWorker: true, workerTimeoutSeconds: 60 }),
      /it is for a worker function/,
    ],
    ["no APIs", () => ({ restApiIds: undefined }), /restApiIds or everyRestApi/],
    ["a wildcard for an API", () => ({ restApiIds: ["*"] }), /restApiIds\[0\] is "\*"; .*everyRestApi/],
    ["named APIs and every one", () => ({ everyRestApi: true }), /only one of them/],
    ["a wildcard for a domain", () => ({ domainNames: ["*.example.com"] }), /everyDomainName stands for all/],
    [
      "named domains and every one",
      () => ({ domainNames: ["api.example.com"], everyDomainName: true }),
      /only one of them/,
    ],
    ["a private domain by name", () => ({ privateDomainArns: ["api.example.com"] }), /use the ARN of a private/],
    ["a bucket in capitals", () => ({ evidenceBucketName: "Evidence" }), /evidenceBucketName is "Evidence"/],
    ["a month of evidence", () => ({ evidenceDays: 30 }), /evidenceDays is 30/],
    ["a lock that outlasts the evidence", () => ({ objectLock: { days: 401 } }), /objectLock.days is 401/],
    ["one batch at a time", () => ({ workerConcurrency: 1 }), /workerConcurrency is 1/],
    ["too short a timeout", () => ({ workerTimeoutSeconds: 29 }), /workerTimeoutSeconds is 29/],
    ["a dead letter at the first throttling", () => ({ maxReceiveCount: 2 }), /maxReceiveCount is 2/],
    ["days that CloudWatch Logs can't keep", () => ({ logRetentionDays: 100 }), /logRetentionDays is 100/],
    ["a topic by name", () => ({ alarmTopicArn: "alerts" }), /alarmTopicArn is "alerts"; use the ARN of an SNS/],
    ["an age of no time", () => ({ oldestMessageSeconds: 59 }), /oldestMessageSeconds is 59/],
    ["a variable of its own", () => ({ environment: { DRY_RUN: "maybe" } }), /environment.DRY_RUN is "maybe"/],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(args()), expected));
  }

  it("refuses a name that makes too long a bucket name", async () => {
    assert.match(await refusal({}, "a".repeat(27)), /give evidenceBucketName, or at most 26 characters/);
  });
});
