import { AccessEntry, AccessPolicyAssociation } from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterAccessArgs } from "./kubernetes-args";
import type { ClusterMemberInput } from "./kubernetes-input";

/** Lets a role use the Kubernetes API, as far as an access policy goes. */
export function createAccess(input: ClusterMemberInput, name: string, access: ClusterAccessArgs): AccessEntry {
  const { cluster, partition, tags, child } = input;
  const entryName = `${input.name}-access-${name}`;
  const entry = new AccessEntry(
    entryName,
    { clusterName: cluster.name, principalArn: access.roleArn, type: "STANDARD", tags: tags(entryName) },
    child(),
  );
  new AccessPolicyAssociation(
    `${entryName}-policy`,
    {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/${access.policy}`,
      accessScope: access.namespaces ? { type: "namespace", namespaces: access.namespaces } : { type: "cluster" },
    },
    child({ dependsOn: [entry] }),
  );
  return entry;
}
