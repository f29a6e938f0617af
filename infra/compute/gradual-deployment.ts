import { Stack } from "@pulumi/aws/cloudformation";
import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Application, DeploymentGroup } from "@pulumi/aws/codedeploy";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import { onAllResources, policyDocument, serviceTrust } from "../core";

/** How callers are moved: CodeDeploy's own configurations, docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html */
export const DeploymentPace = {
  /** A tenth at once, the rest after 5 minutes. */
  Canary10Percent5Minutes: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
  Canary10Percent10Minutes: "CodeDeployDefault.LambdaCanary10Percent10Minutes",
  Canary10Percent15Minutes: "CodeDeployDefault.LambdaCanary10Percent15Minutes",
  Canary10Percent30Minutes: "CodeDeployDefault.LambdaCanary10Percent30Minutes",
  /** A tenth more every minute. */
  Linear10PercentEvery1Minute: "CodeDeployDefault.LambdaLinear10PercentEvery1Minute",
  Linear10PercentEvery2Minutes: "CodeDeployDefault.LambdaLinear10PercentEvery2Minutes",
  Linear10PercentEvery3Minutes: "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes",
  Linear10PercentEvery10Minutes: "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes",
  /** All at once, but for the hooks. */
  AllAtOnce: "CodeDeployDefault.LambdaAllAtOnce",
} as const;
export type DeploymentPace = (typeof DeploymentPace)[keyof typeof DeploymentPace];

/** How callers are moved to a new version. */
export interface GradualDeploymentArgs {
  /** How many callers are moved, and how fast. @default "CodeDeployDefault.LambdaCanary10Percent5Minutes" */
  pace?: DeploymentPace;
  /** Name of a CodeDeploy configuration of your own, instead of `pace`. @default none */
  deploymentConfigName?: pulumi.Input<string>;
  /** CloudWatch alarms, by name or ARN, that end the deployment and move callers back, at most 9. @default none but its own */
  alarms?: pulumi.Input<string>[];
  /** Errors a minute, through the alias, that end the deployment, at least 1. @default 1 */
  errorsPerMinute?: number;
  /** Go by the alarms that are given alone. @default false */
  withoutErrorAlarm?: boolean;
  /** Function, by name, that CodeDeploy has approve the version before callers are moved. @default none */
  beforeTrafficFunctionName?: pulumi.Input<string>;
  /** Function, by name, that CodeDeploy has approve the version after all callers were moved. @default none */
  afterTrafficFunctionName?: pulumi.Input<string>;
}

/** docs.aws.amazon.com/codedeploy/latest/userguide/limits.html: ten alarms a group, one of which is the component's. */
const MAX_ALARMS = 9;

export function checkGradualDeployment(checks: ArgumentChecks, args: GradualDeploymentArgs): void {
  checks
    .oneOf("gradualDeployment.pace", args.pace, Object.values(DeploymentPace))
    .exclusive(
      { "gradualDeployment.pace": args.pace, "gradualDeployment.deploymentConfigName": args.deploymentConfigName },
      true,
    )
    .length("gradualDeployment.alarms", args.alarms, 0, MAX_ALARMS)
    .integer("gradualDeployment.errorsPerMinute", args.errorsPerMinute, 1, 1_000_000);
  if (args.withoutErrorAlarm && (args.alarms ?? []).length === 0) {
    checks.fail(
      "gradualDeployment.withoutErrorAlarm",
      true,
      "name an alarm, or leave it out: nothing would move callers back",
    );
  }
}

