/** Every property that holds a document, and how such a document is checked. */
import {
  accessLogFormat,
  alertManager,
  type Check,
  draft04Schema,
  edgeFunction,
  expression,
  filterPolicy,
  inputTemplate,
  json,
  mappingTemplate,
  ofSchema,
  openApi,
  policy,
  prometheusRules,
  scheduleInput,
  stateMachine,
  template,
} from "./checks";

/** A kind of document. */
export interface Kind {
  readonly name: string;
  /** Where documents of it are: type of resource and path, in which `[]` is an item of a list, `>` goes into a text and `*` is any text. */
  readonly at: readonly string[];
  readonly check: Check;
}

/** Kinds of documents that have a checker. */
export const kinds: readonly Kind[] = [
  {
    name: "identity policy",
    at: [
      "aws:iam/rolePolicy:RolePolicy policy",
      "aws:iam/policy:Policy policy",
      "aws:iam/role:Role inlinePolicies[].policy",
    ],
    check: policy("identity"),
  },
  { name: "trust policy", at: ["aws:iam/role:Role assumeRolePolicy"], check: policy("trust") },
  {
    name: "resource policy",
    at: [
      "aws:backup/vaultPolicy:VaultPolicy policy",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy policyDocument",
      "aws:ec2/vpcEndpoint:VpcEndpoint policy",
      "aws:ecr/repositoryPolicy:RepositoryPolicy policy",
      "aws:efs/fileSystemPolicy:FileSystemPolicy policy",
      "aws:kms/key:Key policy",
      "aws:opensearch/domain:Domain accessPolicies",
      "aws:redshift/resourcePolicy:ResourcePolicy policy",
      "aws:s3/bucketPolicy:BucketPolicy policy",
      "aws:sns/topicPolicy:TopicPolicy policy",
      "aws:sqs/queuePolicy:QueuePolicy policy",
      "aws:vpclattice/authPolicy:AuthPolicy policy",
    ],
    check: policy("resourcePolicy"),
  },
  { name: "state machine", at: ["aws:sfn/stateMachine:StateMachine definition"], check: stateMachine },
  {
    name: "expression of a state machine",
    at: ["aws:sfn/stateMachine:StateMachine definition>*"],
    check: expression,
  },
  { name: "OpenAPI", at: ["aws:apigateway/restApi:RestApi body"], check: openApi },
  {
    name: "event pattern of a rule",
    at: ["aws:cloudwatch/eventRule:EventRule eventPattern", "aws:cloudwatch/eventArchive:EventArchive eventPattern"],
    check: ofSchema("event-pattern#/definitions/rule"),
  },
  {
    name: "event pattern of a source",
    at: [
      "aws:pipes/pipe:Pipe sourceParameters.filterCriteria.filters[].pattern",
      "aws:lambda/eventSourceMapping:EventSourceMapping filterCriteria.filters[].pattern",
    ],
    check: ofSchema("event-pattern#/definitions/pipeFields"),
  },
  {
    name: "filter policy of a subscription",
    at: ["aws:sns/topicSubscription:TopicSubscription filterPolicy"],
    check: filterPolicy,
  },
  {
    name: "input template of a rule",
    at: ["aws:cloudwatch/eventTarget:EventTarget inputTransformer.inputTemplate"],
    check: inputTemplate,
  },
  { name: "dashboard", at: ["aws:cloudwatch/dashboard:Dashboard dashboardBody"], check: ofSchema("dashboard") },
  {
    name: "container definitions",
    at: ["aws:ecs/taskDefinition:TaskDefinition containerDefinitions"],
    check: ofSchema("container-definitions"),
  },
  {
    name: "redrive policy of a queue",
    at: ["aws:sqs/queue:Queue redrivePolicy"],
    check: ofSchema("documents#/definitions/queueRedrive"),
  },
  {
    name: "redrive allow policy",
    at: ["aws:sqs/redriveAllowPolicy:RedriveAllowPolicy redriveAllowPolicy"],
    check: ofSchema("documents#/definitions/redriveAllow"),
  },
  {
    name: "redrive policy of a subscription",
    at: ["aws:sns/topicSubscription:TopicSubscription redrivePolicy"],
    check: ofSchema("documents#/definitions/subscriptionRedrive"),
  },
  {
    name: "lifecycle policy of images",
    at: ["aws:ecr/lifecyclePolicy:LifecyclePolicy policy"],
    check: ofSchema("documents#/definitions/lifecycle"),
  },
  {
    name: "account policy of logs",
    at: ["aws:cloudwatch/logAccountPolicy:LogAccountPolicy policyDocument"],
    check: ofSchema("documents#/definitions/logAccountPolicy"),
  },
  {
    name: "security groups of a restore test",
    at: ["aws:backup/restoreTestingSelection:RestoreTestingSelection restoreMetadataOverrides.vpcSecurityGroupIds"],
    check: ofSchema("documents#/definitions/securityGroups"),
  },
  {
    name: "JSON schema of a configuration",
    at: ["aws:appconfig/configurationProfile:ConfigurationProfile validators[].content"],
    check: draft04Schema,
  },
  {
    name: "alert manager",
    at: ["aws:amp/alertManagerDefinition:AlertManagerDefinition definition"],
    check: alertManager,
  },
  {
    name: "access log format",
    at: ["aws:apigateway/stage:Stage accessLogSettings.format"],
    check: accessLogFormat,
  },
  { name: "input of a schedule", at: ["aws:scheduler/schedule:Schedule target.input"], check: scheduleInput },
  { name: "function of CloudFront", at: ["aws:cloudfront/function:Function code"], check: edgeFunction },
];

