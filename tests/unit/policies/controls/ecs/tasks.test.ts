import { ecsTaskImage } from "../../../../../policies/controls/ecs/task-image";
import {
  ecsTaskCapabilities,
  ecsTaskNetworkMode,
  ecsTaskPrivileged,
  ecsTaskProcesses,
} from "../../../../../policies/controls/ecs/task-isolation";
import { ecsTaskLogs } from "../../../../../policies/controls/ecs/task-logs";
import { ecsTaskReadOnlyRoot, ecsTaskRoles, ecsTaskUser } from "../../../../../policies/controls/ecs/task-rights";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";
import { containers, notTasks, onFamily, task, unknownContainers } from "./samples";

const first = "containerDefinitions[0]";

describeControl(ecsTaskProcesses, {
  compliant: { "processes of its own": task({ pidMode: "task" }), "what AWS does with nothing given": task({}) },
  violating: { "the host's processes": { ...task({ pidMode: "host" }), at: "pidMode" } },
  undecided: { "a mode that is not known yet": { ...task({ pidMode: UNKNOWN }), because: /pidMode is not known/ } },
  mayBeDropped: { pidMode: "AWS then gives a task its own" },
  notApplicable: notTasks,
});

describeControl(ecsTaskNetworkMode, {
  compliant: { "an interface of its own": task({ networkMode: "awsvpc" }), "a bridge, which AWS takes": task({}) },
  violating: { "the host's network": { ...task({ networkMode: "host" }), at: "networkMode" } },
  undecided: { "a mode that is not known yet": { ...task({ networkMode: UNKNOWN }), because: /networkMode is not/ } },
  mayBeDropped: { networkMode: "AWS then takes a bridge" },
  notApplicable: notTasks,
});

describeControl(ecsTaskPrivileged, {
  compliant: {
    "containers that say so, and say nothing": containers({ privileged: false }, {}),
    "containers as a list, not as text": task({ containerDefinitions: [{ privileged: false }] }),
  },
  violating: {
    "the second of two": { ...containers({}, { privileged: true }), at: "containerDefinitions[1].privileged" },
    "text that is no JSON": { ...task({ containerDefinitions: "[" }), at: "containerDefinitions" },
    "no containers at all": { ...task({}), at: "containerDefinitions" },
  },
  undecided: unknownContainers,
  notApplicable: notTasks,
});

const adding = (...add: string[]) => containers({ linuxParameters: { capabilities: { add } } });

describeControl(ecsTaskCapabilities, {
  compliant: { none: containers({}), "one that opens low ports": adding("NET_BIND_SERVICE") },
  violating: Object.fromEntries(
    ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "NET_ADMIN", "DAC_READ_SEARCH"].map((capability) => [
      capability,
      { ...adding("NET_BIND_SERVICE", capability), at: `${first}.linuxParameters.capabilities.add[1]` },
    ]),
  ),
  undecided: unknownContainers,
  notApplicable: notTasks,
});

describeControl(ecsTaskReadOnlyRoot, {
  compliant: {
    "a root that can't be written to": containers({ readonlyRootFilesystem: true }),
    "the same where Linux is named": onFamily("LINUX", { readonlyRootFilesystem: true }),
  },
  violating: {
    "a root that can": { ...containers({ readonlyRootFilesystem: false }), at: `${first}.readonlyRootFilesystem` },
    "what AWS does with nothing given": { ...containers({}), at: `${first}.readonlyRootFilesystem` },
    "one of two": {
      ...containers({ readonlyRootFilesystem: true }, {}),
      at: "containerDefinitions[1].readonlyRootFilesystem",
    },
  },
  undecided: {
    ...unknownContainers,
    "a family that is not known yet": { ...onFamily(UNKNOWN, {}), because: /operatingSystemFamily is not known/ },
  },
  mayBeDropped: { "runtimePlatform.operatingSystemFamily": "AWS then takes Linux" },
  notApplicable: { ...notTasks, "Windows, which has no such root": onFamily("WINDOWS_SERVER_2022_CORE", {}) },
});

