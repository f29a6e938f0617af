export { WorkflowStart, type WorkflowStartArgs } from "./api-start";
export { Saga } from "./saga";
export type { SagaApproval, SagaArgs, SagaRetry, SagaStep } from "./saga-args";
export { ScheduledJob } from "./scheduled-job";
export type { ScheduledJobArgs } from "./scheduled-job-args";
export { Workflow } from "./workflow";
export {
  type WorkflowArgs,
  type WorkflowEcsTask,
  type WorkflowIntegrations,
  type WorkflowSageMakerJobs,
  WorkflowType,
} from "./workflow-args";
