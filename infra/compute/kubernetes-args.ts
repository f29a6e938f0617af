import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";
import type { ClientArgs } from "../data/client-access";
import type { Placement } from "../network";

/**
 * What a role may do in a cluster: access policies of EKS.
 * docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export const ClusterAccessPolicy = {
  /** Everything. */
  ClusterAdmin: "AmazonEKSClusterAdminPolicy",
  /** Most of a namespace, its roles and role bindings with it. */
  Admin: "AmazonEKSAdminPolicy",
  /** Read everything, secrets with it. */
  AdminView: "AmazonEKSAdminViewPolicy",
  /** Read and write what services are made of, secrets with it. */
  Edit: "AmazonEKSEditPolicy",
  /** Read what services are made of, without secrets. */
  View: "AmazonEKSViewPolicy",
} as const;
export type ClusterAccessPolicy = (typeof ClusterAccessPolicy)[keyof typeof ClusterAccessPolicy];

/** A role that may use the Kubernetes API. */
export interface ClusterAccessArgs {
  /** ARN of an IAM role, arn:aws:iam::ACCOUNT:role/… */
  roleArn: pulumi.Input<string>;
  /** What it may do. */
  policy: ClusterAccessPolicy;
  /** Where it may do it; `*` at an end stands for anything. @default the whole cluster */
  namespaces?: string[];
}

/** Which pods run on a Fargate profile: those of a namespace that have all the labels. */
export interface FargateSelectorArgs {
  /** Namespace; `*` and `?` are wildcards. */
  namespace: string;
  /** Labels that a pod must have. @default any */
  labels?: Record<string, string>;
}

/** A Fargate profile. */
export interface FargateProfileArgs {
  /** Pods that run on it, 1 to 5 selectors; one is enough to match. */
  selectors: FargateSelectorArgs[];
}

/** Images of nodes. docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html, `amiType` */
export const NodeImage = {
  AmazonLinux2023X8664: "AL2023_x86_64_STANDARD",
  AmazonLinux2023Arm64: "AL2023_ARM_64_STANDARD",
  BottlerocketX8664: "BOTTLEROCKET_x86_64",
  BottlerocketArm64: "BOTTLEROCKET_ARM_64",
} as const;
export type NodeImage = (typeof NodeImage)[keyof typeof NodeImage];

/** EC2 nodes that EKS looks after, over the zones of the cluster's placement. */
export interface KubernetesNodeGroupArgs {
  /** Instance types, of the image's architecture; EKS takes what it can get. @default ["m7g.large"], for x86 ["m7i.large"] */
  instanceTypes?: string[];
  /** Image of the nodes: Bottlerocket or Amazon Linux 2023, for Arm or x86. @default "BOTTLEROCKET_ARM_64" */
  image?: NodeImage;
  /** Fewest nodes, from `minimumZones` to 450. @default minimumZones */
  minimumNodes?: number;
  /** Most nodes, up to 450. @default 2 * minimumNodes */
  maximumNodes?: number;
  /** Size of a node's encrypted volume in GB, 20 to 16,384. @default 50 */
  volumeGb?: number;
  /** Use spot instances, which AWS takes back at two minutes' notice. @default false */
  spot?: boolean;
}

/** An add-on of EKS. */
export interface KubernetesAddonArgs {
  /** Version, such as "v0.8.0-eksbuild.2". @default what EKS takes by itself for the cluster's version */
  version?: string;
  /** Its configuration as JSON text; `aws eks describe-addon-configuration` has the schema. @default its own */
  configurationValues?: pulumi.Input<string>;
}

/** What happens to records of services that are gone. */
export const DnsPolicy = {
  /** Write records, and leave them when a service is gone. */
  UpsertOnly: "upsert-only",
  /** Delete records of services that are gone, too. */
  Sync: "sync",
} as const;
export type DnsPolicy = (typeof DnsPolicy)[keyof typeof DnsPolicy];

/** Records in Route 53 for services and ingresses, by the community add-on External DNS. */
export interface ExternalDnsArgs {
  /** Ids of the hosted zones that it may write to, at least one; no other can be written to. */
  hostedZoneIds: pulumi.Input<string>[];
  /** Domains that records are made under, such as "shop.example.com". @default all domains of the hosted zones */
  domains?: string[];
  /** What happens to records of services that are gone: left there, or deleted ("sync"). @default "upsert-only" */
  policy?: DnsPolicy;
}

