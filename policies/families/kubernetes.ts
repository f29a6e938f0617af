import { eksAuditLog } from "../controls/eks/audit-log";
import { eksClusterVersion } from "../controls/eks/cluster-version";
import { eksEndpointPrivate } from "../controls/eks/endpoint";
import { eksNodeGroupVersion } from "../controls/eks/node-group-version";
import { eksNodeSsh } from "../controls/eks/node-ssh";
import { eksSecretsKey } from "../controls/eks/secrets";
import type { Control } from "../core";

/** Controls that hold Kubernetes to the network, to supported versions, and to a record of what is done. */
export const kubernetesControls: readonly Control[] = [
  eksEndpointPrivate,
  eksClusterVersion,
  eksNodeGroupVersion,
  eksSecretsKey,
  eksAuditLog,
  eksNodeSsh,
];
