import { Addon, type AddonArgs } from "@pulumi/aws/eks";
import { type OpenIdConnectProvider, type Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { onAllResources, policyDocument } from "../core";
import { DnsPolicy, type ExternalDnsArgs } from "./kubernetes-args";
import { EXTERNAL_DNS_NAMESPACE } from "./kubernetes-fargate";
import { attachPolicies, type ClusterMemberInput, isFargateOnly } from "./kubernetes-input";
import { createIdentityRole, createTokenRole } from "./kubernetes-pod-roles";

function createAddon(
  { name, cluster, tags, child }: ClusterMemberInput,
  addonName: string,
  args: Omit<AddonArgs, "clusterName" | "addonName">,
  dependsOn: pulumi.Resource[] = [],
): Addon {
  const resourceName = `${name}-addon-${addonName}`;
  return new Addon(
    resourceName,
    {
      clusterName: cluster.name,
      addonName,
      // What people change with kubectl goes back to what the program says.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...args,
      tags: tags(resourceName),
    },
    child({ dependsOn }),
  );
}

/** What a node needs in order to become ready, and to hand roles to pods. */
export interface NodeAddons {
  readonly agent: Addon;
  readonly all: Addon[];
}

/**
 * Add-ons that run on each node of EC2, before there is one. Fargate has its own network and rules: none of these is
 * put on it (docs.aws.amazon.com/eks/latest/userguide/fargate.html, …/managing-kube-proxy.html: "isn't deployed to
 * Fargate nodes").
 */
export function createNodeAddons(input: ClusterMemberInput): NodeAddons {
  const roleName = `${input.name}-cni-role`;
  const role = createIdentityRole(input, roleName, { namespace: "kube-system", serviceAccount: "aws-node" });
  const attachments = attachPolicies(input, roleName, role, ["AmazonEKS_CNI_Policy"]);
  const agent = createAddon(input, "eks-pod-identity-agent", {});
  const network = createAddon(
    input,
    "vpc-cni",
    {
      // docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
      configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
      podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: role.arn }],
    },
    [agent, ...attachments],
  );
  return { agent, all: [agent, network, createAddon(input, "kube-proxy", {})] };
}

/** The cluster's DNS. @param compute profile or nodes that it runs on */
export function createDns(input: ClusterMemberInput, compute: pulumi.Resource): Addon {
  const onFargate = isFargateOnly(input.args);
  // Without it, the pods ask for nodes of EC2 and stay pending.
  const configuration = onFargate && { configurationValues: JSON.stringify({ computeType: "Fargate" }) };
  return createAddon(input, "coredns", { ...configuration }, [compute]);
}

/** How an add-on gets a role. */
interface AddonRole {
  readonly role: Role;
  readonly args: Pick<AddonArgs, "podIdentityAssociations" | "serviceAccountRoleArn">;
}

function createAddonRole(
  input: ClusterMemberInput,
  issuer: OpenIdConnectProvider | undefined,
  roleName: string,
  namespace: string,
  serviceAccount: string,
): AddonRole {
  const account = { namespace, serviceAccount };
  if (issuer && isFargateOnly(input.args)) {
    const role = createTokenRole(input, issuer, roleName, account);
    return { role, args: { serviceAccountRoleArn: role.arn } };
  }
  const role = createIdentityRole(input, roleName, account);
  return { role, args: { podIdentityAssociations: [{ serviceAccount, roleArn: role.arn }] } };
}

/** External DNS, which can write to the named zones alone. @param ready what it runs on */
export function createExternalDns(
  input: ClusterMemberInput,
  dns: ExternalDnsArgs,
  issuer: OpenIdConnectProvider | undefined,
  ready: pulumi.Resource[],
): Addon {
  const roleName = `${input.name}-external-dns-role`;
  // docs.aws.amazon.com/eks/latest/userguide/community-addons.html
  const { role, args } = createAddonRole(input, issuer, roleName, EXTERNAL_DNS_NAMESPACE, "external-dns");
  const zones = dns.hostedZoneIds.map((id) => pulumi.interpolate`arn:${input.partition}:route53:::hostedzone/${id}`);
  const policy = new RolePolicy(
    `${input.name}-external-dns-policy`,
    {
      role: role.name,
      policy: policyDocument(
        {
          Sid: "WriteRecords",
          Effect: "Allow",
          Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
          Resource: zones,
        },
        onAllResources("FindZones"),
      ),
    },
    input.child(),
  );
  const configuration = {
    sources: ["service", "ingress"],
    policy: dns.policy ?? DnsPolicy.UpsertOnly,
    registry: "txt",
    // Two clusters that share a zone leave each other's records alone.
    txtOwnerId: input.clusterName,
    ...(dns.domains && { domainFilters: dns.domains }),
  };
  return createAddon(input, "external-dns", { ...args, configurationValues: JSON.stringify(configuration) }, [
    policy,
    ...ready,
  ]);
}

/** CloudWatch's agent on each node: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html */
export function createContainerInsights(input: ClusterMemberInput, ready: pulumi.Resource[]): Addon {
  const roleName = `${input.name}-cloudwatch-role`;
  const { role, args } = createAddonRole(input, undefined, roleName, "amazon-cloudwatch", "cloudwatch-agent");
  const attachments = attachPolicies(input, roleName, role, ["CloudWatchAgentServerPolicy"]);
  return createAddon(input, "amazon-cloudwatch-observability", args, [...attachments, ...ready]);
}

/** Add-ons that the program names. */
export function createNamedAddons(input: ClusterMemberInput, ready: pulumi.Resource[]): Map<string, Addon> {
  return new Map(
    Object.entries(input.args.addons ?? {}).map(([addon, { version, configurationValues }]) => [
      addon,
      createAddon(input, addon, { addonVersion: version, configurationValues }, ready),
    ]),
  );
}
