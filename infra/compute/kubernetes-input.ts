import type { Cluster } from "@pulumi/aws/eks";
import { type Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesClusterArgs } from "./kubernetes-args";

/** What the parts of a cluster are made from. */
export interface ClusterInput {
  readonly name: string;
  /** Name in AWS, known before anything exists: trust policies and log groups are named after it. */
  readonly clusterName: string;
  readonly args: KubernetesClusterArgs;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** What is added to a cluster that is there. */
export interface ClusterMemberInput extends ClusterInput {
  readonly cluster: Cluster;
}

/** ARN of the cluster, known before it exists. */
export function clusterArn(input: ClusterInput): pulumi.Output<string> {
  return pulumi.interpolate`arn:${input.partition}:eks:${input.region}:${input.accountId}:cluster/${input.clusterName}`;
}

/** Attaches policies that AWS keeps for EKS: it adds to them what new versions need. */
export function attachPolicies(
  input: ClusterInput,
  roleName: string,
  role: Role,
  policies: readonly string[],
): RolePolicyAttachment[] {
  return policies.map(
    (policy) =>
      new RolePolicyAttachment(
        `${roleName}-${policy.toLowerCase()}`,
        { role: role.name, policyArn: pulumi.interpolate`arn:${input.partition}:iam::aws:policy/${policy}` },
        input.child(),
      ),
  );
}

/** True where pods run on Fargate only: there is no node that an agent could run on. */
export function isFargateOnly({ autoMode, nodeGroup }: Pick<KubernetesClusterArgs, "autoMode" | "nodeGroup">): boolean {
  return !autoMode && !nodeGroup;
}