/** Arguments of {@link KubernetesCluster}. */
export interface KubernetesClusterArgs extends PlatformArgs {
  /** Where the control plane's interfaces, the Fargate pods and the nodes lie: private subnets, one a zone. */
  placement: Placement;
  /** Refuse fewer zones than this, 2 to 6. @default 2 */
  minimumZones?: number;
  /** Name in AWS: letters, digits, hyphens and underscores, at most 100. @default `<stack>-<name>` */
  clusterName?: string;
  /** Kubernetes version, such as "1.36". EKS goes up by one version at a time. @default "1.36" */
  version?: string;
  /**
   * Stay on the version after its standard support, at EKS's extra charge. Without it, EKS moves the cluster to the next
   * version by itself. @default false
   */
  extendedSupport?: boolean;

  /**
   * Open the endpoint to these IPv4 blocks of the internet, each /8 or narrower. @default the endpoint is private: it
   * answers inside the VPC only
   */
  publicAccessCidrs?: string[];
  /** Who in the network may open connections to the endpoint, by name. More can follow with `allowFrom`. @default nobody but pods and nodes */
  clients?: Record<string, ClientArgs>;
  /** Roles that may use the Kubernetes API, by name. More can follow with `grantAccess`. @default nobody, the creator neither */
  access?: Record<string, ClusterAccessArgs>;

  /**
   * Fargate profiles, by name. A cluster with no nodes has one more, "system", for `kube-system` and add-ons. Excludes
   * `autoMode`. @default one, "default", for the namespace `default`; none with `nodeGroup` or `autoMode`
   */
  fargateProfiles?: Record<string, FargateProfileArgs>;
  /** EC2 nodes that EKS looks after. Excludes `autoMode`. @default none */
  nodeGroup?: KubernetesNodeGroupArgs;
  /** Let EKS make nodes, volumes and load balancers by itself: EKS Auto Mode. @default false */
  autoMode?: boolean;

  /**
   * Add-ons beside those that the cluster needs, by EKS's name, such as "metrics-server". On Fargate alone, give a profile
   * for an add-on's namespace, unless that is `kube-system`; what EKS runs on each node has no place there. @default none
   */
  addons?: Record<string, KubernetesAddonArgs>;
  /** Records in Route 53 for services and ingresses. @default none */
  externalDns?: ExternalDnsArgs;
  /** CloudWatch Container Insights, by the add-on of CloudWatch's agent, which runs on nodes only. @default false */
  containerInsights?: boolean;

  /** Encrypts Kubernetes' secrets; symmetric, of the cluster's region. @default a key of its own, rotated every year */
  kmsKeyArn?: pulumi.Input<string>;
  /** Encrypts the logs; its policy has to let CloudWatch Logs use it. @default the cluster's own key, with `kmsKeyArn` CloudWatch's */
  logKmsKeyArn?: pulumi.Input<string>;
  /** Days that logs of the control plane and of pods are kept. @default 365 */
  logRetentionDays?: number;
  /** Addresses of services: within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, /12 to /24, apart from the VPC's. @default EKS chooses */
  serviceCidr?: string;
  /** Let Application Recovery Controller move traffic away from a zone. @default false */
  zonalShift?: boolean;
  /** SNS topic that alarms tell. @default the alarms are there to be looked at */
  alarmTopicArn?: pulumi.Input<string>;
  /** Let the cluster be deleted. @default false */
  withoutDeletionProtection?: boolean;
}

/** Where a pod runs, which decides how it gets its role. */
export const PodCompute = { Fargate: "fargate", Nodes: "nodes" } as const;
export type PodCompute = (typeof PodCompute)[keyof typeof PodCompute];

/** Which pods get a role. */
export interface PodRoleArgs {
  /** Namespace of the pods. */
  namespace: string;
  /** Service account that the pods run as; `manifests` has it. */
  serviceAccount: string;
  /** Where the pods run. @default on nodes, where the cluster has any */
  compute?: PodCompute;
}

/** Variables of a service, as a ConfigMap. */
export interface PodEnvironmentArgs {
  /** Namespace of the service. */
  namespace: string;
  /** Values by name. Secrets are refused: everybody who reads the namespace reads them. */
  variables: Record<string, pulumi.Input<string>>;
}