/** What a gradual deployment is made from. */
export interface GradualDeploymentInput {
  readonly name: string;
  readonly args: GradualDeploymentArgs;
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  readonly version: pulumi.Output<string>;
  readonly aliasName: string;
  readonly provisionedConcurrency: number | undefined;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/**
 * An alias that CodeDeploy moves. It is a CloudFormation stack of one resource, because a change of that resource's
 * version *is* a CodeDeploy deployment, which Pulumi's provider has no resource for: the update waits until callers are
 * moved, and fails, with the alias as it was, where an alarm goes off. The first deployment makes the alias and moves nobody.
 */
export function createGradualAlias(input: GradualDeploymentInput): Stack {
  const { name, args, tags, child } = input;
  const alarms = [...(args.withoutErrorAlarm ? [] : [errorAlarm(input).name]), ...(args.alarms ?? []).map(alarmName)];
  const { role, policy } = deploymentRole(input);
  const application = new Application(
    `${name}-deployment`,
    { computePlatform: "Lambda", tags: tags(`${name}-deployment`) },
    child(),
  );
  const group = new DeploymentGroup(
    `${name}-deployment-group`,
    {
      appName: application.name,
      deploymentGroupName: name,
      deploymentConfigName: args.deploymentConfigName ?? args.pace ?? DeploymentPace.Canary10Percent5Minutes,
      serviceRoleArn: role.arn,
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      alarmConfiguration: { enabled: true, alarms },
      autoRollbackConfiguration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      tags: tags(`${name}-deployment-group`),
    },
    child({ dependsOn: [policy] }),
  );
  return new Stack(
    `${name}-alias`,
    {
      templateBody: pulumi.jsonStringify({
        AWSTemplateFormatVersion: "2010-09-09",
        Description: `Alias ${input.aliasName} of the function ${name}, moved by CodeDeploy.`,
        Resources: {
          Alias: {
            Type: "AWS::Lambda::Alias",
            Properties: {
              FunctionName: input.functionName,
              FunctionVersion: input.version,
              Name: input.aliasName,
              ...(input.provisionedConcurrency !== undefined && {
                ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: input.provisionedConcurrency },
              }),
            },
            UpdatePolicy: {
              CodeDeployLambdaAliasUpdate: {
                ApplicationName: application.name,
                DeploymentGroupName: group.deploymentGroupName,
                ...(args.beforeTrafficFunctionName !== undefined && {
                  BeforeAllowTrafficHook: args.beforeTrafficFunctionName,
                }),
                ...(args.afterTrafficFunctionName !== undefined && {
                  AfterAllowTrafficHook: args.afterTrafficFunctionName,
                }),
              },
            },
          },
        },
      }),
      tags: tags(`${name}-alias`),
    },
    // The slowest of the paces takes 100 minutes, and CodeDeploy waits for the hooks up to an hour each.
    child({ customTimeouts: { create: "30m", update: "4h", delete: "30m" } }),
  );
}

/** The name of an alarm that is given by name or by ARN, `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME`. */
function alarmName(alarm: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(alarm).apply((text) => (text.startsWith("arn:") ? text.split(":").slice(6).join(":") : text));
}

function errorAlarm({ name, args, functionName, aliasName, tags, child }: GradualDeploymentInput): MetricAlarm {
  return new MetricAlarm(
    `${name}-deployment-errors`,
    {
      alarmDescription: `Ends a deployment of ${name}: the function fails.`,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: functionName, Resource: pulumi.interpolate`${functionName}:${aliasName}` },
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      threshold: args.errorsPerMinute ?? 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      tags: tags(`${name}-deployment-errors`),
    },
    child(),
  );
}

/** A role of CodeDeploy's that moves this one function's aliases and calls its hooks. */
function deploymentRole(input: GradualDeploymentInput): { role: Role; policy: RolePolicy } {
  const { name, args, functionArn, partition, region, accountId, tags, child } = input;
  const role = new Role(
    `${name}-deployment-role`,
    {
      description: `CodeDeploy moves callers of ${name}.`,
      assumeRolePolicy: serviceTrust("codedeploy.amazonaws.com", accountId),
      tags: tags(`${name}-deployment-role`),
    },
    child(),
  );
  const hooks = [args.beforeTrafficFunctionName, args.afterTrafficFunctionName].filter((hook) => hook !== undefined);
  const policy = new RolePolicy(
    `${name}-deployment-role-policy`,
    {
      role: role.name,
      policy: policyDocument(
        {
          Effect: "Allow",
          Action: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
          Resource: [functionArn, pulumi.interpolate`${functionArn}:*`],
        },
        onAllResources("DeploymentAlarms"),
        ...(hooks.length === 0
          ? []
          : [
              {
                Effect: "Allow" as const,
                Action: "lambda:InvokeFunction",
                Resource: hooks.map(
                  (hook) => pulumi.interpolate`arn:${partition}:lambda:${region}:${accountId}:function:${hook}`,
                ),
              },
            ]),
      ),
    },
    child(),
  );
  return { role, policy };
}
