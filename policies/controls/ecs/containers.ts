import { notApplicable, pass, type Resource, type Value, type Verdict, when } from "../../core";

/** The one type whose containers are judged. */
export const taskDefinition = ["aws:ecs/taskDefinition:TaskDefinition"];

/** Judges each container of a task definition. */
export function everyContainer(task: Resource, check: (container: Value) => Verdict): Verdict {
  return task
    .json("containerDefinitions")
    .judge((definitions) => definitions.list().every(check), { absent: "a list of containers" });
}

/** Judges tasks that run on Linux, which is what AWS takes where no family is named. */
export function onLinux(task: Resource, check: () => Verdict): Verdict {
  return when(
    task
      .string("runtimePlatform.operatingSystemFamily")
      .test((family) => !family.startsWith("WINDOWS"), "a family of Linux", { absent: pass }),
    check,
    () => notApplicable("its containers run on Windows"),
  );
}
