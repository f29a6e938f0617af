import type * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { PlatformComponent } from "../core";
import { Queue } from "../messaging/queue";
import { alarmAboveZero } from "./alarms";
import type { SagaArgs } from "./saga-args";
import { FAILURE_QUEUE, PARTITION, planSaga } from "./saga-checks";
import { sagaDefinition } from "./saga-definition";
import { placeholders } from "./substitutions";
import { Workflow } from "./workflow";

/**
 * A transaction over several services: steps in order, each with a compensation that undoes it. Where a step fails for
 * good, the compensations of those that completed run, the last one first; then `onFailed`.
 *
 * Every function is called with `{input, results, step, executionId, idempotencyKey}`, a compensation and `onFailed`
 * also with `failure: {error, cause}`, and has to be idempotent by `idempotencyKey`, `<execution name>:<step>`, which a
 * step shares with its compensation. Give an execution the name of what it is for, such as the order's id: a second
 * start for the same order then finds the first.
 *
 * An execution ends as *succeeded* with `{status: "completed", results}`, or with `{status: "compensated", failure,
 * failures, results}`: the business was refused and nothing is left of it. It ends as *failed* with the error
 * `CompensationFailed` only where something could not be undone: each such compensation is a message
 * `{executionId, step, failure, sagaFailure, input, results}` in the failure queue, and the alarms go off.
 *
 * Three ends are not compensated, and trip the alarms: an execution that someone stops, one that is out of time, and
 * one with more data than Step Functions allows (256 KiB a state), an error that a state can't catch.
 */
export class Saga extends PlatformComponent {
  /** State machine of the saga. */
  readonly workflow: Workflow;
  /** ARN that callers start. */
  readonly arn: pulumi.Output<string>;
  /** Compensations that failed, for people to see to. */
  readonly failureQueue: Queue;

  constructor(name: string, args: SagaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workflow:Saga", name, args, opts);
    const { plan, resources } = planSaga(this.checks(), name, args);
    const definition = sagaDefinition(plan);
    this.failureQueue = new Queue(
      `${name}-failures`,
      { withoutDeadLetterQueue: true, messageRetentionSeconds: 1_209_600, kmsKeyArn: args.kmsKeyArn },
      { parent: this },
    );
    const { functions, approvals } = resources;
    const values: [string, pulumi.Input<string>][] = [
      [PARTITION, this.partition],
      [FAILURE_QUEUE, this.failureQueue.url],
      ...[...functions].map(([placeholder, fn]): [string, pulumi.Input<string>] => [placeholder, fn.arn]),
      ...[...approvals].map(([placeholder, { queue }]): [string, pulumi.Input<string>] => [placeholder, queue.url]),
    ];
    const used = placeholders(definition);
    this.workflow = new Workflow(
      name,
      {
        definition: JSON.stringify(definition),
        definitionSubstitutions: Object.fromEntries(values.filter(([placeholder]) => used.has(placeholder))),
        integrations: {
          functions: [...functions].filter(([placeholder]) => used.has(placeholder)).map(([, fn]) => fn),
          queues: [this.failureQueue, ...[...approvals.values()].map(({ queue }) => queue)],
        },
        logRetentionDays: args.logRetentionDays,
        logExecutionData: args.logExecutionData,
        logKmsKeyArn: args.kmsKeyArn,
        kmsKeyArn: args.kmsKeyArn,
        alarmTopicArn: args.alarmTopicArn,
      },
      { parent: this },
    );
    this.arn = this.workflow.arn;
    alarmAboveZero(
      { name, topicArn: args.alarmTopicArn, tags: (child) => this.tags(child), child: () => this.child() },
      "not-compensated",
      {
        namespace: "AWS/SQS",
        name: "ApproximateNumberOfMessagesVisible",
        statistic: "Maximum",
        dimensions: { QueueName: this.failureQueue.queueName },
      },
      `Compensations of ${name} failed and wait in its failure queue.`,
    );
    this.registerOutputs({ arn: this.arn, failureQueueUrl: this.failureQueue.url });
  }

  /**
   * Lets `to` start the saga.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the saga.
   */
  grantStart(to: Grantable, granteeName: string): Grant {
    return this.workflow.grantStartExecution(to, granteeName);
  }
}
