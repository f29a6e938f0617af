import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import type { GraphResource, Value } from "../../preflight";
import { needed } from "../support/documents/iam";
import { documented } from "../support/documents/iam-documented";
import { type Inspected, inspect, UNKNOWN_KIND } from "../support/documents/inspect";
import { hidden, kinds, uncovered } from "../support/documents/kinds";
import { run } from "../support/preflight";
import { optional } from "../unit/stacks/optional";

const root = resolve(__dirname, "../..");

const programs = [
  { title: "dev", folder: root, stack: "dev" },
  { title: "staging", folder: root, stack: "staging" },
  { title: "prod", folder: root, stack: "prod" },
  { title: "prod with all that is optional", folder: root, stack: "prod", config: optional },
  { title: "what environments of an account share", folder: resolve(root, "stacks/foundation"), stack: "shared" },
];

const lines = (inspected: readonly Inspected[]): string[] =>
  inspected.flatMap(({ kind, where, problems }) => problems.map((problem) => `${where}: ${kind}: ${problem}`));

/** A resource that a program might register. */
function made(type: string, inputs: Record<string, Value>): GraphResource {
  return {
    urn: `urn:pulumi:test::shop::${type}::it`,
    type,
    name: "it",
    kind: "custom",
    origin: "program",
    inputs,
    outputs: inputs,
    symbolic: [],
    dependencies: [],
    propertyDependencies: {},
  };
}

const problemsOf = async (type: string, inputs: Record<string, Value>): Promise<string[]> =>
  lines(await inspect([made(type, inputs)]));

describe("documents that the environments hand to AWS", function () {
  this.timeout(240_000);
  const counts = new Map<string, number>();

  for (const { title, folder, stack, config } of programs) {
    it(`are valid in ${title}`, async () => {
      const { graph } = await run(folder, { stack, config, mode: "symbolic", timeout: 120 });
      const inspected = await inspect(graph.resources);
      assert.ok(inspected.length > 10, `only ${inspected.length} documents were found`);
      assert.deepEqual(lines(inspected), []);
      for (const { kind } of inspected) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    });
  }

  it("are of every kind that has a checker, so that none looks where nothing is", () => {
    const all = [...kinds, ...uncovered].map(({ name }) => name);
    assert.deepEqual(
      all.filter((name) => !counts.has(name)),
      [],
    );
    assert.equal(new Set(all).size, all.length);
  });

  it("need every exception from AWS's reference that is written down", () => {
    assert.deepEqual(
      documented.filter((one) => !needed.has(one)),
      [],
    );
  });

  after(() => {
    const count = (of: readonly { readonly name: string }[]) =>
      of.map(({ name }) => `${counts.get(name) ?? 0} × ${name}`).join(", ");
    console.log(`      checked: ${count(kinds)}`);
    console.log(`      only parsed: ${count(uncovered)}`);
  });
});

describe("exceptions from checks of documents", () => {
  it("say why", () => {
    for (const { name, reason } of uncovered) assert.match(reason, /^[A-Z].{20,}\.$/, name);
    for (const [place, reason] of Object.entries(hidden)) assert.ok(reason.length > 5, place);
    for (const { action, reason, source } of documented) {
      assert.ok(reason.endsWith("."), action);
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, action);
    }
  });
});

