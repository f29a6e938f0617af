/**
 * What the resource types of AWS are in a drawing: services that are drawn as a box each, what belongs to a network's
 * frame, and what only supports others. Types are written as in the provider's tokens, without package and class:
 * `aws:sqs/queue:Queue` is `sqs/queue`. A test holds them against the installed provider.
 */

/** Where services outside of a VPC are drawn: along the way of a request, and below it what watches over the rest. */
export type Lane = "edge" | "compute" | "messaging" | "data" | "operations";

export const lanes: readonly Lane[] = ["edge", "compute", "messaging", "data", "operations"];

/** The picture on a box. */
export type Glyph =
  | "balancer"
  | "bucket"
  | "bus"
  | "cache"
  | "chart"
  | "component"
  | "container"
  | "database"
  | "function"
  | "gateway"
  | "globe"
  | "key"
  | "people"
  | "queue"
  | "search"
  | "shield"
  | "clock"
  | "stream"
  | "table"
  | "topic"
  | "workflow"
  | "other";

/** A box's place outside of a VPC, and its picture. */
export interface Kind {
  lane: Lane;
  glyph: Glyph;
}

const boxes: readonly [Lane, Glyph, string][] = [
  ["edge", "globe", "cloudfront/distribution globalaccelerator/accelerator route53/zone amplify/app"],
  [
    "edge",
    "gateway",
    "apigateway/restApi apigatewayv2/api appsync/graphQLApi ec2/internetGateway ec2/natGateway ec2/egressOnlyInternetGateway ec2/vpnGateway ec2/customerGateway ec2/vpnConnection ec2transitgateway/transitGateway ec2/vpcPeeringConnection ec2/vpcEndpoint directconnect/gateway vpclattice/serviceNetwork",
  ],
  ["edge", "shield", "wafv2/webAcl waf/webAcl wafregional/webAcl networkfirewall/firewall shield/protection"],
  ["edge", "people", "cognito/userPool cognito/identityPool transfer/server"],
  ["edge", "balancer", "lb/loadBalancer alb/loadBalancer elb/loadBalancer"],
  ["compute", "function", "lambda/function"],
  [
    "compute",
    "container",
    "ecs/service eks/nodeGroup eks/fargateProfile apprunner/service batch/computeEnvironment ec2/instance autoscaling/group ec2/spotInstanceRequest lightsail/instance elasticbeanstalk/environment",
  ],
  [
    "compute",
    "component",
    "ecs/cluster eks/cluster servicediscovery/privateDnsNamespace servicediscovery/httpNamespace vpclattice/service appmesh/mesh",
  ],
  [
    "compute",
    "workflow",
    "sfn/stateMachine mwaa/environment codepipeline/pipeline codebuild/project glue/job batch/jobQueue",
  ],
  ["compute", "clock", "scheduler/schedule"],
  ["messaging", "queue", "sqs/queue mq/broker"],
  ["messaging", "topic", "sns/topic ses/domainIdentity sesv2/emailIdentity"],
  ["messaging", "bus", "cloudwatch/eventBus cloudwatch/eventRule pipes/pipe"],
  [
    "messaging",
    "stream",
    "kinesis/stream kinesis/firehoseDeliveryStream msk/cluster msk/serverlessCluster kinesisanalyticsv2/application",
  ],
  ["data", "table", "dynamodb/table dynamodb/globalTable keyspaces/table timestreamwrite/table"],
  [
    "data",
    "database",
    "rds/cluster rds/instance rds/globalCluster rds/proxy docdb/cluster neptune/cluster redshift/cluster redshiftserverless/workgroup athena/workgroup glue/catalogDatabase",
  ],
  [
    "data",
    "cache",
    "elasticache/replicationGroup elasticache/cluster elasticache/serverlessCache dax/cluster memorydb/cluster",
  ],
  [
    "data",
    "bucket",
    "s3/bucket s3/bucketV2 efs/fileSystem fsx/lustreFileSystem fsx/openZfsFileSystem fsx/windowsFileSystem",
  ],
  ["data", "search", "opensearch/domain opensearch/serverlessCollection elasticsearch/domain"],
  ["data", "key", "secretsmanager/secret ssm/parameter appconfig/application"],
  [
    "operations",
    "chart",
    "amp/workspace grafana/workspace cloudtrail/trail cfg/recorder cfg/rule guardduty/detector securityhub/account",
  ],
  ["operations", "bucket", "backup/vault ecr/repository"],
];

/** Networks' own parts: drawn as a frame's, not as a box's, satellites. */
const network = new Set(
  `ec2/routeTable ec2/defaultRouteTable ec2/routeTableAssociation ec2/mainRouteTableAssociation ec2/route ec2/networkAcl
  ec2/defaultNetworkAcl ec2/networkAclRule ec2/networkAclAssociation ec2/defaultSecurityGroup ec2/flowLog ec2/vpcDhcpOptions
  ec2/vpcDhcpOptionsAssociation ec2/internetGatewayAttachment ec2/vpcIpv4CidrBlockAssociation`.split(/\s+/),
);

