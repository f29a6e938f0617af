import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";
import type { Placement } from "../network";
import type { ContainerAlarmArgs } from "./container-alarms";
import type { ContainerHealthCheckArgs, ContainerProtocol, SidecarArgs } from "./container-args";
import type { CapacityShareArgs } from "./container-capacity";
import type { ContainerClusterTarget } from "./container-cluster-args";
import type {
  AttachedTargetGroupArgs,
  LatticeTargetArgs,
  ServiceConnectArgs,
  ServiceRegistryArgs,
} from "./container-connections";
import type { ContainerDeploymentArgs } from "./container-deployment";
import type { FileSystemMountArgs } from "./container-file-systems";
import type { IngressArgs } from "./container-ingress";
import type { ContainerLoadBalancerArgs } from "./container-load-balancer";
import type { LogRouterArgs } from "./container-logs";
import type { PlacementConstraintArgs, PlacementStrategyArgs } from "./container-placement";
import type { ContainerScalingArgs } from "./container-scaling";
import type { EgressArgs } from "./egress";
import type { Architecture } from "./lambda-args";

/** Arguments of {@link ContainerService}. */
export interface ContainerServiceArgs extends PlatformArgs {
  /** The cluster, a `ContainerCluster`. */
  cluster: ContainerClusterTarget;
  /** Private or isolated subnets, one a zone, that tasks run in. Tasks have no public address. */
  placement: Placement;
  /** Zones that the placement's subnets have to lie in, 2 to 6. @default 2 */
  minimumZones?: number;
  /**
   * Image with a tag other than `latest`, or a digest: `imageUri` of an `awsx.ecr.Image`, `url:tag` of an `ImageRepository`.
   * ECS may pull it where it lies in ECR.
   */
  image: pulumi.Input<string>;
  /**
   * Whom the tasks may open connections to, by name; more can follow with `allowTo`. On Fargate one of them has to lead, by
   * 443, to where the image, the logs and the secrets are: the security group of `AwsServiceEndpoints` and the prefix list
   * of S3, or anywhere where there is a NAT gateway.
   */
  egress: Record<string, EgressArgs>;

  /** Port that the container listens on, 1,024 to 65,535. @default none: nobody calls it */
  port?: number;
  /** What it speaks there. @default "http" */
  protocol?: ContainerProtocol;
  /** Who may call the tasks directly, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, IngressArgs>;
  /** An HTTPS load balancer inside the network, of the service's own. @default none */
  loadBalancer?: ContainerLoadBalancerArgs;
  /** Target groups of load balancers that exist already, by name; such as that of a `PrivateService`. @default none */
  targetGroups?: Record<string, AttachedTargetGroupArgs>;
  /** Take part in Service Connect. @default not */
  serviceConnect?: ServiceConnectArgs;
  /** Be found by Cloud Map. @default not */
  registry?: ServiceRegistryArgs;
  /** Be called through VPC Lattice. @default not */
  lattice?: LatticeTargetArgs[];

  /** CPU of a task, in units of which a vCPU has 1,024. On Fargate 256 to 16,384, with the memory that belongs to it. @default 256 */
  cpu?: number;
  /** Memory of a task, in MB. On Fargate one of the values that belong to `cpu`. @default 512 */
  memoryMb?: number;
  /** Instruction set of the image. @default "arm64" */
  architecture?: Architecture;
  /** Disk of a task on Fargate, in GB, 21 to 200. @default 20 */
  ephemeralStorageGb?: number;
  /** Arguments for the image's entry point, or its command. @default the image's own */
  command?: pulumi.Input<string>[];
  /** Replaces the image's entry point. @default the image's own */
  entryPoint?: pulumi.Input<string>[];
  /** User and group that the container runs as, not root. @default "1000:1000", `node` of the images of Node.js */
  user?: string;
  /**
   * Paths that the container may write to, each empty at first. A path is its user's where the image has it so and names
   * it in a `VOLUME`: docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html. @default none
   */
  writablePaths?: string[];
  /** Directories of EFS, by name, which stay when tasks go. @default none */
  fileSystems?: Record<string, FileSystemMountArgs>;
  /** Let the container write to its own file system. @default false */
  withoutReadOnlyRoot?: boolean;
  /** Seconds between SIGTERM and SIGKILL, 0 to 120. @default 30 */
  stopTimeoutSeconds?: number;
  /** Seconds that a container that ends has to have run to be started again in its task, 60 to 1,800. @default 60 */
  restartAfterSeconds?: number;
  /** How ECS asks the container whether it is well; a task that is not is replaced. @default none: well as long as it runs */
  healthCheck?: ContainerHealthCheckArgs;

  /** Environment variables: no secrets. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /**
   * Variables that hold secrets, by the ARN of a secret of Secrets Manager (with `:key::` behind it, one key of its JSON)
   * or of a parameter. ECS reads them as it starts a task, and may read no others. @default none
   */
  secrets?: Record<string, pulumi.Input<string>>;
  /** ARNs of files of variables in S3, at most 10, such as a `ServiceConfiguration`'s. @default none */
  environmentFiles?: pulumi.Input<string>[];
  /** KMS keys of the secrets, parameters and files, where they are not AWS's own. @default none */
  kmsKeyArns?: pulumi.Input<string>[];

  /** Tasks, at least one a zone. Not with `scaling`. @default minimumZones */
  desiredCount?: number;
  /** Have one task only, which is gone with its zone: for what there may be one of. @default false */
  singleTask?: boolean;
  /** How many tasks there are, by what they have to do. @default always desiredCount */
  scaling?: ContainerScalingArgs;
  /** Where tasks run. @default Fargate, on demand */
  capacity?: CapacityShareArgs[];
  /** Order of placement on EC2 instances; not on Fargate. @default spread over zones, then over instances */
  placementStrategies?: PlacementStrategyArgs[];
  /** Instances that tasks may run on; not on Fargate. @default any */
  placementConstraints?: PlacementConstraintArgs[];

  /** How a new version takes over. @default rolling, taken back where it fails or alarms go off */
  deployment?: ContainerDeploymentArgs;
  /** Containers beside the service's own, by name. @default none */
  sidecars?: Record<string, SidecarArgs>;

  /** Days that logs are kept: 1, 3, 5, 7, 14, 30, 60, 90, …, as in `LOG_RETENTION_DAYS`. @default 90 */
  logRetentionDays?: number;
  /** ARN of the KMS key of the logs; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  logKmsKeyArn?: pulumi.Input<string>;
  /** Send what the container writes through Fluent Bit. @default to CloudWatch Logs */
  logRouter?: LogRouterArgs;
  /** Let people open a shell in tasks, as the cluster records it. Needs `withoutReadOnlyRoot`. @default false */
  executeCommand?: boolean;

  /** SNS topic that alarms tell, such as an `AlertTopic`'s. @default nobody is told: alarms are there to be looked at */
  alarmTopicArn?: pulumi.Input<string>;
  /** When alarms go off. @default over 90 per cent of CPU or memory, or 1 per cent of failed requests */
  alarms?: ContainerAlarmArgs;
}
