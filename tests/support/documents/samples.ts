/** Documents that are sound and the same ones broken, which show that each check can fail. */
import type { Value } from "../../../preflight";

const queue = "arn:aws:sqs:eu-central-1:111122223333:work";
const text = (value: Value): string => JSON.stringify(value);
const widget = { type: "metric", x: 0, y: 0, width: 6, height: 6 };
const metrics = [["AWS/SQS", "NumberOfMessagesSent"]];
const filtered = (pattern: Value) => ({ filterCriteria: { filters: [{ pattern: text(pattern) }] } });
const container = { name: "app", image: "app:1" };
const expire = { rulePriority: 1, selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 } };
const stateMachine = (states: Record<string, Value>): string =>
  text({ QueryLanguage: "JSONata", StartAt: "a", States: states });

/** What is wrong, type of resource, inputs that are sound, the same with what is wrong, and what is said of that. */
export type Sample = readonly [string, string, Record<string, Value>, Record<string, Value>, RegExp];

export const samples: readonly Sample[] = [
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
  [
    "rules of Prometheus with no expression",
    "aws:amp/ruleGroupNamespace:RuleGroupNamespace",
    { data: "groups:\n  - name: a\n    rules:\n      - alert: Fails\n        expr: up == 0\n        for: 5m\n" },
    { data: "groups:\n  - name: a\n    rules:\n      - alert: Fails\n        for: 5m\n" },
    /required property 'expr'/,
  ],
  [
    "a template with a name that CloudFormation doesn't take",
    "aws:cfg/conformancePack:ConformancePack",
    { templateBody: text({ Resources: { Rule: { Type: "AWS::Config::ConfigRule" } } }) },
    { templateBody: text({ Resources: { "my-rule": { Type: "AWS::Config::ConfigRule" } } }) },
    /my-rule/,
  ],
  [
    "a mapping template that has no variable and is no JSON",
    "aws:apigateway/restApi:RestApi",
    mapped('{"statusCode":200}'),
    mapped('{"statusCode":200'),
    /mapping template: it is no JSON/,
  ],
];

function mapped(template: string): Record<string, Value> {
  const integration = { type: "mock", requestTemplates: { "application/json": template } };
  const get = { responses: { 200: { description: "a" } }, "x-amazon-apigateway-integration": integration };
  return { body: text({ openapi: "3.0.3", info: { title: "A", version: "1" }, paths: { "/a": { get } } }) };
}

function alerts(receiver: string): string {
  const sns = { topic_arn: "arn:aws:sns:eu-central-1:111122223333:alerts", sigv4: { region: "eu-central-1" } };
  const config = { route: { receiver }, receivers: [{ name: "topic", sns_configs: [sns] }] };
  return `alertmanager_config: |\n  ${text(config)}\n`;
}
