import { all, any, cannotTell, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { matchesGlob } from "../../graph/iam/glob";

const registry = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";

/** Holds images to being scanned for known flaws. */
export const ecrScan = stackControl({
  id: "ecr-scan",
  title: "Images are scanned for known vulnerabilities",
  severity: "high",
  why: "Most flaws of a container come with the packages of its image, and are known by the time that it is pushed.",
  fix: "Set imageScanningConfiguration.scanOnPush to true, or let a RegistryScanningConfiguration scan the repository.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1",
  on: ["aws:ecr/repository:Repository"],
  check: (repository, { graph }) =>
    any([
      repository.boolean("imageScanningConfiguration.scanOnPush").mustBeTrue({ absent: "AWS then scans nothing" }),
      ...graph.ofType(registry).map((one) => scans(one, repository)),
    ]),
});

/** A rule of the registry scans what its filters match. */
function scans(registryConfiguration: Resource, repository: Resource): Verdict {
  const name = repository.string("name");
  return registryConfiguration.list("rules").some(
    (rule) =>
      all(
        rule.string("scanFrequency").oneOf(["SCAN_ON_PUSH", "CONTINUOUS_SCAN"]),
        rule.list("repositoryFilters").some((filter) => matches(filter, name.value), "a filter that matches its name"),
      ),
    "a rule that scans it",
  );
}

function matches(filter: Value, name: string | undefined): Verdict {
  const pattern = filter.string("filter");
  if (pattern.value === "*") return all();
  if (name === undefined) return cannotTell("the name of the repository is not known before the deployment", "name");
  return pattern.test((one) => matchesGlob(`*${one}*`, name), "a pattern that matches its name");
}
