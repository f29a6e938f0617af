import { cannotTell, control, notApplicable, text, when } from "../../core";
import { glueVersions } from "../../facts/facts";

/** Holds jobs to a version of Glue that gets fixes. */
export const glueVersion = control({
  id: "glue-version",
  title: "Glue jobs run a version in support",
  severity: "medium",
  why: "A version out of support gets no fixes, and AWS stops its jobs when its life ends.",
  fix: "Set glueVersion to one that AWS's calendar has in support.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/glue-controls.html#glue-4",
  on: ["aws:glue/job:Job"],
  config: {
    oldestVersion: text({ default: glueVersions.oldestInSupport, description: "Oldest version of Glue to take." }),
  },
  check: (job, { config }) => {
    const oldest = Number(config.oldestVersion);
    if (Number.isNaN(oldest)) return cannotTell(`the setting oldestVersion is "${config.oldestVersion}", no version`);
    return when(
      job.string("command.name").noneOf(["pythonshell", "glueray"], { absent: { kind: "pass" } }),
      () => job.number("glueVersion").atLeast(oldest, { absent: cannotTell("AWS chose the version", "glueVersion") }),
      () => notApplicable("it is no Spark job"),
    );
  },
});
