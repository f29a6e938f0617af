import { cannotTell, notApplicable, pass, stackControl } from "../../core";
import { fargatePlatformVersions } from "../../facts/facts";
import { given } from "../../graph";
import { taskDefinition } from "./containers";

/** Holds tasks on Fargate to a platform that AWS still mends. */
export const ecsPlatformVersion = stackControl({
  id: "ecs-platform-version",
  title: "Tasks run on the latest platform version of Fargate",
  severity: "medium",
  why: "Earlier versions lack what AWS has mended since in the kernel and in the container runtime.",
  fix: "Drop platformVersion, or set it to LATEST.",
  url: fargatePlatformVersions.source,
  on: ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  check: (tasks, { graph }) => {
    const version = tasks.string("platformVersion");
    // AWS then takes the latest; what it took stands in the outputs, unknown before the deployment.
    if (given(graph, tasks, "platformVersion").state === "absent") return pass;
    const current = version.oneOf(fargatePlatformVersions.linux);
    if (current.kind !== "fail") return current;
    const task = graph.follow(tasks, "taskDefinition", taskDefinition);
    if (task.kind !== "resource") return current;
    const family = task.resource.string("runtimePlatform.operatingSystemFamily");
    if (family.state === "unknown") return cannotTell(family.reason, "taskDefinition");
    return family.value?.startsWith("WINDOWS") ? notApplicable("Windows has versions of its own") : current;
  },
});
