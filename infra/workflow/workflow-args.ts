import type * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../compute";
import type { PlatformArgs } from "../core";
import type { Queue } from "../messaging";
import type { Workflow } from "./workflow";

/** How a state machine runs and is paid for. Values from the state machine's `type`. */
export const WorkflowType = { Standard: "STANDARD", Express: "EXPRESS" } as const;
export type WorkflowType = (typeof WorkflowType)[keyof typeof WorkflowType];

/** An ECS task that a workflow runs. */
export interface WorkflowEcsTask {
  /** ARN of the task definition, with or without a revision. */
  taskDefinitionArn: pulumi.Input<string>;
  /** ARN of the cluster that it runs in, and no other. */
  clusterArn: pulumi.Input<string>;
  /** Roles that ECS gets for it: its task role and its execution role. */
  roleArns: pulumi.Input<string>[];
}

/** SageMaker jobs that a workflow starts. */
export interface WorkflowSageMakerJobs {
  /** What the names of the jobs start with: letters, digits and hyphens. */
  namePrefix: string;
  /** Roles that SageMaker gets for them; training jobs have one. @default none */
  roleArns?: pulumi.Input<string>[];
}

/**
 * What a workflow calls. Its role may do just what the definition's Task states do, with these resources. A service
 * that is not here, such as one by `aws-sdk:`, needs a policy on the workflow's `role`.
 */
export interface WorkflowIntegrations {
  /** For `lambda:invoke`; their aliases are what may be invoked. */
  functions?: LambdaService[];
  /** For `sqs:sendMessage`. */
  queues?: Queue[];
  /** For `sns:publish`. */
  topicArns?: pulumi.Input<string>[];
  /** For `events:putEvents`. */
  eventBusArns?: pulumi.Input<string>[];
  /** For `dynamodb:getItem`, `putItem`, `updateItem` and `deleteItem`. */
  tableArns?: pulumi.Input<string>[];
  /** For `ecs:runTask`. */
  ecsTasks?: WorkflowEcsTask[];
  /** Names of Glue jobs, for `glue:startJobRun`. */
  glueJobs?: pulumi.Input<string>[];
  /** For `sagemaker:createTransformJob`. */
  transformJobs?: WorkflowSageMakerJobs;
  /** For `sagemaker:createTrainingJob`. */
  trainingJobs?: WorkflowSageMakerJobs;
  /** For `states:startExecution`. */
  workflows?: Workflow[];
}

/** Arguments of {@link Workflow}. Give one of `definition` and `definitionFile`. */
export interface WorkflowArgs extends PlatformArgs {
  /** State machine in the Amazon States Language as JSON or YAML text; `JSON.stringify` makes one of an object. */
  definition?: string;
  /** Path of a file with it, relative to the program. */
  definitionFile?: string;
  /** What stands for each `${name}` in the definition's texts, such as the ARN of a function. @default none */
  definitionSubstitutions?: Record<string, pulumi.Input<string>>;
  /** Standard runs up to a year, each step exactly once; express up to five minutes. A change replaces it. @default "STANDARD" */
  type?: WorkflowType;
  /** What it calls. @default nothing */
  integrations?: WorkflowIntegrations;

  /** Name of an alias for the newest version, 1 to 80 letters, digits, `.`, `-`, `_`. Callers then use it. @default none */
  alias?: string;
  /** Days that logs are kept. @default 90 */
  logRetentionDays?: number;
  /** Log what states take and give too, which may hold personal data. @default false */
  logExecutionData?: boolean;
  /**
   * Encrypts the log group. Its policy has to let `logs.<region>.amazonaws.com` use it.
   * @default CloudWatch's own key
   */
  logKmsKeyArn?: pulumi.Input<string>;
  /** Keep no logs. @default false: everything is logged */
  withoutLogs?: boolean;
  /** Send no traces to X-Ray. @default false */
  withoutTracing?: boolean;
  /**
   * Customer-managed KMS key of the definition and of what executions hold. With logs its policy has to let
   * `delivery.logs.amazonaws.com` use `kms:Decrypt`. @default a key of AWS
   */
  kmsKeyArn?: pulumi.Input<string>;
  /** Time that a data key is used for, in seconds, 60 to 900. With `kmsKeyArn` only. @default 300 */
  kmsDataKeyReuseSeconds?: number;

  /** SNS topic that the alarms notify. @default the alarms change state and notify nobody */
  alarmTopicArn?: pulumi.Input<string>;
  /** Make no alarms. @default false: failed, timed out and aborted executions, one or more in five minutes */
  withoutAlarms?: boolean;
}
