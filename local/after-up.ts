import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { LocalProvider } from "./provider/core";
import { Inputs } from "./provider/values";
import type { LocalState } from "./state";

/** Tag of functions that are called once the stack is up, such as one that puts something into an empty store. */
const TAG = "local-run";
const VALUE = "after-up";

/**
 * Calls the functions that are tagged for it; they have to cope with being called each time.
 * @param warn told of those that fail: the stack is up without them
 */
export async function runAfterUp(
  state: LocalState,
  provider: LocalProvider,
  warn: (message: string) => void,
): Promise<string[]> {
  const functions = Object.values(state.resources).filter(
    ({ type, inputs }) =>
      type === "aws:lambda/function:Function" && new Inputs(inputs).strings("tags")?.[TAG] === VALUE,
  );
  const names = functions.map(({ id }) => id);
  await Promise.all(
    names.map(async (name) => {
      const { FunctionError, Payload } = await provider
        .client(LambdaClient)
        .send(new InvokeCommand({ FunctionName: name }));
      if (FunctionError !== undefined) warn(`${name} failed: ${Buffer.from(Payload ?? []).toString("utf8")}`);
    }),
  );
  return names;
}
