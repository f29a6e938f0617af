import { strict as assert } from "node:assert";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import { ChangeAlerts, type ChangeAlertsArgs, ChangeKind } from "../../../../infra/audit";
import { LambdaService } from "../../../../infra/compute";
import { ArgumentError } from "../../../../infra/core";
import { Workflow } from "../../../../infra/workflow";
import { graph, type TestGraph } from "../../../../testing";
import { optionsOf } from "./order";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:security";
const ROLE = "arn:aws:iam::123456789012:role/deploy";

const definition = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });

function build(args: ChangeAlertsArgs, preview = false): Promise<TestGraph> {
  return graph(() => new ChangeAlerts("watch", args), { preview });
}

async function refusal(args: ChangeAlertsArgs): Promise<string> {
  try {
    await build(args);
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: `nothing refused ${JSON.stringify(args)}` });
}

describe("ChangeAlerts", () => {
  it("watches every kind that a region has, one rule each, and none that only us-east-1 records", async () => {
    const seen = await build({ topicArn: TOPIC });
    assert.deepEqual(
      seen
        .all(RULE)
        .map(({ name }) => name)
        .sort(),
      [
        "watch-api-gateway",
        "watch-cloudtrail",
        "watch-config",
        "watch-kms",
        "watch-network",
        "watch-s3-protection",
        "watch-secrets",
        "watch-security-groups",
      ],
    );
    for (const { inputs } of seen.all(RULE)) {
      assert.equal(inputs["state"], "ENABLED", "the other state hands over calls that only read");
      assert.equal(inputs["eventBusName"], undefined, "CloudTrail's events are on the default bus alone");
    }
  });

  it("matches calls that changed something, by service and name, and no others", async () => {
    const seen = await build({ topicArn: TOPIC, kinds: [ChangeKind.CloudTrail] });
    assert.deepEqual(seen.json("watch-cloudtrail", "eventPattern", RULE), {
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["cloudtrail.amazonaws.com"],
        eventName: [
          "CreateTrail",
          "DeleteEventDataStore",
          "DeleteTrail",
          "PutEventSelectors",
          "PutInsightSelectors",
          "StopLogging",
          "UpdateEventDataStore",
          "UpdateTrail",
        ],
        readOnly: [false, { exists: false }],
        errorCode: [{ exists: false }],
      },
    });
  });

  it("leaves out a principal and its sessions, and still sees callers that have no session", async () => {
    const seen = await build({ topicArn: TOPIC, kinds: [ChangeKind.ApiGateway], exceptPrincipals: [ROLE] });
    const others = [{ "anything-but": [ROLE] }, { exists: false }];
    assert.deepEqual(seen.json("watch-api-gateway", "eventPattern", RULE), {
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["apigateway.amazonaws.com"],
        readOnly: [false, { exists: false }],
        errorCode: [{ exists: false }],
        userIdentity: { arn: others, sessionContext: { sessionIssuer: { arn: others } } },
      },
    });
  });

  it("watches calls by name, refused ones too where asked", async () => {
    const seen = await build({
      topicArn: TOPIC,
      kinds: [],
      calls: { functions: { eventSource: "lambda.amazonaws.com", eventNames: ["DeleteFunction20150331"] } },
      withFailedCalls: true,
    });
    assert.deepEqual(seen.json("watch-functions", "eventPattern", RULE), {
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["lambda.amazonaws.com"],
        eventName: ["DeleteFunction20150331"],
        readOnly: [false, { exists: false }],
      },
    });
    const transformer = JSON.stringify(seen.one("watch-functions-people", TARGET).inputs["inputTransformer"]);
    assert.match(transformer, /"error":"\$\.detail\.errorCode"/);
    assert.match(transformer, /Refused with, if it was refused: <error>/);
  });

  it("tells people in words, over an encrypted topic that admits rules and alarms of this account alone", async () => {
    const seen = await build({ emails: ["security@example.com"], kinds: [ChangeKind.Kms] });
    const { inputs } = seen.one("watch-kms-people", TARGET);
    assert.equal(inputs["arn"], "arn:aws:sns:eu-central-1:123456789012:watch-people");
    assert.deepEqual(inputs["inputTransformer"], {
      inputPaths: {
        account: "$.account",
        region: "$.region",
        time: "$.time",
        call: "$.detail.eventName",
        service: "$.detail.eventSource",
        who: "$.detail.userIdentity.arn",
        address: "$.detail.sourceIPAddress",
        id: "$.detail.eventID",
      },
      inputTemplate: [
        '"<call> was called on <service> in account <account>, region <region>, at <time>."',
        '"By <who> from <address>."',
        '"Details: aws cloudtrail lookup-events --region <region> --lookup-attributes AttributeKey=EventId,AttributeValue=<id>"',
      ].join("\n"),
    });
    assert.equal(seen.one("watch-people-security@example.com").inputs["protocol"], "email");
    assert.match(String(seen.one("watch-people", "aws:sns/topic:Topic").inputs["kmsMasterKeyId"]), /watch-people-key$/);
  });

  it("keeps what could not be delivered in a queue that admits its rules alone, and says so", async () => {
    const seen = await build({ topicArn: TOPIC, kinds: [ChangeKind.Kms, ChangeKind.Secrets] });
    for (const name of ["watch-kms-people", "watch-secrets-people"]) {
      const { inputs } = seen.one(name, TARGET);
      assert.deepEqual(inputs["retryPolicy"], { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 });
      assert.deepEqual(inputs["deadLetterConfig"], { arn: "arn:aws:sqs:eu-central-1:123456789012:watch-undelivered" });
    }
    const admit = (rule: string) => ({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "arn:aws:sqs:eu-central-1:123456789012:watch-undelivered",
      Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:eu-central-1:123456789012:${rule}` } },
    });
    const policy = seen.one("watch-undelivered-policy").inputs["policy"];
    assert.ok(
      typeof policy === "object" && policy !== null && "Statement" in policy && Array.isArray(policy.Statement),
    );
    assert.deepEqual(policy.Statement.slice(1), [admit("watch-kms"), admit("watch-secrets")]);
    const alarm = seen.one("watch-undelivered-alarm").inputs;
    assert.deepEqual(alarm["dimensions"], { QueueName: "watch-undelivered" });
    assert.deepEqual(alarm["alarmActions"], [TOPIC]);
  });

  it("invokes a function with the event as it is, and lets just its rule do so", async () => {
    const seen = await graph(() => {
      const code = new AssetArchive({ "index.js": new StringAsset("exports.handler = async () => 0;") });
      const fn = new LambdaService("react", { code });
      return new ChangeAlerts("watch", { function: fn, kinds: [ChangeKind.Kms], maximumRetryAttempts: 3 });
    });
    const { inputs } = seen.one("watch-kms-function", TARGET);
    assert.equal(inputs["arn"], "arn:aws:lambda:eu-central-1:123456789012:react:live");
    assert.equal(inputs["inputTransformer"], undefined);
    assert.deepEqual(inputs["retryPolicy"], { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 86_400 });
    const permission = seen.one("react-from-watch-kms").inputs;
    assert.equal(permission["principal"], "events.amazonaws.com");
    assert.equal(permission["sourceArn"], "arn:aws:cloudwatch:eu-central-1:123456789012:watch-kms");
  });

  it("starts a workflow by a role that may do that and nothing else", async () => {
    const seen = await graph(() => {
      const workflow = new Workflow("triage", { definition });
      return new ChangeAlerts("watch", { workflow, kinds: [ChangeKind.Kms, ChangeKind.Secrets] });
    });
    assert.deepEqual(seen.json("watch-start-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    assert.deepEqual(seen.json("watch-start-role-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "states:StartExecution",
          Resource: "arn:aws:sfn:eu-central-1:123456789012:triage",
        },
      ],
    });
    for (const target of seen.all(TARGET)) assert.match(String(target.inputs["roleArn"]), /:watch-start-role$/);
  });

  it("sends nothing before the listeners admit it", async () => {
    const kinds = [ChangeKind.Kms];
    const options = await optionsOf((opts) =>
      graph(() => {
        const code = new AssetArchive({ "index.js": new StringAsset("exports.handler = async () => 0;") });
        const fn = new LambdaService("react", { code });
        const workflow = new Workflow("triage", { definition });
        return new ChangeAlerts("watch", { emails: ["a@example.com"], function: fn, workflow, kinds }, opts);
      }),
    );
    assert.deepEqual(options.get("watch-kms-people")?.dependsOn, ["watch-people"]);
    assert.deepEqual(options.get("watch-kms-function")?.dependsOn, ["react-from-watch-kms"]);
    assert.deepEqual(options.get("watch-kms-workflow")?.dependsOn, ["watch-start-role-policy"]);
  });

  it("refuses to watch global services from a region that never sees their calls", async () => {
    const kinds = [ChangeKind.Iam, ChangeKind.Kms];
    assert.match(await refusal({ topicArn: TOPIC, kinds }), /kinds is "iam".*us-east-1 alone.*eu-central-1/);
  });

  it("refuses a pattern that EventBridge would not take", async () => {
    const exceptPrincipals = Array.from({ length: 20 }, (_, index) => `${ROLE}-number-${index}`);
    const message = await refusal({ topicArn: TOPIC, kinds: [ChangeKind.Network], exceptPrincipals });
    assert.match(message, /pattern of network has \d{4} characters; EventBridge takes 2048/);
  });

  it("fits EventBridge's pattern limit with every kind and four principals", async () => {
    const exceptPrincipals = [1, 2, 3, 4].map((index) => `${ROLE}-${index}`);
    const seen = await build({ topicArn: TOPIC, exceptPrincipals });
    for (const { name, inputs } of seen.all(RULE)) assert.ok(String(inputs["eventPattern"]).length <= 2048, name);
  });

  it("knows the patterns and states at preview", async () => {
    const seen = await build({ emails: ["security@example.com"] }, true);
    for (const { name } of seen.all(RULE)) seen.assertKnown(name, ["eventPattern", "state"], RULE);
  });

  it("matches nothing while disabled", async () => {
    const seen = await build({ topicArn: TOPIC, kinds: [ChangeKind.Kms], disabled: true });
    assert.equal(seen.one("watch-kms", RULE).inputs["state"], "DISABLED");
  });

  const refused: [string, ChangeAlertsArgs, RegExp][] = [
    ["nobody to tell", {}, /say who is to be told/],
    ["nothing to watch", { topicArn: TOPIC, kinds: [] }, /with no calls either nothing is watched/],
    ["two topics", { topicArn: TOPIC, emails: ["a@b.example"] }, /emails and topicArn.*only one/],
    ["a topic by name", { topicArn: "alerts" }, /topicArn is "alerts"; use the ARN of an SNS topic/],
    ["no address", { emails: ["nobody"] }, /emails\[0\] is "nobody"/],
    ["an empty list of addresses", { emails: [] }, /emails is \[\]; give 1 to 100/],
    [
      "a service with no name",
      { topicArn: TOPIC, calls: { functions: { eventSource: "lambda" } } },
      /calls.functions.eventSource is "lambda"/,
    ],
    [
      "no action",
      { topicArn: TOPIC, calls: { functions: { eventSource: "lambda.amazonaws.com", eventNames: ["Delete*"] } } },
      /eventNames\[0\] is "Delete\*"/,
    ],
    [
      "a name that a kind has",
      { topicArn: TOPIC, calls: { kms: { eventSource: "kms.amazonaws.com" } } },
      /a kind has that name/,
    ],
    ["no principal", { topicArn: TOPIC, exceptPrincipals: ["deploy"] }, /exceptPrincipals\[0\] is "deploy"/],
    ["too many attempts", { topicArn: TOPIC, maximumRetryAttempts: 186 }, /maximumRetryAttempts is 186/],
    ["too short an age", { topicArn: TOPIC, maximumEventAgeSeconds: 59 }, /maximumEventAgeSeconds is 59/],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(args), expected));
  }
});
