import { type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { SagaInput, SagaStarter } from "../ports/saga";

/** Executions that are named by their orders: Step Functions starts no second one of a name, for 90 days. */
export class StepFunctionsSaga implements SagaStarter {
  constructor(
    private readonly client: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  async start(input: SagaInput): Promise<void> {
    const { stateMachineArn } = this;
    try {
      await this.client.send(
        new StartExecutionCommand({ stateMachineArn, name: input.orderId, input: JSON.stringify(input) }),
      );
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ExecutionAlreadyExists") throw error;
    }
  }
}
