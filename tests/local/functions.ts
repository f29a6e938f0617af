import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { LocalProvider } from "../../local/provider/core";
import type { Session } from "../../local/session";
import { resourceOf } from "./stack";

/**
 * Has a function's alias point to a version with these variables.
 * @param name logical name of the function
 * @returns what takes that back
 */
export async function workWith(
  session: Session,
  name: string,
  more: Record<string, string>,
): Promise<() => Promise<void>> {
  const lambda = session.provider.client(LambdaClient);
  const FunctionName = resourceOf(session, "aws:lambda/function:Function", name).id;
  const Name = String(resourceOf(session, "aws:lambda/alias:Alias", `${name}-live`).inputs.name);
  const { FunctionVersion } = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
  // Those of the program, and what the provider adds to them.
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const variables = { ...Environment?.Variables };
  const set = (Variables: Record<string, string>) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  const point = (to: string | undefined) =>
    lambda.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion: to }));
  await set({ ...variables, ...more });
  await point((await lambda.send(new PublishVersionCommand({ FunctionName }))).Version);
  return async () => {
    await set(variables);
    await point(FunctionVersion);
  };
}

/** Messages in a queue that nobody has in hand. */
export async function messagesIn(provider: LocalProvider, QueueUrl: string): Promise<number> {
  const { Attributes } = await provider
    .client(SQSClient)
    .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] }));
  return Number(Attributes?.ApproximateNumberOfMessages);
}
