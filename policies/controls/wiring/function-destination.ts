import { all, stackControl } from "../../core";
import { receivers } from "../../graph/wiring";
import { withFunction } from "./event-source";
import { destinations, sendsByRole } from "./shared";

const kinds = [...destinations, receivers.bucket];
const url = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html";
const why = "Lambda drops an event that it may not send on: what failed is lost and nobody is told.";
const fix =
  "Grant the function's role sending to the destination, and the actions that the destination's key asks for.";

export const functionDestinationWiring = stackControl({
  id: "wiring-function-destination",
  title: "A function may send the outcome of asynchronous calls to its destinations",
  severity: "high",
  why,
  fix,
  url,
  on: ["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"],
  check: (config, { graph }) =>
    withFunction(graph, config, "functionName", (role) =>
      all(
        ["onSuccess", "onFailure"].map((outcome) =>
          sendsByRole(graph, `function of ${config.name}`, role, `destinationConfig.${outcome}.destination`, kinds),
        ),
      ),
    ),
});

export const functionDeadLetterWiring = stackControl({
  id: "wiring-function-dead-letter",
  title: "A function may send what it gave up on to its dead-letter queue",
  severity: "high",
  why,
  fix,
  url,
  on: ["aws:lambda/function:Function"],
  check: (fn, { graph }) =>
    sendsByRole(
      graph,
      `function ${fn.name}`,
      { resource: fn, rolePath: "role", service: "lambda.amazonaws.com" },
      "deadLetterConfig.targetArn",
      kinds,
    ),
});
