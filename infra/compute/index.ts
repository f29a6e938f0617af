export type { AsynchronousArgs, LambdaDestinationArgs } from "./asynchronous";
export { type Bundle, type BundleArgs, type BundleContext, bundle, projectDirectory } from "./bundle";
export { type CodeSigningArgs, UntrustedCode } from "./code-signing";
export type { ContainerAlarmArgs } from "./container-alarms";
export {
  type ContainerHealthCheckArgs,
  ContainerProtocol,
  type SidecarArgs,
  SidecarCondition,
} from "./container-args";
export { type CapacityShareArgs, type Ec2CapacityArgs, FargateCapacity } from "./container-capacity";
export { ContainerCluster, type ContainerClusterNodes } from "./container-cluster";
export {
  type ContainerClusterArgs,
  type ContainerClusterTarget,
  ContainerInsights,
} from "./container-cluster-args";
export type {
  AttachedTargetGroupArgs,
  LatticeTargetArgs,
  ServiceConnectArgs,
  ServiceConnectTlsArgs,
  ServiceRegistryArgs,
} from "./container-connections";
export {
  type ContainerDeploymentArgs,
  type DeploymentHookArgs,
  DeploymentStage,
  DeploymentStrategy,
} from "./container-deployment";
export type { FileSystemMountArgs } from "./container-file-systems";
export type { IngressArgs } from "./container-ingress";
export type { BalancerLogArgs, ContainerLoadBalancerArgs, ServiceLoadBalancer } from "./container-load-balancer";
export type { LogRouterArgs } from "./container-logs";
export { ContainerMicroservice, type ContainerMicroserviceArgs } from "./container-microservice";
export {
  ConstraintKind,
  type PlacementConstraintArgs,
  PlacementKind,
  type PlacementStrategyArgs,
} from "./container-placement";
export type { ContainerScalingArgs, MetricScalingArgs, QueueScalingArgs } from "./container-scaling";
export { ContainerService, type ContainerServiceNodes } from "./container-service";
export type { ContainerServiceArgs } from "./container-service-args";
export type { EgressArgs } from "./egress";
export {
  consumeQueue,
  consumeStream,
  consumeTable,
  type QueueConsumerArgs,
  type QueueSource,
  StartingPosition,
  type StreamConsumerArgs,
  type StreamReaderArgs,
  type StreamSource,
  type TableConsumerArgs,
  type TableSource,
} from "./event-sources";
export { DeploymentPace, type GradualDeploymentArgs } from "./gradual-deployment";
export { ImageRepository, type ImageRepositoryNodes } from "./image-repository";
export type { ImageLifecycleRule, ImageRepositoryArgs } from "./image-repository-args";
export {
  type ClusterAccessArgs,
  ClusterAccessPolicy,
  DnsPolicy,
  type ExternalDnsArgs,
  type FargateProfileArgs,
  type FargateSelectorArgs,
  type KubernetesAddonArgs,
  type KubernetesClusterArgs,
  type KubernetesNodeGroupArgs,
  NodeImage,
  PodCompute,
  type PodEnvironmentArgs,
  type PodRoleArgs,
} from "./kubernetes-args";
export { KubernetesCluster, type KubernetesClusterNodes } from "./kubernetes-cluster";
export type { KubernetesManifest, ManifestMetadata } from "./kubernetes-manifests";
export { PodRole } from "./kubernetes-pod-roles";
export { kubernetesEndpointServices } from "./kubernetes-services";
export {
  Architecture,
  type LambdaCallerArgs,
  LambdaLogLevel,
  type LambdaServiceArgs,
  LambdaSystemLogLevel,
  NodeRuntime,
  TracingMode,
} from "./lambda-args";
export { LambdaService, type LambdaServiceNodes } from "./lambda-service";
