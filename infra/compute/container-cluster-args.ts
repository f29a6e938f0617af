import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";
import { LOG_RETENTION_DAYS } from "../core";
import { type CapacityShareArgs, checkEc2Capacity, checkShares, type Ec2CapacityArgs } from "./container-capacity";

/** How much Container Insights tells. Values from the provider's `ClusterSetting`. */
export const ContainerInsights = {
  /** Down to tasks and containers, with their restarts and health. */
  Enhanced: "enhanced",
  /** Clusters and services. */
  Standard: "enabled",
} as const;
export type ContainerInsights = (typeof ContainerInsights)[keyof typeof ContainerInsights];

/** Arguments of {@link ContainerCluster}. */
export interface ContainerClusterArgs extends PlatformArgs {
  /** How much Container Insights tells: down to tasks, or of clusters and services ("enabled"). @default "enhanced" */
  containerInsights?: ContainerInsights;
  /** Keep no metrics of tasks: services then can't tell of restarts, or scale by a queue. @default false */
  withoutContainerInsights?: boolean;
  /** Where tasks run that say nothing else. @default Fargate, on demand */
  defaultCapacity?: CapacityShareArgs[];
  /** EC2 instances beside Fargate, by name. @default none */
  ec2Capacity?: Record<string, Ec2CapacityArgs>;
  /** ARN of the Cloud Map namespace that Service Connect uses where a service names none. @default none */
  serviceConnectNamespaceArn?: pulumi.Input<string>;
  /**
   * ARN of the KMS key of what people type and see with ECS Exec; its policy has to let CloudWatch Logs use it.
   * @default a key is made, which costs about one dollar a month
   */
  executeCommandKmsKeyArn?: pulumi.Input<string>;
  /** Days that the record of ECS Exec is kept: 1, 3, 5, 7, 14, 30, …, as in `LOG_RETENTION_DAYS`. @default 365 */
  executeCommandLogRetentionDays?: number;
  /** KMS key of Fargate's disks, whose policy has to let Fargate make grants. @default AWS's own key */
  fargateStorageKmsKeyArn?: pulumi.Input<string>;
}

/** What a service needs to know of its cluster; a `ContainerCluster` is one. */
export interface ContainerClusterTarget {
  /** ARN of the cluster. */
  readonly clusterArn: pulumi.Input<string>;
  /** Name of the cluster, which its CloudWatch metrics have as dimension. */
  readonly clusterName: pulumi.Input<string>;
  /** KMS key of sessions of ECS Exec. @default none: services of the cluster can't have ECS Exec */
  readonly executeCommandKmsKeyArn?: pulumi.Input<string>;
  /** Log group that sessions of ECS Exec are recorded in. @default none */
  readonly executeCommandLogGroupArn?: pulumi.Input<string>;
  /** Whether Container Insights is off. @default false */
  readonly withoutContainerInsights?: boolean;
}

export function checkCluster(checks: ArgumentChecks, args: ContainerClusterArgs): void {
  checks
    .oneOf("containerInsights", args.containerInsights, Object.values(ContainerInsights))
    .that(
      "withoutContainerInsights",
      args.withoutContainerInsights,
      !args.withoutContainerInsights || args.containerInsights === undefined,
      "leave it out: containerInsights is given",
    )
    .matches(
      "serviceConnectNamespaceArn",
      args.serviceConnectNamespaceArn,
      /^arn:[^:]+:servicediscovery:.+:namespace\//,
      "use the ARN of a Cloud Map namespace, arn:aws:servicediscovery:…:namespace/…",
    )
    .arn("executeCommandKmsKeyArn", args.executeCommandKmsKeyArn, "kms", "a KMS key")
    .arn("fargateStorageKmsKeyArn", args.fargateStorageKmsKeyArn, "kms", "a KMS key")
    .oneOf("executeCommandLogRetentionDays", args.executeCommandLogRetentionDays, LOG_RETENTION_DAYS);
  checkShares(checks, "defaultCapacity", args.defaultCapacity);
  for (const [name, capacity] of Object.entries(args.ec2Capacity ?? {})) checkEc2Capacity(checks, name, capacity);
}
