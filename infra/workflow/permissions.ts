import * as pulumi from "@pulumi/pulumi";
import { onAllResources, type Statement } from "../core";
import type { ServiceCall } from "./service-calls";
import type { WorkflowIntegrations, WorkflowSageMakerJobs } from "./workflow-args";

// Actions as in docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html and the page of each
// service (connect-lambda, connect-sqs, connect-sns, connect-eventbridge, connect-ddb, connect-ecs, connect-glue,
// connect-sagemaker, connect-stepfunctions). Where those pages say "*" and IAM knows the resource, the resource it is.

/** Where the state machine runs. */
export interface PermissionPlace {
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

/** One statement for each thing that the definition does. */
export function integrationStatements(
  calls: readonly ServiceCall[],
  integrations: WorkflowIntegrations,
  place: PermissionPlace,
): Statement[] {
  const does = (service: string, action?: string) =>
    calls.filter((call) => call.service === service && (action === undefined || call.action === action));
  const waits = (service: string, action: string) => does(service, action).some(({ sync }) => sync);
  const statements: Statement[] = [];
  const allow = (Action: string | string[], Resource: pulumi.Input<string>[], Condition?: Statement["Condition"]) => {
    if (Resource.length > 0) statements.push({ Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });
  };
  const { functions, queues, topicArns, eventBusArns, tableArns, glueJobs } = integrations;
  allow(
    "lambda:InvokeFunction",
    [...new Set(functions)].map(({ arn }) => arn),
  );
  allow(
    "sqs:SendMessage",
    [...new Set(queues)].map(({ arn }) => arn),
  );
  const queueKeys = (queues ?? []).flatMap(({ kmsKeyArn }) => (kmsKeyArn === undefined ? [] : [kmsKeyArn]));
  allow(["kms:GenerateDataKey", "kms:Decrypt"], queueKeys, {
    StringEquals: { "kms:ViaService": pulumi.interpolate`sqs.${place.region}.amazonaws.com` },
  });
  allow("sns:Publish", topicArns ?? []);
  allow("events:PutEvents", eventBusArns ?? []);
  const tableActions = [...new Set(does("dynamodb").map(({ action }) => `dynamodb:${capital(action)}`))].sort();
  if (tableActions.length > 0) allow(tableActions, tableArns ?? []);
  const glue = waits("glue", "startJobRun")
    ? ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"]
    : "glue:StartJobRun";
  allow(
    glue,
    (glueJobs ?? []).map((job) => arn(place, "glue", `job/${job}`)),
  );
  return [
    ...statements,
    ...ecsStatements(integrations, waits("ecs", "runTask"), place),
    ...jobStatements("Transform", integrations.transformJobs, waits("sagemaker", "createTransformJob"), place),
    ...jobStatements("Training", integrations.trainingJobs, waits("sagemaker", "createTrainingJob"), place),
    ...workflowStatements(integrations, waits("states", "startExecution"), place),
  ];
}

function capital(action: string): string {
  return action.charAt(0).toUpperCase() + action.slice(1);
}

function arn(place: PermissionPlace, service: string, resource: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** Step Functions hears of the end of a job by an EventBridge rule that it keeps in the account. */
function managedRule(name: string, place: PermissionPlace): Statement {
  return {
    Effect: "Allow",
    Action: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
    Resource: arn(place, "events", `rule/${name}`),
  };
}

function passRoles(roleArns: pulumi.Input<string>[], service: string): Statement[] {
  if (roleArns.length === 0) return [];
  const Condition = { StringEquals: { "iam:PassedToService": service } };
  return [{ Effect: "Allow", Action: "iam:PassRole", Resource: roleArns, Condition }];
}

function ecsStatements({ ecsTasks = [] }: WorkflowIntegrations, waits: boolean, place: PermissionPlace): Statement[] {
  if (ecsTasks.length === 0) return [];
  const run = ecsTasks.map(
    ({ taskDefinitionArn, clusterArn }): Statement => ({
      Effect: "Allow",
      Action: "ecs:RunTask",
      Resource: taskDefinitionArn,
      Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
    }),
  );
  const watch: Statement[] = [
    onAllResources("WatchTasks", { ArnEquals: { "ecs:cluster": ecsTasks.map(({ clusterArn }) => clusterArn) } }),
    managedRule("StepFunctionsGetEventsForECSTaskRule", place),
  ];
  const roles = passRoles(
    ecsTasks.flatMap(({ roleArns }) => roleArns),
    "ecs-tasks.amazonaws.com",
  );
  return [...run, ...roles, ...(waits ? watch : [])];
}

function jobStatements(
  kind: "Transform" | "Training",
  jobs: WorkflowSageMakerJobs | undefined,
  waits: boolean,
  place: PermissionPlace,
): Statement[] {
  if (!jobs) return [];
  const resource = arn(place, "sagemaker", `${kind.toLowerCase()}-job/${jobs.namePrefix}*`);
  const actions = [`sagemaker:Create${kind}Job`];
  // Step Functions tags the jobs that it waits for.
  if (waits) actions.push(`sagemaker:Describe${kind}Job`, `sagemaker:Stop${kind}Job`, "sagemaker:AddTags");
  return [
    { Effect: "Allow", Action: actions, Resource: resource },
    ...passRoles(jobs.roleArns ?? [], "sagemaker.amazonaws.com"),
    ...(waits
      ? [
          { Effect: "Allow" as const, Action: "sagemaker:ListTags", Resource: resource },
          managedRule(`StepFunctionsGetEventsForSageMaker${kind}JobsRule`, place),
        ]
      : []),
  ];
}

function workflowStatements(
  { workflows = [] }: WorkflowIntegrations,
  waits: boolean,
  place: PermissionPlace,
): Statement[] {
  if (workflows.length === 0) return [];
  const start: Statement = {
    Effect: "Allow",
    Action: "states:StartExecution",
    Resource: workflows.map((workflow) => workflow.arn),
  };
  if (!waits) return [start];
  const watch: Statement = {
    Effect: "Allow",
    Action: ["states:DescribeExecution", "states:StopExecution"],
    Resource: workflows.map((workflow) => arn(place, "states", pulumi.interpolate`execution:${workflow.name}:*`)),
  };
  return [start, watch, managedRule("StepFunctionsGetEventsForStepFunctionsExecutionRule", place)];
}

/** What Step Functions needs to deliver logs. */
export function logStatement(): Statement {
  return onAllResources("WorkflowLogs");
}

/** What Step Functions needs to send traces. */
export function traceStatement(): Statement {
  return onAllResources("WorkflowTraces");
}
