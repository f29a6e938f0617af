import { control } from "../../core";

const cluster = ["aws:eks/cluster:Cluster"];
const page = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html";

/** Holds the way into clusters to IAM. */
export const eksAuthenticationMode = control({
  id: "eks-authentication-mode",
  title: "Who may enter a cluster is said by access entries alone",
  severity: "medium",
  why: "The ConfigMap aws-auth is changed from inside of the cluster, past IAM and its record.",
  fix: "Set accessConfig.authenticationMode to API.",
  url: page,
  on: cluster,
  check: (one) => one.string("accessConfig.authenticationMode").equals("API", { absent: "AWS then takes CONFIG_MAP" }),
});

/** Holds clusters to administrators who were named. */
export const eksCreatorAdmin = control({
  id: "eks-creator-admin",
  title: "Who made a cluster is not its administrator for that",
  severity: "medium",
  why: "What deploys the program would have every right in the cluster, and no access entry would say so.",
  fix: "Set accessConfig.bootstrapClusterCreatorAdminPermissions to false, and make access entries.",
  url: page,
  on: cluster,
  check: (one) =>
    one
      .boolean("accessConfig.bootstrapClusterCreatorAdminPermissions")
      .mustBeFalse({ absent: "AWS then makes the creator an administrator" }),
});

/** Holds clusters to staying there. */
export const eksDeletionProtection = control({
  id: "eks-deletion-protection",
  title: "Clusters are protected from deletion",
  severity: "medium",
  why: "One call deletes a cluster with everything that runs on it.",
  fix: "Set deletionProtection to true.",
  url: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
  on: cluster,
  check: (one) => one.boolean("deletionProtection").mustBeTrue({ absent: "AWS then lets it be deleted" }),
  remedy: [{ path: "deletionProtection", value: true }],
});
