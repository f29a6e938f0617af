import { cannotTell, control, fail, pass, stackControl } from "../../core";
import type { Reference } from "../../graph";
import { everyContainer, onLinux, taskDefinition } from "./containers";

const role = ["aws:iam/role:Role"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html";

/** Holds containers to a root file system that they can't change. */
export const ecsTaskReadOnlyRoot = control({
  id: "ecs-task-read-only-root",
  title: "Containers can't change their root file system",
  severity: "high",
  why: "Whoever breaks in can leave tools behind and change the program where the file system may be written to.",
  fix: "Set readonlyRootFilesystem to true, and mount a volume where the program has to write.",
  url: `${page}#ecs-5`,
  on: taskDefinition,
  check: (task) =>
    onLinux(task, () =>
      everyContainer(task, (container) =>
        container.boolean("readonlyRootFilesystem").mustBeTrue({ absent: "it may then be written to" }),
      ),
    ),
});

/** Holds Linux containers to a user without root's rights. */
export const ecsTaskUser = control({
  id: "ecs-task-user",
  title: "Linux containers run as a user that is not root",
  severity: "medium",
  why: "Root in a container is root on the host as soon as one flaw of the kernel lets it out.",
  fix: 'Set user to one without root\'s rights, for example "1000:1000".',
  url: `${page}#ecs-20`,
  on: taskDefinition,
  check: (task) =>
    onLinux(task, () =>
      everyContainer(task, (container) =>
        container.string("user").test((user) => !/^(root|0)(:|$)/.test(user), "a user that is not root", {
          absent: "the image then decides",
        }),
      ),
    ),
});

/** Holds tasks to a role of their own. */
export const ecsTaskRoles = stackControl({
  id: "ecs-task-roles",
  title: "A task does not act with the role that ECS starts it with",
  severity: "low",
  why: "The execution role may read every secret that the task is started with, and pull images; the program needs neither.",
  fix: "Give taskRoleArn a role of its own, with what the program needs.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html",
  on: taskDefinition,
  check: (task, { graph }) => {
    const own = graph.follow(task, "taskRoleArn", role);
    const execution = graph.follow(task, "executionRoleArn", role);
    if (own.kind === "unclear") return cannotTell(own.reason, "taskRoleArn");
    if (execution.kind === "unclear") return cannotTell(execution.reason, "executionRoleArn");
    return own.kind !== "absent" && nameOf(own) === nameOf(execution)
      ? fail({ path: "taskRoleArn", found: "the execution role", expected: "another role than executionRoleArn" })
      : pass;
  },
});

/** What tells one role from another. */
function nameOf(found: Reference): string | undefined {
  return found.kind === "resource" ? found.resource.urn : found.kind === "external" ? found.value : undefined;
}
