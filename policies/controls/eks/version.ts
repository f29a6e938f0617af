import { cannotTell, type Resource, text, type Verdict } from "../../core";
import { kubernetesVersions } from "../../facts/facts";

/** Which versions are taken. */
export const versionSettings = {
  oldestVersion: text({
    default: kubernetesVersions.oldestInStandardSupport,
    description: "Oldest Kubernetes version to take; AWS's calendar has those in standard support.",
  }),
};

/** `1.36` to 1036; undefined for anything else. */
function numberOf(version: string): number | undefined {
  const match = /^(\d+)\.(\d+)$/.exec(version);
  return match ? Number(match[1]) * 1000 + Number(match[2]) : undefined;
}

/** The version is in support. @param chosen what to say where the program names no version */
export function isSupported(resource: Resource, oldestVersion: string, chosen: string): Verdict {
  const oldest = numberOf(oldestVersion);
  if (oldest === undefined)
    return cannotTell(`the setting oldestVersion is "${oldestVersion}", no version such as 1.34`);
  return resource
    .string("version")
    .test((version) => (numberOf(version) ?? 0) >= oldest, `Kubernetes ${oldestVersion} or newer`, {
      absent: cannotTell(chosen, "version"),
    });
}
