import type { KubernetesClusterArgs } from "./kubernetes-args";
import { isFargateOnly } from "./kubernetes-input";

/**
 * Services of AWS that a cluster has to reach, for the `AwsServiceEndpoints` of a network without internet; make these
 * before the cluster. Its images have to be in registries of ECR then, and External DNS has no endpoint of this kind.
 * docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 * @param args what the cluster is made with
 */
export function kubernetesEndpointServices(
  args: Pick<KubernetesClusterArgs, "autoMode" | "nodeGroup" | "fargateProfiles">,
): string[] {
  const nodes = !isFargateOnly(args);
  const fargate = !nodes || args.fargateProfiles !== undefined;
  return [
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "s3",
    "logs",
    "eks",
    "elasticloadbalancing",
    // By which pods get their roles: on nodes by Pod Identity, on Fargate by the cluster's tokens.
    ...(nodes ? ["eks-auth"] : []),
    ...(fargate ? ["sts"] : []),
  ];
}