/** What many services lean on: to refer to one of these is no flow of data. */
const supporting = new Set(
  `kms/key kms/alias kms/replicaKey iam/role iam/policy iam/rolePolicy iam/rolePolicyAttachment iam/instanceProfile iam/user
  iam/serviceLinkedRole cloudwatch/logGroup cloudwatch/logStream cloudwatch/metricAlarm cloudwatch/compositeAlarm
  ec2/securityGroup ec2/defaultSecurityGroup rds/subnetGroup elasticache/subnetGroup dax/subnetGroup redshift/subnetGroup
  docdb/subnetGroup neptune/subnetGroup memorydb/subnetGroup rds/clusterParameterGroup rds/parameterGroup
  elasticache/parameterGroup dax/parameterGroup acm/certificate acm/certificateValidation ecr/repository ecs/cluster
  ec2/launchTemplate ec2/eip lambda/layerVersion lambda/codeSigningConfig mq/configuration iam/openIdConnectProvider
  cloudfront/function cloudfront/originAccessControl cloudfront/responseHeadersPolicy cloudfront/cachePolicy
  servicediscovery/httpNamespace servicediscovery/privateDnsNamespace`.split(/\s+/),
);

/** What watches, counts, guards or configures others: what it refers to gets no data from it. */
const quiet = new Set(
  `cloudwatch/metricAlarm cloudwatch/compositeAlarm cloudwatch/dashboard cloudwatch/queryDefinition xray/group xray/samplingRule
  backup/plan backup/selection backup/restoreTestingPlan backup/restoreTestingSelection backup/vaultPolicy ec2/flowLog
  sqs/queuePolicy sqs/redriveAllowPolicy sns/topicPolicy s3/bucketPolicy kms/keyPolicy cloudwatch/logResourcePolicy
  secretsmanager/secretPolicy secretsmanager/secretVersion cloudwatch/logDelivery cloudwatch/logDeliverySource
  cloudwatch/logDeliveryDestination wafv2/webAclLoggingConfiguration appautoscaling/target appautoscaling/policy
  ec2/route ec2/routeTable ec2/securityGroup vpc/securityGroupIngressRule vpc/securityGroupEgressRule ec2/securityGroupRule
  s3/bucketObjectv2 s3/bucketObject s3/bucketLogging lambda/functionEventInvokeConfig cfg/rule cloudwatch/eventArchive
  lambda/invocation iam/role appconfig/environment amp/alertManagerDefinition amp/queryLoggingConfiguration s3/bucketReplicationConfig`.split(
    /\s+/,
  ),
);

/** Classes of types that are not listed above and yet name a service: they are drawn, with no picture of their own. */
const looksLikeService =
  /^(Api|App|Application|Broker|Bucket|Cluster|Collection|Database|Domain|Environment|FileSystem|Function|Instance|Job|Pipeline|Queue|Server|Service|Site|StateMachine|Stream|Table|Topic|VirtualMachine|Workspace)$/;

const drawn = new Map(
  boxes.flatMap(([lane, glyph, types]) => types.split(" ").map((type): [string, Kind] => [type, { lane, glyph }])),
);

/** A token without package and class, where it is one of AWS's. */
export function shortToken(type: string): string {
  return /^aws:([^:]+):[^:]+$/.exec(type)?.[1] ?? type;
}

/** How a type is drawn as a box of its own; undefined where it is drawn with what it belongs to. */
export function kindOf(type: string): Kind | undefined {
  const token = shortToken(type);
  const known = drawn.get(token);
  if (known) return known;
  if (network.has(token) || supporting.has(token) || quiet.has(token)) return undefined;
  const [name = "", module = ""] = type.split(":").reverse();
  return module !== "" && looksLikeService.test(name) ? { lane: "operations", glyph: "other" } : undefined;
}

export const isVpc = (type: string): boolean => /^ec2\/(vpc|defaultVpc)$/.test(shortToken(type));
export const isSubnet = (type: string): boolean => /^ec2\/(subnet|defaultSubnet)$/.test(shortToken(type));
export const isSubnetGroup = (type: string): boolean => /\/subnetGroup$/i.test(shortToken(type));
export const isNetworkPart = (type: string): boolean => network.has(shortToken(type));
export const isSupporting = (type: string): boolean => supporting.has(shortToken(type));
export const isQuiet = (type: string): boolean => quiet.has(shortToken(type));

/** Every type that is named here, for the test that holds them against the provider. */
export const namedTypes: readonly string[] = [...new Set([...drawn.keys(), ...network, ...supporting, ...quiet])];