/** Kinds that have a checker and that no environment has: examples do. */
export const kindsOfExamples: readonly Kind[] = [
  { name: "rules of Prometheus", at: ["aws:amp/ruleGroupNamespace:RuleGroupNamespace data"], check: prometheusRules },
  {
    name: "template of CloudFormation",
    at: ["aws:cfg/conformancePack:ConformancePack templateBody", "aws:cloudformation/stack:Stack templateBody"],
    check: template,
  },
];

/** A kind of document that nothing here can validate whole, with the reason. */
export interface Uncovered extends Kind {
  readonly reason: string;
}

/** All that is checked of these is that those parse that are JSON. */
export const uncovered: readonly Uncovered[] = [
  {
    name: "Guard rule",
    at: ["aws:cfg/rule:Rule source.customPolicyDetails.policyText"],
    check: () => [],
    reason: "Guard's grammar is in its own Rust program; no npm package reads it.",
  },
  {
    name: "Logs Insights query",
    at: ["aws:cloudwatch/queryDefinition:QueryDefinition queryString"],
    check: () => [],
    reason: "AWS publishes no grammar of the language and no npm package parses it.",
  },
  {
    name: "Athena query",
    at: ["aws:athena/namedQuery:NamedQuery query"],
    check: () => [],
    reason: "The queries are Trino's SQL; its grammar is in a Java program.",
  },
  {
    name: "broker configuration",
    at: ["aws:mq/configuration:Configuration data"],
    check: () => [],
    reason: "Amazon MQ takes a list of elements of its own out of ActiveMQ's XML schema and publishes no schema of it.",
  },
  {
    name: "add-on configuration",
    at: ["aws:eks/addon:Addon configurationValues"],
    check: json(),
    reason: "The schema differs by version of the add-on; AWS hands it out through DescribeAddonConfiguration only.",
  },
  {
    name: "requests of OpenSearch's set-up",
    at: ["aws:lambda/invocation:Invocation input", "aws:lambda/invocation:Invocation input>requests[].body"],
    check: json(),
    reason: "They are for the plug-ins of OpenSearch, of whose APIs there is no JSON schema in npm.",
  },
  {
    name: "configuration of the web application",
    at: ["aws:s3/bucketObjectv2:BucketObjectv2 content"],
    check: json(),
    reason: "The file is the application's own: its tests read it.",
  },
  {
    name: "configuration of a container",
    at: ["aws:ecs/taskDefinition:TaskDefinition containerDefinitions>[].environment[].value"],
    check: json(),
    reason: "It is the collector's or Consul's: each part has a Go type of its own; there is no schema of the whole.",
  },
  {
    name: "address in Consul's configuration",
    at: ["aws:ecs/taskDefinition:TaskDefinition containerDefinitions>[].environment[].value>advertise_addr"],
    check: () => [],
    reason: "A Go template that Consul fills where it starts.",
  },
  {
    name: "mapping template",
    at: [
      "aws:apigateway/restApi:RestApi body>paths.*.x-amazon-apigateway-integration.requestTemplates.*",
      "aws:apigateway/restApi:RestApi body>paths.*.x-amazon-apigateway-integration.responses.*.responseTemplates.*",
    ],
    check: mappingTemplate,
    reason: "Velocity's language with API Gateway's own variables; one that has none is JSON and has to parse.",
  },
];

/** The same of what no environment has: examples do. */
export const uncoveredOfExamples: readonly Uncovered[] = [
  {
    name: "filter pattern of logs",
    at: ["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter filterPattern"],
    check: () => [],
    reason: "AWS publishes no grammar of the pattern language and no npm package parses it.",
  },
  {
    name: "query of a delivery stream",
    at: [
      "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream extendedS3Configuration.processingConfiguration.processors[].parameters[].parameterValue",
    ],
    check: () => [],
    reason:
      "It is a jq program, and other parameters of a processor are plain values; no npm package parses it without jq.",
  },
];

/** Properties that are secret, so that what they hold is not in the graph, and why that hides no document. */
export const hidden: Readonly<Record<string, string>> = {
  "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion content":
    "the component refuses what is no JSON object; the shop's is held against its schema in tests/unit/stacks",
  "aws:elasticache/replicationGroup:ReplicationGroup authToken": "a password",
  "aws:mq/broker:Broker users[].password": "a password",
  "aws:redshiftserverless/namespace:Namespace adminUsername": "a name",
  "aws:secretsmanager/secretVersion:SecretVersion secretString": "made up when it is made; no service of AWS reads it",
};
