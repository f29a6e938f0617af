import type { LogGroup } from "@pulumi/aws/cloudwatch";
import { FargateProfile } from "@pulumi/aws/eks";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import type { FargateProfileArgs, FargateSelectorArgs } from "./kubernetes-args";
import { attachPolicies, type ClusterInput, type ClusterMemberInput, isFargateOnly } from "./kubernetes-input";

/** Namespace of the add-on External DNS: docs.aws.amazon.com/eks/latest/userguide/community-addons.html */
export const EXTERNAL_DNS_NAMESPACE = "external-dns";

/** Pods on Fargate. */
export interface FargateCompute {
  /** Role by which Fargate itself pulls images and sends logs; pods can't take it. */
  readonly executionRole: Role;
  readonly profiles: Map<string, FargateProfile>;
}

/** Profiles that a cluster has, by name. */
export function fargateProfiles({ args }: Pick<ClusterInput, "args">): Map<string, FargateProfileArgs> {
  const fargateOnly = isFargateOnly(args);
  const workloads = args.fargateProfiles ?? (fargateOnly ? { default: { selectors: [{ namespace: "default" }] } } : {});
  if (!fargateOnly) return new Map(Object.entries(workloads));
  const system: FargateSelectorArgs[] = [{ namespace: "kube-system" }];
  if (args.externalDns) system.push({ namespace: EXTERNAL_DNS_NAMESPACE });
  return new Map(Object.entries({ system: { selectors: system }, ...workloads }));
}

/** Profiles over all subnets of the cluster, with one role that only they can use. */
export function createFargate(input: ClusterMemberInput, podLogGroup: LogGroup): FargateCompute {
  const { name, args, cluster, tags, child } = input;
  const roleName = `${name}-pod-execution-role`;
  const executionRole = new Role(
    roleName,
    {
      description: `Fargate, for pods of the cluster ${name}.`,
      // docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: { Service: "eks-fargate-pods.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${input.partition}:eks:${input.region}:${input.accountId}:fargateprofile/${input.clusterName}/*`,
          },
        },
      }),
      tags: tags(roleName),
    },
    child(),
  );
  const policies = [
    ...attachPolicies(input, roleName, executionRole, ["AmazonEKSFargatePodExecutionRolePolicy"]),
    new RolePolicy(
      `${name}-pod-logs-write`,
      {
        role: executionRole.name,
        // docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html, without logs:CreateLogGroup: the group is there.
        policy: policyDocument({
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${podLogGroup.arn}:*`,
        }),
      },
      child(),
    ),
  ];
  const profiles = new Map<string, FargateProfile>();
  for (const [profile, { selectors }] of fargateProfiles(input)) {
    const profileName = `${name}-fargate-${profile}`;
    profiles.set(
      profile,
      new FargateProfile(
        profileName,
        {
          clusterName: cluster.name,
          podExecutionRoleArn: executionRole.arn,
          subnetIds: args.placement.subnetIds,
          selectors,
          tags: tags(profileName),
        },
        child({ dependsOn: policies }),
      ),
    );
  }
  return { executionRole, profiles };
}
