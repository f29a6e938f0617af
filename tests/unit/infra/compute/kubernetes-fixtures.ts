import { KubernetesCluster, type KubernetesClusterArgs } from "../../../../infra/compute";
import { graph, type TestGraph } from "../../../../testing";

export const CLUSTER = "aws:eks/cluster:Cluster";
export const ADDON = "aws:eks/addon:Addon";
export const PROFILE = "aws:eks/fargateProfile:FargateProfile";
export const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const ROLE = "aws:iam/role:Role";
export const ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
export const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
export const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

export const placement = {
  vpcId: "vpc-1",
  cidrBlock: "10.0.0.0/16",
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
};

/** What AWS would say of a cluster. */
export const outputs = {
  [CLUSTER]: {
    arn: "arn:aws:eks:eu-central-1:123456789012:cluster/test-services",
    endpoint: "https://0123.gr7.eu-central-1.eks.amazonaws.com",
    certificateAuthority: { data: "Q0E=" },
    identities: [{ oidcs: [{ issuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/0123" }] }],
  },
  [ISSUER]: { arn: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123" },
  "aws:ec2/launchTemplate:LaunchTemplate": { latestVersion: 3 },
  [ROLE]: { arn: "arn:aws:iam::123456789012:role/made" },
};

export type Options = Omit<KubernetesClusterArgs, "placement"> & Partial<Pick<KubernetesClusterArgs, "placement">>;

/** Builds the cluster "services", and what `more` adds to it. */
export function build(
  args: Options = {},
  more: (cluster: KubernetesCluster) => void = () => undefined,
  preview = false,
): Promise<TestGraph> {
  return graph(() => more(new KubernetesCluster("services", { placement, ...args })), { outputs, preview });
}

/** Inputs without tags. */
export function inputs(seen: TestGraph, name: string, type?: string): Record<string, unknown> {
  const { tags: _, ...rest } = seen.one(name, type).inputs;
  return rest;
}
