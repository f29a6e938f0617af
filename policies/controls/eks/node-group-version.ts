import { control } from "../../core";
import { isSupported, versionSettings } from "./version";

/** Holds nodes to a Kubernetes version in standard support. */
export const eksNodeGroupVersion = control({
  id: "eks-node-group-version",
  title: "EKS node groups run a Kubernetes version in standard support",
  severity: "high",
  why: "Nodes stay at their version when the cluster goes on, and get no fixes once that is out of support.",
  fix: "Set version to the cluster's, which has to be in standard support.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-9",
  on: ["aws:eks/nodeGroup:NodeGroup"],
  config: versionSettings,
  check: (nodes, settings) =>
    isSupported(nodes, settings.config.oldestVersion, "AWS took the cluster's version when the group was made"),
});
