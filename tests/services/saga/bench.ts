import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { asset } from "@pulumi/pulumi";
import { LambdaService } from "../../../infra/compute";
import { Saga, type SagaStep } from "../../../infra/workflow";
import type { Emulator } from "../../../local/emulator";
import { graph } from "../../../testing";
import { clientConfig } from "../../support/emulator";
import { nodeRuntimeZip } from "../../support/node-runtime";

const STATE_MACHINE = "aws:sfn/stateMachine:StateMachine";
const ROLE = "arn:aws:iam::000000000000:role/saga";
const RETRY = { maxAttempts: 2, intervalSeconds: 1, maxDelaySeconds: 1 };

/**
 * Does as the execution's input says, and leaves a message of what it did: the queue is the side effect that a test reads.
 * `input.fail` has the name of the error that each function throws, by the function's name.
 */
const FUNCTION = `
const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
const sqs = new SQSClient({});
exports.handler = async (event, context) => {
  const call = context.functionName;
  await sqs.send(new SendMessageCommand({
    QueueUrl: event.input.effects,
    MessageBody: JSON.stringify({ at: process.hrtime.bigint().toString(), call, event }),
  }));
  const name = (event.input.fail || {})[call];
  if (name) throw Object.assign(new Error(call + " failed"), { name });
  return call.endsWith("silent") ? undefined : { by: call };
};
`;

interface Effect {
  readonly at: bigint;
  readonly call: string;
  readonly event: Record<string, unknown>;
}

/** What one execution did. */
export interface Run {
  readonly status: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly output: Record<string, unknown>;
  readonly effects: Effect[];
  /** Names of the functions in the order of their calls. */
  readonly calls: string[];
  readonly reports: Record<string, unknown>[];
}

/** The fields of an object. */
export function record(value: unknown): Record<string, unknown> {
  assert.ok(typeof value === "object" && value !== null, `${JSON.stringify(value)} is no object`);
  return Object.fromEntries(Object.entries(value));
}

/** Functions that every saga of the tests can have as steps, compensations and last word. */
const FUNCTIONS = [
  ...["reserve", "pay", "deliver", "pack", "label", "silent", "confirm"],
  ...["release", "refund", "cancel", "unpack", "unlabel", "unsilent", "on-failed"],
];

/** An execution that was started, and the queue of what it does. */
export interface Started {
  readonly executionArn: string;
  readonly effects: string;
}

/** Runs the definitions of sagas on an emulator, with functions that note what they do. */
export class SagaBench {
  private readonly lambda: LambdaClient;
  readonly states: SFNClient;
  private readonly sqs: SQSClient;
  private failureQueue = "";
  private approvalQueue = "";
  private count = 0;

  constructor(private readonly emulator: Emulator) {
    const config = clientConfig(emulator);
    this.lambda = new LambdaClient(config);
    this.states = new SFNClient(config);
    this.sqs = new SQSClient(config);
  }

  /** Name of the execution that was started last. */
  get lastName(): string {
    return `order-${this.count}`;
  }

