import { cannotTell, fail, pass, stackControl } from "../../core";

/** Holds repositories to cleaning up. */
export const ecrLifecyclePolicy = stackControl({
  id: "ecr-lifecycle-policy",
  title: "Repositories let go of old images",
  severity: "medium",
  why: "Old images cost storage for good, and are found to have flaws for as long as they are there.",
  fix: "Make a LifecyclePolicy for the repository, for example one that expires untagged images.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3",
  on: ["aws:ecr/repository:Repository"],
  check: (repository, { graph }) => {
    const { certain, possible } = graph.referrersTo(
      repository,
      ["aws:ecr/lifecyclePolicy:LifecyclePolicy"],
      "repository",
    );
    if (certain.length > 0) return pass;
    const [first] = possible;
    return first
      ? cannotTell(first.reason)
      : fail({ path: "", found: "no LifecyclePolicy", expected: "one for the repository" });
  },
});
