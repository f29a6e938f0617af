import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./iam";

const authorization = "https://docs.aws.amazon.com/service-authorization/latest/reference";

/**
 * What each grant is of, why nothing narrower works, and the page of AWS that says so: every grant that a role of
 * the platform has on all resources, by the `Sid` of its statement. The list is closed: `onAllResources` writes what is in
 * it, and a test reads the roles of every environment and refuses a `*` that is not.
 */
export const unscopedGrants = {
  Traces: {
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    reason: "IAM knows no resource for sending traces.",
    source: `${authorization}/list_awsx-ray.html`,
  },
  WorkflowTraces: {
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
    reason: "IAM knows no resource for sending traces and reading what to sample.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html",
  },
  WorkflowLogs: {
    actions: [
      "logs:CreateLogDelivery",
      "logs:GetLogDelivery",
      "logs:UpdateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups",
    ],
    reason: "Log deliveries are the account's, and Step Functions makes its own: AWS has them on all resources.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
  },
  WatchTasks: {
    actions: ["ecs:StopTask", "ecs:DescribeTasks"],
    reason: "The tasks are yet to be started and have no ids; a condition holds the grant to their clusters.",
    source: "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html",
  },
  GatewayLogs: {
    // The actions that the provider documents for this role.
    actions: [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogGroups",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
      "logs:GetLogEvents",
      "logs:FilterLogEvents",
    ],
    reason:
      "API Gateway makes a log group for each stage itself, and checks the role against all groups when it is set.",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  },
  RegistryLogin: {
    actions: ["ecr:GetAuthorizationToken"],
    reason: "The login to the registry is one for all repositories of the account.",
    source: `${authorization}/list_amazonelasticcontainerregistry.html`,
  },
  Spans: {
    actions: [
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:GetSamplingStatisticSummaries",
    ],
    reason: "IAM knows no resource for sending spans and reading what to sample.",
    source: `${authorization}/list_awsx-ray.html`,
  },
  ShellSessions: {
    actions: [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    reason: "IAM knows no resource for ECS Exec's channels: each is the caller's own.",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
  },
  ShellLogGroups: {
    actions: ["logs:DescribeLogGroups"],
    reason: "ECS Exec's agent looks its log group up by listing, which is of all groups.",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
  },
  TrafficShift: {
    actions: [
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    reason: "IAM knows no resource for looking load balancers up.",
    source: `${authorization}/list_awselasticloadbalancingv2.html`,
  },
  LatticeNetworks: {
    actions: ["ec2:DescribeInstances", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
    reason: "IAM knows no resource for looking networks up.",
    source: `${authorization}/list_amazonec2.html`,
  },
  SearchNetwork: {
    actions: [
      "ec2:DescribeVpcs",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeSubnets",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeNetworkInterfaces",
    ],
    reason: "IAM knows no resource for looking networks up.",
    source: `${authorization}/list_amazonec2.html`,
  },
  AnalyticsNetwork: {
    actions: ["ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"],
    reason: "IAM knows no resource for looking networks up.",
    source: `${authorization}/list_amazonec2.html`,
  },
  FindZones: {
    actions: ["route53:ListHostedZones"],
    reason: "IAM knows no resource for listing hosted zones.",
    source: `${authorization}/list_amazonroute53.html`,
  },
  Discover: {
    actions: ["servicediscovery:DiscoverInstances", "servicediscovery:DiscoverInstancesRevision"],
    reason: "IAM knows no resource for them; a condition holds the grant to one namespace.",
    source: `${authorization}/list_awscloudmap.html`,
  },
  Evaluations: {
    actions: ["config:PutEvaluations"],
    reason: "IAM knows no resource for it.",
    source: `${authorization}/list_awsconfig.html`,
  },
  DeploymentAlarms: {
    actions: ["cloudwatch:DescribeAlarms"],
    reason: "CloudWatch has no narrower resource for it than every alarm.",
    source: `${authorization}/list_amazoncloudwatch.html`,
  },
  NetworkInterfaces: {
    actions: [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ],
    reason: "Lambda makes and finds interfaces whose ids nobody knows before; the function's own code is denied it.",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
  },
} as const satisfies Record<string, { actions: readonly string[]; reason: string; source: string }>;

/** `Sid` of a grant on all resources. */
export type UnscopedGrantName = keyof typeof unscopedGrants;

/** The statement of a grant on all resources, whose reason is in {@link unscopedGrants}. */
export function onAllResources(name: UnscopedGrantName, condition?: Statement["Condition"]): Statement {
  const [first, ...others] = unscopedGrants[name].actions;
  return {
    Sid: name,
    Effect: "Allow",
    Action: others.length === 0 ? first : [first, ...others],
    Resource: "*",
    ...(condition && { Condition: condition }),
  };
}

const backup = "https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html";
const snapshots =
  "Snapshots, copies and what is restored have names that exist only later, and AWS changes the policy as its services need more.";

/** Policies of AWS's own that roles of the platform have, by the end of their ARN: why nothing narrower works, and where AWS says so. */
export const managedPolicies = {
  "service-role/AWSBackupServiceRolePolicyForBackup": { reason: snapshots, source: backup },
  "service-role/AWSBackupServiceRolePolicyForRestores": { reason: snapshots, source: backup },
  AWSBackupServiceRolePolicyForS3Backup: { reason: snapshots, source: backup },
  AWSBackupServiceRolePolicyForS3Restore: { reason: snapshots, source: backup },
} as const satisfies Record<string, { reason: string; source: string }>;

/** ARN of one of {@link managedPolicies}. */
export function managedPolicyArn(
  name: keyof typeof managedPolicies,
  partition: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:iam::aws:policy/${name}`;
}
