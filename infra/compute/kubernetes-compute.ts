import type { LogGroup } from "@pulumi/aws/cloudwatch";
import type { Addon, FargateProfile, NodeGroup } from "@pulumi/aws/eks";
import type { OpenIdConnectProvider } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import {
  createContainerInsights,
  createDns,
  createExternalDns,
  createNamedAddons,
  createNodeAddons,
} from "./kubernetes-addons";
import { createFargate } from "./kubernetes-fargate";
import type { ClusterMemberInput } from "./kubernetes-input";
import { createNodeGroup, type NodeRole } from "./kubernetes-nodes";
import { createIssuer } from "./kubernetes-pod-roles";

/** What pods run on, and what runs there already. */
export interface ClusterCompute {
  readonly fargateProfiles: ReadonlyMap<string, FargateProfile>;
  readonly nodeGroup: NodeGroup | undefined;
  /** What lets IAM believe the cluster's tokens; undefined where no pod runs on Fargate. */
  readonly issuer: OpenIdConnectProvider | undefined;
  /** Add-on that hands roles to pods on nodes; undefined where there are none, and in Auto Mode, which has its own. */
  readonly agent: Addon | undefined;
}

/**
 * Each of these waits for what it runs on: profiles and the nodes' own add-ons, then nodes, then the cluster's DNS, then
 * what asks it for names.
 */
export function createCompute(
  input: ClusterMemberInput,
  nodeRole: NodeRole | undefined,
  podLogGroup: LogGroup | undefined,
): ClusterCompute {
  const { args, cluster } = input;
  const fargate = podLogGroup && createFargate(input, podLogGroup);
  const issuer = fargate && createIssuer(input);
  const nodeAddons = args.nodeGroup && createNodeAddons(input);
  const nodeGroup =
    args.nodeGroup && nodeRole && createNodeGroup(input, args.nodeGroup, nodeRole, nodeAddons?.all ?? []);
  const place = nodeGroup ?? fargate?.profiles.get("system");
  const ready: pulumi.Resource[] = place ? [createDns(input, place)] : [cluster];
  if (args.externalDns) createExternalDns(input, args.externalDns, issuer, ready);
  if (args.containerInsights) createContainerInsights(input, ready);
  createNamedAddons(input, ready);
  return { fargateProfiles: fargate?.profiles ?? new Map(), nodeGroup, issuer, agent: nodeAddons?.agent };
}
