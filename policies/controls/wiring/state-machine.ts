import { all, pass, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { findNamed, type Receiver, receivers, roleActs, roleActsOn, roleCalls } from "../../graph/wiring";
import { actionOf } from "./schedule";
import { byRole, edgeTo, type RoleSender, somewhere } from "./shared";
import { tasksOf } from "./state-machine-tasks";

const service = "states.amazonaws.com";
const { lambdaFunction, queue, topic, eventBus, stateMachine, table } = receivers;

/** The argument of an integration that names what it works on. */
const targets: Readonly<Record<string, { argument: readonly string[]; kind: Receiver }>> = {
  lambda: { argument: ["FunctionName"], kind: lambdaFunction },
  sqs: { argument: ["QueueUrl"], kind: queue },
  sns: { argument: ["TopicArn"], kind: topic },
  states: { argument: ["StateMachineArn"], kind: stateMachine },
  dynamodb: { argument: ["TableName"], kind: table },
  events: { argument: ["Entries", "0", "EventBusName"], kind: eventBus },
};

export const stateMachineWiring = stackControl({
  id: "wiring-state-machine",
  title: "A state machine may do each of its tasks, and write its logs and traces",
  severity: "high",
  why: "A task that the role may not do fails each execution that comes to it.",
  fix: "Let states.amazonaws.com take the role on, and grant the role what each task does.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html",
  on: stateMachine.types,
  check: (machine, { graph }) => {
    const sender = { resource: machine, rolePath: "roleArn", service };
    const from = `state machine ${machine.name}`;
    return all(
      machine
        .json("definition")
        .judge((definition) => all(tasksOf(definition).map((task) => judgeTask(graph, from, sender, task))), {
          absent: "a definition",
        }),
      telemetry(graph, from, sender),
    );
  },
});

function judgeTask(graph: Graph, from: string, sender: RoleSender, task: Value): Verdict {
  const path = "definition";
  const resource = task.string("Resource").value ?? "";
  const direct = /^arn:[^:]*:lambda:/.test(resource);
  const [, integration = "", call = ""] = direct
    ? ["", "lambda", "invoke"]
    : (/^arn:[^:]*:states:::((?:aws-sdk:)?[^:.]+):([^:.]+)/.exec(resource) ?? []);
  const target = targets[integration];
  if (!target) {
    return integration.startsWith("aws-sdk:")
      ? somewhere(graph, { from, to: integration, path }, sender, actionOf(integration.slice(8), call))
      : pass;
  }
  const argument = direct ? task.string("Resource") : argumentOf(task, target.argument);
  const name = argument.value;
  const to = `${target.kind.noun} of ${resource}`;
  const action = `${target.kind.service}:${call === "invoke" ? "InvokeFunction" : `${call.charAt(0).toUpperCase()}${call.slice(1)}`}`;
  if (name === undefined || /^\{%|^\$/.test(name)) {
    // Named when it runs, or by a reference that is not known yet.
    return somewhere(graph, { from, to, path }, sender, action);
  }
  const found = findNamed(graph, name, [target.kind]);
  const use = { ...target.kind.send, actions: [[action]] };
  if (found.kind === "found") {
    const edge = edgeTo(from, found.found, path);
    return byRole(graph, edge, sender, (role) => roleActs(graph, edge, role, found.found, use));
  }
  return name.startsWith("arn:")
    ? byRole(graph, { from, to: name, path }, sender, (role) =>
        roleActsOn(graph, { from, to: name, path }, role, { arn: name }, use),
      )
    : somewhere(graph, { from, to: name, path }, sender, action);
}

/** An argument, in either query language, with the name that means "read it from the input". */
function argumentOf(task: Value, steps: readonly string[]) {
  const parameters = task.has("Arguments") === false ? "Parameters" : "Arguments";
  const value = task.string([parameters, ...steps]);
  return value.state === "absent" ? task.string([parameters, ...steps.slice(0, -1), `${steps.at(-1)}.$`]) : value;
}

/** docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html, …/xray-iam.html */
function telemetry(graph: Graph, from: string, sender: RoleSender): Verdict {
  const { resource } = sender;
  const may = (to: string, path: string, action: string): Verdict => {
    const edge = { from, to, path };
    return byRole(graph, edge, sender, (role) => roleCalls(graph, edge, role, [action], ["*"]));
  };
  const logging = given(graph, resource, "loggingConfiguration");
  const level = resource.string("loggingConfiguration.level").value ?? "OFF";
  return all(
    logging.state === "absent" || level === "OFF"
      ? pass
      : may("its logs", "loggingConfiguration", "logs:CreateLogDelivery"),
    resource.boolean("tracingConfiguration.enabled").value === true
      ? may("X-Ray", "tracingConfiguration", "xray:PutTraceSegments")
      : pass,
  );
}
