import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

/** Holds the policies of Kafka clusters to named principals. */
export const clusterPolicyPublic = stackControl({
  id: "msk-cluster-policy-public",
  title: "Policies of MSK clusters admit nobody from the public",
  severity: "high",
  why: "Whoever has an account of AWS could make a connection to the cluster from a network of theirs.",
  fix: "Name the principals in the cluster's policy, or add a condition on aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/msk/latest/developerguide/mvpc-cross-account-permissions.html",
  on: ["aws:msk/clusterPolicy:ClusterPolicy"],
  check: (one, { graph }) => admitsNoPublic(graph, one, "policy"),
});
