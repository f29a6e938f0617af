import { control } from "../../core";
import { isSupported, versionSettings } from "./version";

/** Holds clusters to a Kubernetes version in standard support. */
export const eksClusterVersion = control({
  id: "eks-cluster-version",
  title: "EKS clusters run a Kubernetes version in standard support",
  severity: "high",
  why: "Kubernetes ends its own fixes with that support; AWS then charges more, and moves the cluster on by itself.",
  fix: "Raise version, one at a time, to one that AWS's calendar has in standard support.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-2",
  on: ["aws:eks/cluster:Cluster"],
  config: versionSettings,
  check: (cluster, settings) =>
    isSupported(cluster, settings.config.oldestVersion, "AWS chose the version when the cluster was made"),
});
