import type { ArgumentChecks } from "../core";
import { allStates, type StateMachineDefinition } from "./asl";
import { type WorkflowIntegrations, WorkflowType } from "./workflow-args";

/** What a Task state asks of a service. */
export interface ServiceCall {
  readonly state: string;
  /** Such as `lambda`, `sqs`, `aws-sdk`. */
  readonly service: string;
  /** Such as `invoke`, `sendMessage`. */
  readonly action: string;
  /** Whether Step Functions waits for the job to end. */
  readonly sync: boolean;
  /** Whether it waits for the task's token. */
  readonly callback: boolean;
}

/** `arn:aws:states:::sqs:sendMessage.waitForTaskToken`; the partition may be a placeholder. */
const OPTIMIZED = /^arn:[^:]+:states:::([a-z-]+):([A-Za-z0-9:]+?)(\.sync(?::2)?|\.waitForTaskToken)?$/;
const FUNCTION = /^arn:[^:]+:lambda:/;

/** The integration that each call needs. */
const NEEDS: Record<string, keyof WorkflowIntegrations> = {
  "lambda:invoke": "functions",
  "sqs:sendMessage": "queues",
  "sns:publish": "topicArns",
  "events:putEvents": "eventBusArns",
  "dynamodb:getItem": "tableArns",
  "dynamodb:putItem": "tableArns",
  "dynamodb:updateItem": "tableArns",
  "dynamodb:deleteItem": "tableArns",
  "ecs:runTask": "ecsTasks",
  "glue:startJobRun": "glueJobs",
  "sagemaker:createTransformJob": "transformJobs",
  "sagemaker:createTrainingJob": "trainingJobs",
  "states:startExecution": "workflows",
};

/** Every call of a definition. A Task that names a function's ARN, or a placeholder, invokes a function. */
export function serviceCalls(definition: StateMachineDefinition): ServiceCall[] {
  const calls: ServiceCall[] = [];
  for (const { name, state } of allStates(definition)) {
    const { Resource: resource } = state;
    if (state.Type !== "Task" || typeof resource !== "string") continue;
    const [, service, action, pattern] = OPTIMIZED.exec(resource) ?? [];
    if (service !== undefined && action !== undefined) {
      const sync = pattern?.startsWith(".sync") ?? false;
      calls.push({ state: name, service, action, sync, callback: pattern === ".waitForTaskToken" });
    } else if (FUNCTION.test(resource) || resource.startsWith("${")) {
      calls.push({ state: name, service: "lambda", action: "invoke", sync: false, callback: false });
    }
  }
  return calls;
}

/** Holds what the definition calls against what it was given, both ways. */
export function checkCalls(
  checks: ArgumentChecks,
  definition: StateMachineDefinition,
  integrations: WorkflowIntegrations,
  type: string,
): void {
  for (const { name, state } of allStates(definition)) {
    if (state.Type === "Task") checks.required(`state "${name}".Resource`, state["Resource"], "say what it calls");
  }
  const used = new Set<string>();
  for (const { state, service, action, sync, callback } of serviceCalls(definition)) {
    const call = `${service}:${action}`;
    const path = `state "${state}".Resource`;
    // docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
    if (type === WorkflowType.Express && (sync || callback)) {
      checks.fail(path, call, "don't wait for it, or use a standard workflow: express ones can't");
    }
    const needed = NEEDS[call];
    if (needed === undefined) continue;
    used.add(needed);
    const given = integrations[needed];
    if (given === undefined || (Array.isArray(given) && given.length === 0)) {
      checks.fail(path, call, `give integrations.${needed}, so that the role may do it`);
    }
  }
  for (const [integration, value] of Object.entries(integrations)) {
    if (value !== undefined && !used.has(integration)) {
      checks.fail(`integrations.${integration}`, integration, "leave it out: no state calls such a thing");
    }
  }
}