const policyOf = (...Statement: Value[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const queue = "arn:aws:sqs:eu-central-1:111122223333:work";
const sends = { Effect: "Allow", Action: "sqs:SendMessage", Resource: queue };
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

describe("checks of policies", () => {
  const refusals: [string, Value, RegExp][] = [
    ["an effect that IAM doesn't know", { ...sends, Effect: "Permit" }, /Effect must be equal to one of .*Allow/],
    ["an element that IAM doesn't know", { ...sends, Actions: "sqs:*" }, /additional properties \(Actions\)/],
    ["no resource", { Effect: "Allow", Action: "sqs:SendMessage" }, /required property 'Resource'/],
    ["a principal in a role's policy", { ...sends, Principal: "*" }, /must NOT be valid/],
    ["an empty list of actions", { ...sends, Action: [] }, /fewer than 1/],
    ["an operator that IAM doesn't know", { ...sends, Condition: { StringIs: { "aws:SourceArn": "x" } } }, /StringIs/],
    ["a service that AWS doesn't have", { ...sends, Action: "sqss:SendMessage" }, /AWS has no service sqss/],
    ["an action that the service doesn't have", { ...sends, Action: "sqs:SendMesage" }, /sqs has no such action/],
    ["a wildcard that no action fits", { ...sends, Action: "sqs:Sent*" }, /sqs has no such action/],
    ["an action in other letters", { ...sends, Action: "sqs:sendMessage" }, /it is written SendMessage/],
    [
      "an action on a resource of another service",
      { ...sends, Resource: "arn:aws:sns:eu-central-1:111122223333:work" },
      /SendMessage is on none of arn:aws:sns.*arn:\$\{Partition\}:sqs/,
    ],
    [
      "an action on one resource that AWS has on all only",
      { ...sends, Action: "ec2:DescribeVpcs", Resource: "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0" },
      /DescribeVpcs is on none of .*AWS has it on \*/,
    ],
    ["a resource that no action is on", { ...sends, Resource: [queue, "arn:aws:s3:::b"] }, /is on arn:aws:s3:::b/],
    [
      "a global condition key that AWS doesn't have",
      { ...sends, Condition: { StringEquals: { "aws:SourceAcount": "1" } } },
      /AWS has no condition key aws:SourceAcount/,
    ],
    [
      "a condition key of another action",
      { ...sends, Condition: { StringEquals: { "s3:x-amz-acl": "private" } } },
      /requests of sqs:SendMessage have no condition key s3:x-amz-acl/,
    ],
    [
      "a tag in the request of an action that takes none",
      { ...sends, Condition: { StringEquals: { "aws:RequestTag/team": "a" } } },
      /SendMessage have no condition key aws:RequestTag\/team/,
    ],
    [
      "an operator for values of another type",
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { NumericEquals: { "kms:ViaService": "1" } },
      },
      /kms:ViaService is of type String: NumericEquals never matches/,
    ],
  ];
  for (const [title, statement, expected] of refusals) {
    it(`refuse ${title}`, async () => {
      const found = await problemsOf(ROLE_POLICY, { policy: policyOf(statement) });
      assert.match(found.join("\n"), expected);
      assert.match(found[0] ?? "", /^it \(aws:iam\/rolePolicy:RolePolicy\) policy: identity policy: /);
    });
  }

  it("take what is sound: wildcards, tags of resources, claims of a provider", async () => {
    const tagged = { ...sends, Condition: { StringEquals: { "aws:ResourceTag/team": "a" } } };
    for (const statement of [sends, { ...sends, Action: "sqs:Send*" }, { ...sends, Resource: "*" }, tagged]) {
      assert.deepEqual(await problemsOf(ROLE_POLICY, { policy: policyOf(statement) }), []);
    }
    const provider = "oidc.eks.eu-central-1.amazonaws.com/id/AB12";
    const trust = (key: string): string =>
      policyOf({
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [key]: "sts.amazonaws.com" } },
      });
    const ROLE = "aws:iam/role:Role";
    assert.deepEqual(await problemsOf(ROLE, { assumeRolePolicy: trust(`${provider}:aud`) }), []);
    assert.match(
      String(await problemsOf(ROLE, { assumeRolePolicy: trust("oidc.other/id/AB12:aud") })),
      /no condition key/,
    );
  });

  it("refuse two statements of one name, and a policy of the version before variables", async () => {
    const twice = policyOf({ ...sends, Sid: "Send" }, { ...sends, Sid: "Send" });
    assert.match(String(await problemsOf(ROLE_POLICY, { policy: twice })), /two statements are called Send/);
    const old = JSON.stringify({ Version: "2008-10-17", Statement: [sends] });
    assert.match(String(await problemsOf(ROLE_POLICY, { policy: old })), /Version must be equal to constant/);
  });

  it("refuse a resource's policy that names nobody, and a trust policy with a resource", async () => {
    const found = await problemsOf("aws:sqs/queuePolicy:QueuePolicy", {
      policy: { Version: "2012-10-17", Statement: [sends] },
    });
    assert.match(String(found), /required property 'Principal'/);
    const trust = policyOf({ ...sends, Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
    assert.match(String(await problemsOf("aws:iam/role:Role", { assumeRolePolicy: trust })), /must NOT be valid/);
    const service = policyOf({ Effect: "Allow", Principal: { Service: "lambda" }, Action: "sts:AssumeRole" });
    assert.match(String(await problemsOf("aws:iam/role:Role", { assumeRolePolicy: service })), /must match pattern/);
  });
});

const text = (value: Value): string => JSON.stringify(value);
const widget = { type: "metric", x: 0, y: 0, width: 6, height: 6 };
const metrics = [["AWS/SQS", "NumberOfMessagesSent"]];
const filtered = (pattern: Value) => ({ filterCriteria: { filters: [{ pattern: text(pattern) }] } });
const container = { name: "app", image: "app:1" };
const expire = { rulePriority: 1, selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 } };
const stateMachine = (states: Record<string, Value>): string =>
  text({ QueryLanguage: "JSONata", StartAt: "a", States: states });