describeControl(ecsTaskUser, {
  compliant: {
    "a number": containers({ user: "1000:1000" }),
    "a name that only begins like root": containers({ user: "rooty" }),
    "a number that only begins like root's": containers({ user: "01" }),
  },
  violating: Object.fromEntries(
    ["root", "0", "0:1000", "root:app"].map((user) => [user, { ...containers({ user }), at: `${first}.user` }]),
  ),
  undecided: unknownContainers,
  notApplicable: { ...notTasks, Windows: onFamily("WINDOWS_SERVER_2022_CORE", {}) },
});

describeControl(ecsTaskLogs, {
  compliant: {
    "a driver": containers({ logConfiguration: { logDriver: "awslogs" } }),
    "a driver that is not known yet": containers({ logConfiguration: { logDriver: UNKNOWN } }),
  },
  violating: {
    "no configuration": { ...containers({}), at: `${first}.logConfiguration.logDriver` },
    "no driver, in one of two": {
      ...containers({ logConfiguration: { logDriver: "awslogs" } }, { logConfiguration: {} }),
      at: "containerDefinitions[1].logConfiguration.logDriver",
    },
  },
  undecided: unknownContainers,
  notApplicable: notTasks,
});

const digest = `sha256:${"0".repeat(64)}`;

describeControl(ecsTaskImage, {
  compliant: {
    "a digest": containers({ image: `registry.example.com/orders@${digest}` }),
    "a digest beside latest": containers({ image: `orders:latest@${digest}` }),
    "a version": containers({ image: "registry.example.com:5000/shop/orders:1.4.2" }),
    "a version that ends in the word": containers({ image: "orders:2-latest" }),
  },
  violating: {
    latest: { ...containers({ image: "registry.example.com/orders:latest" }), at: `${first}.image` },
    "no tag, which is latest": { ...containers({ image: "orders" }), at: `${first}.image` },
    "no tag, and a port": { ...containers({ image: "registry.example.com:5000/orders" }), at: `${first}.image` },
    "no image": { ...containers({}), at: `${first}.image` },
  },
  undecided: unknownContainers,
  notApplicable: notTasks,
});

const role = (name: string) => sample("aws:iam/role:Role", name, { arn: UNKNOWN });
const [start, run] = [role("start"), role("run")];
const roles = { executionRoleArn: UNKNOWN, taskRoleArn: UNKNOWN };

describeControl(ecsTaskRoles, {
  compliant: {
    "two roles": task(roles, { executionRoleArn: [start], taskRoleArn: [run] }),
    "two roles of another stack": task({
      executionRoleArn: "arn:aws:iam::123456789012:role/start",
      taskRoleArn: "arn:aws:iam::123456789012:role/run",
    }),
    "no role at all": task({}),
    "no role for the program": task({ executionRoleArn: UNKNOWN }, { executionRoleArn: [start] }),
    "no role to start with": task({ taskRoleArn: UNKNOWN }, { taskRoleArn: [run] }),
  },
  violating: {
    "one role for both": { ...task(roles, { executionRoleArn: [run], taskRoleArn: [run] }), at: "taskRoleArn" },
    "one of another stack": {
      ...task({ executionRoleArn: "arn:aws:iam::1:role/run", taskRoleArn: "arn:aws:iam::1:role/run" }),
      at: "taskRoleArn",
    },
  },
  undecided: {
    "a role that may be either": {
      ...task(roles, { executionRoleArn: [start], taskRoleArn: [start, run] }),
      because: /taskRoleArn is not known/,
    },
    "a role to start with that may be either": {
      ...task(roles, { executionRoleArn: [start, run], taskRoleArn: [run] }),
      because: /executionRoleArn is not known/,
    },
  },
  mayBeDropped: {
    executionRoleArn: "ECS then starts it with no role",
    taskRoleArn: "the program then has no role",
  },
  notApplicable: notTasks,
});
