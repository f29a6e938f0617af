import type { SymbolicTable, TypeEntry } from "./table";
import type { Values } from "./values";

/** EKS: clusters, what runs on them, and who may use them. */
export const kubernetes: SymbolicTable = {
  "aws:eks/cluster:Cluster": {
    id: "{name}",
    name: "{name}",
    arn: "arn:{p}:eks:{r}:{a}:cluster/{name}",
    endpoint: "https://{ABC.32}.gr7.{r}.eks.{dns}",
    // Letters of base64, with the mark in plain sight.
    certificateAuthority: (values) => ({ data: values.letters(48, "certificate") }),
    identities: (values) => [
      {
        oidcs: [
          { issuer: `https://oidc.eks.${values.context.region}.${values.context.dnsSuffix}/id/${values.capitals(32)}` },
        ],
      },
    ],
    // What EKS adds to the block that the program gives.
    vpcConfig: (values) => ({ clusterSecurityGroupId: `sg-${values.hex("cluster")}` }),
  },
  "aws:eks/nodeGroup:NodeGroup": {
    ...member("nodegroup", "nodeGroupName"),
    nodeGroupName: "{auto.nodeGroupName}",
  },
  "aws:eks/fargateProfile:FargateProfile": {
    ...member("fargateprofile", "fargateProfileName"),
    fargateProfileName: "{auto.fargateProfileName}",
  },
  "aws:eks/addon:Addon": member("addon", "addonName"),
  "aws:eks/accessEntry:AccessEntry": {
    id: "{in.clusterName}:{in.principalArn}",
    accessEntryArn: (values) => {
      const [, , , , account, path] = values.input("principalArn")?.split(":") ?? [];
      const [kind, ...name] = path?.split("/") ?? [];
      const cluster = values.input("clusterName");
      const { partition, region, account: own } = values.context;
      return cluster && account && kind
        ? `arn:${partition}:eks:${region}:${own}:access-entry/${cluster}/${kind}/${account}/${name.at(-1)}/${values.uuid()}`
        : undefined;
    },
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    id: "{in.clusterName}#{in.principalArn}#{in.policyArn}",
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    id: (values) => associationId(values),
    associationId: (values) => associationId(values),
    associationArn: (values) => {
      const cluster = values.input("clusterName");
      const { partition, region, account } = values.context;
      return (
        cluster &&
        `arn:${partition}:eks:${region}:${account}:podidentityassociation/${cluster}/${associationId(values)}`
      );
    },
  },
};

function member(kind: string, nameKey: string): TypeEntry {
  return {
    id: `{in.clusterName}:{auto.${nameKey}}`,
    arn: `arn:{p}:eks:{r}:{a}:${kind}/{in.clusterName}/{auto.${nameKey}}/{uuid}`,
  };
}

function associationId(values: Values): string {
  return `a-${values.letters(17)}`;
}