/** Type and inputs that are sound, then the same broken, and what is said of that. */
const broken: [string, string, Record<string, Value>, Record<string, Value>, RegExp][] = [
  [
    "a state machine",
    "aws:sfn/stateMachine:StateMachine",
    { definition: stateMachine({ a: { Type: "Pass", End: true } }) },
    { definition: stateMachine({ a: { Type: "Pass", Next: "b" } }) },
    /state machine: .*b/,
  ],
  [
    "an expression of a state machine",
    "aws:sfn/stateMachine:StateMachine",
    { definition: stateMachine({ a: { Type: "Pass", Output: "{% $states.input.a %}", End: true } }) },
    { definition: stateMachine({ a: { Type: "Pass", Output: "{% $states.input.( %}", End: true } }) },
    /definition>States\.a\.Output: expression/,
  ],
  [
    "an API",
    "aws:apigateway/restApi:RestApi",
    { body: text({ openapi: "3.0.3", info: { title: "A", version: "1" }, paths: {} }) },
    { body: text({ openapi: "3.0.3", info: { title: "A" }, paths: {} }) },
    /required property 'version'/,
  ],
  [
    "an API's own policy",
    "aws:apigateway/restApi:RestApi",
    {
      body: text({
        openapi: "3.0.3",
        info: { title: "A", version: "1" },
        paths: {},
        "x-amazon-apigateway-policy": {
          Version: "2012-10-17",
          Statement: [{ Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }],
        },
      }),
    },
    {
      body: text({
        openapi: "3.0.3",
        info: { title: "A", version: "1" },
        paths: {},
        "x-amazon-apigateway-policy": {
          Version: "2012-10-17",
          Statement: [{ Effect: "Deny", Principal: "*", Action: "execute-api:Call", Resource: "execute-api:/*" }],
        },
      }),
    },
    /policy: statement 1: execute-api:Call: execute-api has no such action/,
  ],
  [
    "a rule's pattern on a field that events don't have",
    "aws:cloudwatch/eventRule:EventRule",
    { eventPattern: text({ source: [{ prefix: "shop." }], detail: { n: [{ numeric: [">", 0, "<=", 5] }] } }) },
    { eventPattern: text({ detailType: ["OrderPlaced"] }) },
    /detailType/,
  ],
  [
    "a rule's pattern with a value in no list",
    "aws:cloudwatch/eventRule:EventRule",
    { eventPattern: text({ source: ["shop.orders"] }) },
    { eventPattern: text({ source: "shop.orders" }) },
    /\/source must be object/,
  ],
  [
    "a pattern with an operator that there isn't",
    "aws:cloudwatch/eventRule:EventRule",
    { eventPattern: text({ source: [{ "anything-but": { prefix: "aws." } }] }) },
    { eventPattern: text({ source: [{ contains: "aws." }] }) },
    /contains/,
  ],
  [
    "a source's pattern with an operator that pipes don't have",
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    filtered({ eventName: [{ "anything-but": ["REMOVE"] }] }),
    filtered({ eventName: [{ "anything-but": { prefix: "RE" } }] }),
    /anything-but/,
  ],
  [
    "a topic's filter that looks into the body though it is on attributes",
    "aws:sns/topicSubscription:TopicSubscription",
    { filterPolicy: text({ detail: { kind: ["a"] } }), filterPolicyScope: "MessageBody" },
    { filterPolicy: text({ detail: { kind: ["a"] } }), filterPolicyScope: "MessageAttributes" },
    /\/detail must be array/,
  ],
  [
    "a dashboard's metric with an option that there isn't",
    "aws:cloudwatch/dashboard:Dashboard",
    { dashboardBody: text({ widgets: [{ ...widget, properties: { region: "eu-central-1", metrics } }] }) },
    { dashboardBody: text({ widgets: [{ ...widget, properties: { region: "eu-central-1", metrics, yaxis: {} } }] }) },
    /yaxis/,
  ],
  [
    "a dashboard's widget that is wider than the dashboard",
    "aws:cloudwatch/dashboard:Dashboard",
    { dashboardBody: text({ widgets: [{ ...widget, type: "text", properties: { markdown: "a" } }] }) },
    { dashboardBody: text({ widgets: [{ ...widget, width: 25, type: "text", properties: { markdown: "a" } }] }) },
    /width must be <= 24/,
  ],
  [
    "a container with a setting that ECS doesn't have",
    "aws:ecs/taskDefinition:TaskDefinition",
    { containerDefinitions: text([{ ...container, readonlyRootFilesystem: true }]) },
    { containerDefinitions: text([{ ...container, readOnlyRootFilesystem: true }]) },
    /readOnlyRootFilesystem/,
  ],
  [
    "a queue's redrive policy with a count that is a text",
    "aws:sqs/queue:Queue",
    { redrivePolicy: text({ deadLetterTargetArn: queue, maxReceiveCount: 5 }) },
    { redrivePolicy: text({ deadLetterTargetArn: queue, maxReceiveCount: "5" }) },
    /maxReceiveCount must be integer/,
  ],
  [
    "a list of sources with no queue in it",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
    { redriveAllowPolicy: text({ redrivePermission: "byQueue", sourceQueueArns: [queue] }) },
    { redriveAllowPolicy: text({ redrivePermission: "byQueue" }) },
    /sourceQueueArns/,
  ],
  [
    "a subscription's redrive policy that counts",
    "aws:sns/topicSubscription:TopicSubscription",
    { redrivePolicy: text({ deadLetterTargetArn: queue }) },
    { redrivePolicy: text({ deadLetterTargetArn: queue, maxReceiveCount: 5 }) },
    /maxReceiveCount/,
  ],
  [
    "a lifecycle policy that does nothing to images",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    { policy: { rules: [{ ...expire, action: { type: "expire" } }] } },
    { policy: { rules: [expire] } },
    /required property 'action'/,
  ],
  [
    "an account policy of logs to nowhere",
    "aws:cloudwatch/logAccountPolicy:LogAccountPolicy",
    {
      policyDocument: text({
        DestinationArn: "arn:aws:firehose:eu-central-1:111122223333:deliverystream/a",
        FilterPattern: "",
      }),
    },
    { policyDocument: text({ FilterPattern: "" }) },
    /DestinationArn/,
  ],
  [
    "a restore test's group that is no security group",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    { restoreMetadataOverrides: { vpcSecurityGroupIds: text(["sg-0facade34ed3cdea8"]) } },
    { restoreMetadataOverrides: { vpcSecurityGroupIds: text(["vpc-0facade34ed3cdea8"]) } },
    /must match pattern/,
  ],
  [
    "a configuration's schema of a type that there isn't",
    "aws:appconfig/configurationProfile:ConfigurationProfile",
    { validators: [{ type: "JSON_SCHEMA", content: text({ type: "object" }) }] },
    { validators: [{ type: "JSON_SCHEMA", content: text({ type: "map" }) }] },
    /schema is invalid/,
  ],
  [
    "an alert manager that sends to nobody",
    "aws:amp/alertManagerDefinition:AlertManagerDefinition",
    { definition: alerts("topic") },
    { definition: alerts("nobody") },
    /there is no receiver nobody/,
  ],
  [
    "an alert manager in YAML that doesn't parse",
    "aws:amp/alertManagerDefinition:AlertManagerDefinition",
    { definition: alerts("topic") },
    { definition: "alertmanager_config: [" },
    /alert manager: /,
  ],
  [
    "an access log without the request's id",
    "aws:apigateway/stage:Stage",
    { accessLogSettings: { format: text({ id: "$context.requestId" }) } },
    { accessLogSettings: { format: text({ status: "$context.status" }) } },
    /no id of the request/,
  ],
  [
    "a schedule's input with an attribute that there isn't",
    "aws:scheduler/schedule:Schedule",
    { target: { input: text({ at: "<aws.scheduler.scheduled-time>" }) } },
    { target: { input: text({ at: "<aws.scheduler.time>" }) } },
    /no attribute time/,
  ],
  [
    "an input template with a variable that nothing fills",
    "aws:cloudwatch/eventTarget:EventTarget",
    { inputTransformer: { inputPaths: { a: "$.a" }, inputTemplate: '"It is <a>."\n"At <aws.events.event.json>"' } },
    { inputTransformer: { inputPaths: { a: "$.a" }, inputTemplate: '"It is <b>."' } },
    /nothing fills <b>.*\n.*a is not used/,
  ],
  [
    "an input template with a line in no quotes",
    "aws:cloudwatch/eventTarget:EventTarget",
    { inputTransformer: { inputPaths: { a: "$.a" }, inputTemplate: '{"it":<a>}' } },
    { inputTransformer: { inputPaths: { a: "$.a" }, inputTemplate: "It is <a>." } },
    /neither JSON nor a line of quoted text/,
  ],
  [
    "a function of CloudFront that doesn't parse",
    "aws:cloudfront/function:Function",
    { code: "function handler(event) { return event.request; }" },
    { code: "function handler(event) { return event.request; " },
    /Unexpected end of input/,
  ],
  [
    "what has no checker and is no JSON though it has to be",
    "aws:eks/addon:Addon",
    { configurationValues: text({ computeType: "Fargate" }) },
    { configurationValues: "{computeType: Fargate}" },
    /it is no JSON/,
  ],
];

