import { type Addon, type Cluster, PodIdentityAssociation } from "@pulumi/aws/eks";
import { OpenIdConnectProvider, Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { type Grantable, policyDocument } from "../core";
import type { PodCompute } from "./kubernetes-args";
import { type ClusterMemberInput, clusterArn } from "./kubernetes-input";

/** A service account of the cluster. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** A role that pods of one service account have: grants of the platform take it. */
export class PodRole implements Grantable, ServiceAccount {
  constructor(
    readonly role: Role,
    readonly namespace: string,
    readonly serviceAccount: string,
    /** How the pods get the role. */
    readonly compute: PodCompute,
  ) {}
}

/** Host and path of the cluster's issuer of tokens, without the scheme. */
export function issuerOf(cluster: Cluster): pulumi.Output<string> {
  return cluster.identities.apply((identities) => (identities[0]?.oidcs?.[0]?.issuer ?? "").replace(/^https:\/\//, ""));
}

/**
 * Lets IAM believe the cluster's tokens. Pods on Fargate need it: EKS Pod Identity is for Linux nodes of EC2 alone,
 * docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-restrictions
 */
export function createIssuer(input: ClusterMemberInput): OpenIdConnectProvider {
  const name = `${input.name}-issuer`;
  return new OpenIdConnectProvider(
    name,
    {
      url: pulumi.interpolate`https://${issuerOf(input.cluster)}`,
      clientIdLists: ["sts.amazonaws.com"],
      tags: input.tags(name),
    },
    input.child(),
  );
}

/** A role for one service account, taken by the cluster's tokens. */
export function createTokenRole(
  input: ClusterMemberInput,
  issuer: OpenIdConnectProvider,
  roleName: string,
  { namespace, serviceAccount }: ServiceAccount,
): Role {
  // docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
  const trust = pulumi.all([issuer.arn, issuerOf(input.cluster)]).apply(([provider, host]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: provider },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${host}:aud`]: "sts.amazonaws.com",
              [`${host}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
            },
          },
        },
      ],
    }),
  );
  return createRole(input, roleName, namespace, serviceAccount, trust);
}

/** A role for one service account, handed out by the Pod Identity agent of its node. */
export function createIdentityRole(
  input: ClusterMemberInput,
  roleName: string,
  { namespace, serviceAccount }: ServiceAccount,
): Role {
  // docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html: EKS sends what it acts for as tags of the session. The
  // cluster's ARN has the account in it, so that no cluster of another account gets the role.
  const trust = policyDocument({
    Sid: "PodIdentity",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": clusterArn(input),
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    },
  });
  return createRole(input, roleName, namespace, serviceAccount, trust);
}

function createRole(
  { name, tags, child }: ClusterMemberInput,
  roleName: string,
  namespace: string,
  serviceAccount: string,
  assumeRolePolicy: pulumi.Output<string>,
): Role {
  const description = `Pods of ${namespace}/${serviceAccount} in the cluster ${name}.`;
  return new Role(roleName, { description, assumeRolePolicy, tags: tags(roleName) }, child());
}

/** @param agent add-on that hands roles out; undefined in Auto Mode, whose nodes have it built in */
export function associate(
  input: ClusterMemberInput,
  associationName: string,
  { role, namespace, serviceAccount }: PodRole,
  agent: Addon | undefined,
): PodIdentityAssociation {
  return new PodIdentityAssociation(
    associationName,
    {
      clusterName: input.cluster.name,
      namespace,
      serviceAccount,
      roleArn: role.arn,
      tags: input.tags(associationName),
    },
    input.child(agent && { dependsOn: [agent] }),
  );
}
