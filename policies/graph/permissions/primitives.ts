/**
 * What lets somebody give themselves permissions. Actions and what they do: the Service Authorization Reference at
 * docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html.
 */

/** Kinds of things of IAM that an action is on, as they stand in ARNs. */
export type IamKind = "role" | "user" | "group" | "policy";

/** Actions that write permissions, each enough by itself, by what they are on. */
export const writesPermissions: readonly { readonly action: string; readonly on: IamKind }[] = [
  { action: "iam:PutRolePolicy", on: "role" },
  { action: "iam:AttachRolePolicy", on: "role" },
  { action: "iam:CreatePolicyVersion", on: "policy" },
  { action: "iam:SetDefaultPolicyVersion", on: "policy" },
  { action: "iam:PutUserPolicy", on: "user" },
  { action: "iam:AttachUserPolicy", on: "user" },
  { action: "iam:PutGroupPolicy", on: "group" },
  { action: "iam:AttachGroupPolicy", on: "group" },
  { action: "iam:AddUserToGroup", on: "group" },
  { action: "iam:CreateAccessKey", on: "user" },
  { action: "iam:CreateLoginProfile", on: "user" },
  { action: "iam:UpdateLoginProfile", on: "user" },
];

/** A service that runs what it is given as a role that it is passed. */
export interface Runner {
  readonly service: string;
  /** Each one of several that will do. */
  readonly actions: readonly (readonly string[])[];
}

/** docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html; the actions are those of each service that take a role. */
export const runners: readonly Runner[] = [
  {
    service: "lambda.amazonaws.com",
    actions: [
      ["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"],
      ["lambda:InvokeFunction", "lambda:CreateEventSourceMapping", "lambda:AddPermission"],
    ],
  },
  { service: "ec2.amazonaws.com", actions: [["ec2:RunInstances", "ec2:AssociateIamInstanceProfile"]] },
  {
    service: "ecs-tasks.amazonaws.com",
    actions: [
      ["ecs:RegisterTaskDefinition"],
      ["ecs:RunTask", "ecs:StartTask", "ecs:CreateService", "ecs:UpdateService"],
    ],
  },
  { service: "cloudformation.amazonaws.com", actions: [["cloudformation:CreateStack", "cloudformation:UpdateStack"]] },
  {
    service: "glue.amazonaws.com",
    actions: [
      ["glue:CreateJob", "glue:UpdateJob"],
      ["glue:StartJobRun", "glue:CreateTrigger"],
    ],
  },
  {
    service: "codebuild.amazonaws.com",
    actions: [["codebuild:CreateProject", "codebuild:UpdateProject"], ["codebuild:StartBuild"]],
  },
  {
    service: "sagemaker.amazonaws.com",
    actions: [["sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob"]],
  },
  {
    service: "states.amazonaws.com",
    actions: [["states:CreateStateMachine", "states:UpdateStateMachine"], ["states:StartExecution"]],
  },
];