function alerts(receiver: string): string {
  const sns = { topic_arn: "arn:aws:sns:eu-central-1:111122223333:alerts", sigv4: { region: "eu-central-1" } };
  const config = { route: { receiver }, receivers: [{ name: "topic", sns_configs: [sns] }] };
  return `alertmanager_config: |\n  ${text(config)}\n`;
}

describe("checks of documents", () => {
  for (const [title, type, sound, unsound, expected] of broken) {
    it(`refuse ${title}`, async () => {
      assert.deepEqual(await problemsOf(type, sound), []);
      assert.match((await problemsOf(type, unsound)).join("\n"), expected);
    });
  }

  it("are all shown to fail", async () => {
    const policies = ["identity policy", "trust policy", "resource policy"];
    const failed = new Set(policies);
    for (const [, type, , unsound] of broken) {
      const found = await inspect([made(type, unsound)]);
      for (const { kind, problems } of found) if (problems.length > 0) failed.add(kind);
    }
    assert.deepEqual(
      kinds.map(({ name }) => name).filter((name) => !failed.has(name)),
      [],
    );
  });

  it("let no document escape: a kind that is new has no checker yet", async () => {
    const TOPIC = "aws:sns/topic:Topic";
    for (const value of ['{"a":1}', "[1]", "{ $.level = 5 }", "a:\n  b: 1", { Statement: [] }]) {
      assert.match(
        String(await problemsOf(TOPIC, { deliveryPolicy: value })),
        /deliveryPolicy: a new kind of document/,
      );
    }
    assert.match(String(await problemsOf(TOPIC, { policy: { Version: "1" } })), /policy: a new kind/);
    const nested = await problemsOf("aws:lambda/invocation:Invocation", { input: text({ rules: text({ a: 1 }) }) });
    assert.match(String(nested), /input>rules: a new kind of document/);
    assert.deepEqual(await problemsOf(TOPIC, { displayName: "Alerts", tags: { a: "b" } }), []);
    assert.equal((await inspect([{ ...made(TOPIC, { policy: "{}" }), kind: "component" }])).length, 0);
    assert.equal(UNKNOWN_KIND, "a new kind of document");
  });

  it("don't pass a document that is not known or secret", async () => {
    for (const policy of [{ $unknown: true }, { $secret: true }]) {
      assert.match(String(await problemsOf(ROLE_POLICY, { policy })), /it is not known/);
    }
    assert.match(String(await problemsOf("aws:sns/topic:Topic", { key: { $secret: true } })), /it is secret/);
    assert.deepEqual(
      await problemsOf("aws:secretsmanager/secretVersion:SecretVersion", { secretString: { $secret: true } }),
      [],
    );
  });
});