  async prepare(): Promise<void> {
    this.failureQueue = await this.createQueue("failures");
    this.approvalQueue = await this.createQueue("approvals");
    const ZipFile = nodeRuntimeZip(FUNCTION);
    for (const FunctionName of FUNCTIONS) {
      await this.lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Role: ROLE,
          Runtime: "provided.al2023",
          Handler: "bootstrap",
          Code: { ZipFile },
          Timeout: 20,
          // Where the AWS SDK is found, which Lambda has of its own.
          Environment: { Variables: { ...this.emulator.environment, NODE_PATH: resolve("node_modules") } },
        }),
      );
    }
  }

  /** The component's own definition, with the emulator's functions and queues in the place of AWS's. */
  async deploy(name: string, steps: (fn: Record<string, LambdaService>) => SagaStep[]): Promise<string> {
    const seen = await graph(
      () => {
        const made = Object.fromEntries(
          FUNCTIONS.map((one) => {
            const code = new asset.AssetArchive({ "index.js": new asset.StringAsset(FUNCTION) });
            return [one, new LambdaService(one, { code })];
          }),
        );
        const retries = { retry: RETRY, compensationRetry: RETRY };
        const businessErrors = ["OutOfStock", "PaymentDeclined"];
        new Saga("saga", { steps: steps(made), onFailed: made["on-failed"], businessErrors, ...retries });
      },
      { outputs: { "aws:sqs/queue:Queue": { url: "https://queue.example" } } },
    );
    const text = seen.one("saga", STATE_MACHINE).inputs["definition"];
    assert.ok(typeof text === "string");
    const questions = /"Resource":"[^"]*waitForTaskToken","Arguments":\{"QueueUrl":"https:\/\/queue.example"/g;
    const local = "arn:aws:lambda:eu-central-1:000000000000:function:$1";
    const definition = text
      .replace(questions, (found) => found.replace("https://queue.example", this.approvalQueue))
      .replaceAll("https://queue.example", this.failureQueue)
      .replaceAll(/arn:aws:lambda:[a-z0-9-]+:\d+:([a-z0-9-]+):live/g, local);
    assert.ok(!definition.includes("123456789012"), "an ARN of the test graph is left in the definition");
    const machine = await this.states.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE }));
    assert.ok(machine.stateMachineArn);
    return machine.stateMachineArn;
  }

  /** @param fail name of the error that a function throws, by the function's name */
  async start(stateMachineArn: string, fail: Record<string, string>): Promise<Started> {
    this.count += 1;
    const name = this.lastName;
    const effects = await this.createQueue(`effects-${this.count}`);
    const input = JSON.stringify({ orderId: name, effects, fail });
    const { executionArn } = await this.states.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    assert.ok(executionArn);
    return { executionArn, effects };
  }

  /** Waits for the end, and for that many calls and reports; more of them would be seen too. */
  async finish({ executionArn, effects }: Started, calls: number, reports: number): Promise<Run> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const seen = await this.states.send(new DescribeExecutionCommand({ executionArn }));
      if (seen.status !== "RUNNING") {
        const done = (await this.drain(effects, calls))
          .map((one) => ({ at: BigInt(String(one["at"])), call: String(one["call"]), event: record(one["event"]) }))
          .sort((a, b) => (a.at < b.at ? -1 : 1));
        return {
          status: seen.status,
          error: seen.error,
          cause: seen.cause,
          output: record(JSON.parse(seen.output ?? "{}")),
          effects: done,
          calls: done.map(({ call }) => call),
          reports: await this.drain(this.failureQueue, reports),
        };
      }
      assert.ok(Date.now() < deadline, "the execution did not end within a minute");
      await new Promise((resume) => setTimeout(resume, 25));
    }
  }

  async run(machine: string, fail: Record<string, string>, calls: number, reports = 0): Promise<Run> {
    return this.finish(await this.start(machine, fail), calls, reports);
  }

  /** The question that a saga asks. */
  async question(): Promise<Record<string, unknown>> {
    const [question] = await this.drain(this.approvalQueue, 1);
    assert.ok(question, "the saga asked nothing");
    return question;
  }

  private async createQueue(QueueName: string): Promise<string> {
    const { QueueUrl } = await this.sqs.send(new CreateQueueCommand({ QueueName }));
    assert.ok(QueueUrl);
    return QueueUrl;
  }

  /** Takes everything out of a queue that has `expected` messages; more would be found too. */
  private async drain(QueueUrl: string, expected: number): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    const deadline = Date.now() + 10_000;
    for (;;) {
      const WaitTimeSeconds = found.length < expected ? 1 : 0;
      const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds });
      const { Messages: messages = [] } = await this.sqs.send(receive);
      for (const { Body, ReceiptHandle } of messages) {
        found.push(record(JSON.parse(Body ?? "null")));
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      if (messages.length === 0 && (found.length >= expected || Date.now() > deadline)) return found;
    }
  }
}
