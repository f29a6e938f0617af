import { control } from "../../core";

/** Holds tasks to private addresses. */
export const ecsNoPublicAddress = control({
  id: "ecs-no-public-address",
  title: "ECS gives tasks no public address",
  severity: "high",
  why: "A task with a public address is one security group rule away from everyone on the internet.",
  fix: "Set networkConfiguration.assignPublicIp to false, and place the tasks in private subnets.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2",
  on: ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  check: (tasks) => tasks.boolean("networkConfiguration.assignPublicIp").mustBeFalse(),
});
