import { control } from "../../core";

/** Holds clusters to a record of who asked the API for what. */
export const eksAuditLog = control({
  id: "eks-audit-log",
  title: "EKS clusters send their audit log to CloudWatch",
  severity: "medium",
  why: "Without it nobody can tell after an incident who read a secret or started a pod.",
  fix: 'Put "audit" into enabledClusterLogTypes, with the other types where you can.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-8",
  on: ["aws:eks/cluster:Cluster"],
  check: (cluster) =>
    cluster.list("enabledClusterLogTypes").includes("audit", { absent: 'a list with "audit": AWS then logs nothing' }),
});
