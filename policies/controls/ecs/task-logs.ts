import { control } from "../../core";
import { everyContainer, taskDefinition } from "./containers";

/** Holds containers to logs that outlive them. */
export const ecsTaskLogs = control({
  id: "ecs-task-logs",
  title: "Every container sends its logs somewhere",
  severity: "high",
  why: "Without a log driver what a container wrote is gone with it, and nobody learns why it ended.",
  fix: "Set logConfiguration.logDriver, for example to awslogs or awsfirelens.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-9",
  on: taskDefinition,
  check: (task) =>
    everyContainer(task, (container) =>
      container.mustBeSet("logConfiguration.logDriver", "a log driver", { unknown: "set" }),
    ),
});
