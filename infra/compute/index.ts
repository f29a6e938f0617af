export type { AsynchronousArgs, LambdaDestinationArgs } from "./asynchronous";
export { type Bundle, type BundleArgs, type BundleContext, bundle, projectDirectory } from "./bundle";
export { type CodeSigningArgs, UntrustedCode } from "./code-signing";
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
export type { LambdaEgressArgs } from "./lambda-network";
export { LambdaService, type LambdaServiceNodes } from "./lambda-service";
