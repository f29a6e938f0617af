import {
  ContainerCluster,
  type ContainerScalingArgs,
  type ContainerService,
  type ContainerServiceArgs,
  type ImageRepository,
} from "../../infra/compute";
import { ServiceMesh, ServiceNamespace } from "../../infra/discovery";
import {
  type AlertTopic,
  COLLECTOR_ENVIRONMENT,
  collectorSidecar,
  MetricsWorkspace,
  Tracing,
} from "../../infra/observability";
import type { Environment } from "../environment";
import { imageOf } from "./images";
import type { Network } from "./network";

/** What services in containers share. */
export interface Containers {
  readonly cluster: ContainerCluster;
  readonly mesh: ServiceMesh;
  /** Names by DNS, for those of the network that are outside of the mesh: functions, operators, pods of Kubernetes. */
  readonly names: ServiceNamespace;
  readonly metrics: MetricsWorkspace;
  readonly scaling: ContainerScalingArgs;
  /** What all of them have in common: where they run, how they get out, who watches them. */
  argsOf(service: string, port: number): ServiceArgs;
  /** Lets a service's collector write what it collects. */
  grantTelemetry(service: ContainerService): void;
}

type ServiceArgs = Omit<ContainerServiceArgs, "environment"> & { environment: Record<string, string> };

/** @returns undefined where the environment has no containers */
export function createContainers(
  environment: Environment,
  network: Network,
  images: ImageRepository,
  alerts: AlertTopic,
): Containers | undefined {
  const { containers, minimumZones, logDays } = environment;
  if (!containers) return undefined;
  const mesh = new ServiceMesh("shop-mesh");
  // Beside the mesh's own, in which Service Connect takes the services' names for itself.
  const names = new ServiceNamespace("shop-names", { namespaceName: "shop.internal", vpcId: network.vpc.vpcId });
  const cluster = new ContainerCluster("shop", { serviceConnectNamespaceArn: mesh.namespaceArn });
  const metrics = new MetricsWorkspace("shop-metrics", { alarmTopicArn: alerts.topicArn, logRetentionDays: logDays });
  const tracing = new Tracing("container-tracing");
  return {
    cluster,
    mesh,
    names,
    metrics,
    scaling: { minimum: containers.minimumTasks, maximum: containers.maximumTasks, cpuPercent: 60 },
    argsOf: (service, port) => ({
      cluster,
      placement: network.services,
      minimumZones,
      image: imageOf(service, images),
      // Through the NAT gateways, to ECR, CloudWatch and whatever else of AWS it calls.
      egress: { aws: { cidr: "0.0.0.0/0" } },
      // Service Connect's proxy and the collector need their share.
      cpu: 512,
      memoryMb: 1024,
      port,
      healthCheck: { command: ["node", "/app/healthy.js"] },
      logRetentionDays: logDays,
      alarmTopicArn: alerts.topicArn,
      environment: { ...COLLECTOR_ENVIRONMENT, OTEL_SERVICE_NAME: service },
      sidecars: { collector: collectorSidecar({ serviceName: service, remoteWriteUrl: metrics.remoteWriteUrl }) },
    }),
    grantTelemetry: (service) => {
      tracing.grantWrite(service, service.logicalName);
      metrics.grantRemoteWrite(service, service.logicalName);
    },
  };
}
