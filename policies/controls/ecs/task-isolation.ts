import { control, pass } from "../../core";
import { everyContainer, taskDefinition } from "./containers";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html";

/** Holds tasks to their own processes. */
export const ecsTaskProcesses = control({
  id: "ecs-task-processes",
  title: "Tasks don't share the processes of their host",
  severity: "high",
  why: "In the host's namespace a container sees, and may stop, every process of the instance.",
  fix: "Drop pidMode, or set it to task.",
  url: `${page}#ecs-3`,
  on: taskDefinition,
  check: (task) => task.string("pidMode").notEquals("host", { absent: pass }),
});

/** Holds tasks to a network interface of their own. */
export const ecsTaskNetworkMode = control({
  id: "ecs-task-network-mode",
  title: "Tasks don't share the network of their host",
  severity: "medium",
  why: "On the host's network a container reaches what listens for the host alone, and no security group is its own.",
  fix: "Set networkMode to awsvpc.",
  url: `${page}#ecs-17`,
  on: taskDefinition,
  check: (task) => task.string("networkMode").notEquals("host", { absent: pass }),
});

/** Holds containers to the rights of a container. */
export const ecsTaskPrivileged = control({
  id: "ecs-task-privileged",
  title: "Containers are not privileged",
  severity: "high",
  why: "A privileged container has root's rights on its host.",
  fix: "Drop privileged from the container, and add the one capability that it needs.",
  url: `${page}#ecs-4`,
  on: taskDefinition,
  check: (task) => everyContainer(task, (container) => container.boolean("privileged").mustBeFalse()),
});

/** Capabilities that are as good as root's rights on the host, or on its network. */
const wide = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "NET_ADMIN", "DAC_READ_SEARCH"];

/** Holds containers to few capabilities. */
export const ecsTaskCapabilities = control({
  id: "ecs-task-capabilities",
  title: "Containers are given no capability by which they could leave",
  severity: "medium",
  why: "Such a capability turns a flaw of the program into one of the host.",
  fix: "Drop the capability from linuxParameters.capabilities.add.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
  on: taskDefinition,
  check: (task) =>
    everyContainer(task, (container) =>
      container.list("linuxParameters.capabilities.add").every((capability) => capability.string().noneOf(wide)),
    ),
});
