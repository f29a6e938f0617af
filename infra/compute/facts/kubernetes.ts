/** A Kubernetes version on EKS. */
export interface KubernetesVersionFacts {
  /** First day without standard support, UTC; undefined where AWS's calendar was not read for it. */
  readonly standardSupportEnds: string | undefined;
  /** First day without extended support, UTC. */
  readonly extendedSupportEnds: string | undefined;
}

/**
 * Versions that EKS supports. The calendar is docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html, as it
 * stood on 2026-08-06; 1.37 is aws.amazon.com/about-aws/whats-new/2026/10/amazon-eks-distro-kubernetes-version-1-37/.
 */
export const kubernetesVersions = {
  asOf: "2026-10-05",
  /** Taken where the program names none: the newest whose calendar is known. */
  current: "1.36",
  versions: {
    "1.32": { standardSupportEnds: "2026-03-23", extendedSupportEnds: "2027-03-23" },
    "1.33": { standardSupportEnds: "2026-07-29", extendedSupportEnds: "2027-07-29" },
    "1.34": { standardSupportEnds: "2026-12-02", extendedSupportEnds: "2027-12-02" },
    "1.35": { standardSupportEnds: "2027-03-27", extendedSupportEnds: "2028-03-27" },
    "1.36": { standardSupportEnds: "2027-08-02", extendedSupportEnds: "2028-08-02" },
    "1.37": { standardSupportEnds: undefined, extendedSupportEnds: undefined },
  } satisfies Record<string, KubernetesVersionFacts>,
};

/** What AWS does for a version. */
export type VersionSupport = "standard" | "extended" | "none" | "unknown";

/** @param day as `2026-11-26` */
export function supportOf(version: string, day: string): VersionSupport {
  const facts = new Map<string, KubernetesVersionFacts>(Object.entries(kubernetesVersions.versions)).get(version);
  if (!facts) return "unknown";
  if (facts.standardSupportEnds === undefined || day < facts.standardSupportEnds) return "standard";
  return facts.extendedSupportEnds === undefined || day < facts.extendedSupportEnds ? "extended" : "none";
}

/** Versions that are in standard support on a day. */
export function versionsInStandardSupport(day: string): string[] {
  return Object.keys(kubernetesVersions.versions).filter((version) => supportOf(version, day) === "standard");
}
