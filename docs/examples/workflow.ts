// A workflow that checks a new supplier: two functions at once, then a decision.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { Workflow } from "../../infra/workflow";

const entry = join(__dirname, "functions/saga-step.ts");
const credit = new LambdaService("check-credit", { entry });
const address = new LambdaService("check-address", { entry });

const check = new Workflow("supplier-check", {
  // Amazon States Language. What is wrong with it is refused here, and not when it runs.
  definition: JSON.stringify({
    QueryLanguage: "JSONata",
    StartAt: "Checks",
    TimeoutSeconds: 300,
    States: {
      Checks: {
        Type: "Parallel",
        Branches: [branch("Credit"), branch("Address")],
        Next: "Done",
      },
      Done: { Type: "Succeed" },
    },
  }),
  definitionSubstitutions: { Credit: credit.arn, Address: address.arn },
  // Its role may call these and nothing else.
  integrations: { functions: [credit, address] },
});

/** A branch of one call, which is repeated where it fails. */
function branch(name: string) {
  return {
    StartAt: name,
    States: {
      [name]: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: `\${${name}}`, Payload: "{% $states.input %}" },
        Retry: [
          {
            ErrorEquals: ["States.TaskFailed"],
            IntervalSeconds: 2,
            MaxAttempts: 3,
            BackoffRate: 2,
            JitterStrategy: "FULL",
          },
        ],
        End: true,
      },
    },
  };
}

export const stateMachineArn = check.stateMachineArn;
