import { all, cannotTell, pass, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, Unclear } from "../../graph";
import {
  arnOf,
  findNamed,
  noRole,
  type Receiver,
  receivers,
  roleActs,
  roleCalls,
  roleTrusts,
  type Use,
  withRole,
} from "../../graph/wiring";
import { collectsTraces } from "./collectors";
import { byRole, edgeTo } from "./shared";
import { valueTold } from "./told";
import { databasesTold } from "./told-databases";

const { secret, parameter, logGroup, repository } = receivers;
const service = "ecs-tasks.amazonaws.com";

export const taskWiring = stackControl({
  id: "wiring-task",
  title: "A task may touch what its environment names, and ECS may fetch its image and secrets and write its logs",
  severity: "high",
  why: "A task that ECS may not start stops again and again; one that may not touch its table fails at its first request.",
  fix: "Grant the task's role what its code needs, and the execution role the image, the secrets and the log group.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
  on: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (task, { graph }) => {
    const runs = { from: `task ${task.name}`, to: "its role", path: "taskRoleArn" };
    const containers = task.json("containerDefinitions").list();
    return containers.state === "unknown"
      ? cannotTell(`task ${task.name}: ${containers.reason}`, "containerDefinitions")
      : all(
          withRole(
            graph,
            runs,
            task,
            runs.path,
            (role) => roleTrusts(graph, runs, role, service, sourceOf(task)),
            pass,
          ),
          containers.items.map((container) => judgeContainer(graph, task, container)),
        );
  },
});

/**
 * What ECS takes roles of tasks on for: whatever it runs in the account and region, and nothing narrower.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
function sourceOf(task: Resource): string | Unclear {
  const arn = arnOf(task);
  return arn instanceof Unclear ? arn : `${arn.split(":").slice(0, 5).join(":")}:*`;
}

function judgeContainer(graph: Graph, task: Resource, container: Value): Verdict {
  const path = "containerDefinitions";
  const told = { name: `task ${task.name}`, owner: task, rolePath: "taskRoleArn" };
  const image = /\.dkr\.ecr\.[^/]+\/([^:@]+)/.exec(container.string("image").value ?? "")?.[1];
  const group = container.string(["logConfiguration", "options", "awslogs-group"]).value;
  const variables = container.list("environment").items.map((one) => ({
    name: one.string("name").value ?? "",
    value: one.at("value"),
  }));
  const secrets = container.list("secrets").items;
  return all(
    variables.map(({ value }) => valueTold(graph, told, path, value, path)),
    databasesTold(
      graph,
      told,
      path,
      variables,
      // What is in a file of variables, nobody but ECS knows.
      [
        ...secrets.map((one) => one.string("name").value ?? ""),
        ...container.list("environmentFiles").items.map(() => ""),
      ],
    ),
    collectsTraces(container) ? writesTraces(graph, task) : pass,
    secrets.map((one) => {
      // An ARN may go on with the key and version of what is in the secret.
      const name = one.string("valueFrom").value?.split(":").slice(0, 7).join(":");
      return starts(graph, task, name, [secret, parameter], ({ consume }) => consume);
    }),
    starts(graph, task, image, [repository], ({ consume }) => consume, ["ecr:GetAuthorizationToken"]),
    container.string("logConfiguration.logDriver").value === "awslogs"
      ? starts(graph, task, group, [logGroup], ({ send }) => send)
      : pass,
  );
}

/** docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html */
function writesTraces(graph: Graph, task: Resource): Verdict {
  const edge = { from: `task ${task.name}`, to: "X-Ray", path: "taskRoleArn" };
  return withRole(
    graph,
    edge,
    task,
    edge.path,
    (role) => roleCalls(graph, edge, role, ["xray:PutTraceSegments"], ["*"]),
    noRole(edge, edge.path, service),
  );
}

/**
 * What ECS needs of a thing to start a task, by the execution role. Of what is not in the stack nothing is said.
 *
 * @param onAll further actions, which are on no resource
 */
function starts(
  graph: Graph,
  task: Resource,
  name: string | undefined,
  kinds: readonly Receiver[],
  use: (receiver: Receiver) => Use | undefined,
  onAll: readonly string[] = [],
): Verdict {
  const path = "executionRoleArn";
  const search = name === undefined ? undefined : findNamed(graph, name, kinds);
  if (search?.kind !== "found") {
    return pass;
  }
  const { found } = search;
  const edge = edgeTo(`task ${task.name}`, found, path);
  return byRole(graph, edge, { resource: task, rolePath: path, service, sourceArn: sourceOf(task) }, (role) =>
    all(
      roleActs(graph, edge, role, found, use(found.receiver)),
      onAll.map((action) => roleCalls(graph, edge, role, [action], ["*"])),
    ),
  );
}
