import type { ContainerDefinition, HealthCheck, LogConfiguration } from "@pulumi/aws/ecs";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerHealthCheckArgs, ContainerProtocol, type SidecarArgs, SidecarCondition } from "./container-args";
import { fileSystemMounts, fileSystemVolumes } from "./container-file-systems";
import { cloudWatchLogs, logRouter, routedLogs } from "./container-logs";
import type { ContainerServiceArgs } from "./container-service-args";

/** Name of the service's own container, and of its port. */
export const APP = "app";

/** Containers of a task, and the volumes that they write to. */
export interface TaskContainers {
  readonly containers: ContainerDefinition[];
  readonly volumes: input.ecs.TaskDefinitionVolume[];
}

/** A task's containers: the service's own, its sidecars, and the router of its logs. */
export function taskContainers(
  args: ContainerServiceArgs,
  logGroup: pulumi.Input<string>,
  region: pulumi.Input<string>,
): TaskContainers {
  const logs = (container: string) => cloudWatchLogs(logGroup, region, container);
  const own = args.logRouter ? routedLogs(args.logRouter) : logs(APP);
  const sidecars = Object.entries(args.sidecars ?? {});
  return {
    containers: [
      mainContainer(args, own),
      ...sidecars.map(([name, sidecar]) => sidecarContainer(name, sidecar, logs(name))),
      ...(args.logRouter ? [logRouter(args.logRouter, logs("log-router"))] : []),
    ],
    volumes: [
      ...fileSystemVolumes(args.fileSystems),
      ...(args.writablePaths ?? []).map((path) => ({ name: volumeName(APP, path) })),
      ...sidecars.flatMap(([name, { writablePaths = [] }]) =>
        writablePaths.map((path) => ({ name: volumeName(name, path) })),
      ),
    ],
  };
}

function mainContainer(args: ContainerServiceArgs, logConfiguration: LogConfiguration): ContainerDefinition {
  const waits = Object.entries(args.sidecars ?? {}).flatMap(([containerName, { waitFor }]) =>
    waitFor === undefined ? [] : [{ containerName, condition: waitFor }],
  );
  const protocol = args.protocol ?? ContainerProtocol.Http;
  const mountPoints = [...mounts(APP, args.writablePaths ?? []), ...fileSystemMounts(args.fileSystems)];
  return {
    name: APP,
    image: args.image,
    essential: true,
    command: args.command && pulumi.all(args.command),
    entryPoint: args.entryPoint && pulumi.all(args.entryPoint),
    user: args.user ?? "1000:1000",
    ...confined(args.withoutReadOnlyRoot),
    ...(args.port !== undefined && {
      portMappings: [
        {
          name: APP,
          containerPort: args.port,
          protocol: "tcp",
          ...(protocol !== ContainerProtocol.Tcp && { appProtocol: protocol }),
        },
      ],
    }),
    ...variables(args.environment, args.secrets),
    ...(args.environmentFiles && {
      environmentFiles: args.environmentFiles.map((value) => ({ type: "s3" as const, value })),
    }),
    ...(mountPoints.length > 0 && { mountPoints }),
    stopTimeout: args.stopTimeoutSeconds ?? 30,
    restartPolicy: { enabled: true, restartAttemptPeriod: args.restartAfterSeconds ?? 60 },
    ...(args.healthCheck && { healthCheck: healthCheck(args.healthCheck) }),
    ...(waits.length > 0 && { dependsOn: waits }),
    logConfiguration,
  };
}

function sidecarContainer(name: string, args: SidecarArgs, logConfiguration: LogConfiguration): ContainerDefinition {
  return {
    name,
    image: args.image,
    essential: args.essential ?? false,
    command: args.command && pulumi.all(args.command),
    user: args.user,
    cpu: args.cpu,
    memory: args.memoryMb,
    ...confined(args.withoutReadOnlyRoot),
    ...variables(args.environment, args.secrets),
    ...(args.writablePaths && { mountPoints: mounts(name, args.writablePaths) }),
    ...(args.healthCheck && { healthCheck: healthCheck(args.healthCheck) }),
    // What is to end is not started again.
    ...(args.waitFor !== SidecarCondition.Success && { restartPolicy: { enabled: true, restartAttemptPeriod: 60 } }),
    logConfiguration,
  };
}

/** No capability, no file system to write to, and an init that hands signals on and buries orphans. */
function confined(withoutReadOnlyRoot = false): Partial<ContainerDefinition> {
  return {
    readonlyRootFilesystem: !withoutReadOnlyRoot,
    linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
  };
}

function variables(
  environment: Record<string, pulumi.Input<string>> = {},
  secrets: Record<string, pulumi.Input<string>> = {},
): Partial<ContainerDefinition> {
  return {
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
  };
}

function mounts(container: string, paths: string[]) {
  return paths.map((path) => ({
    sourceVolume: volumeName(container, path),
    containerPath: path,
    readOnly: false,
  }));
}

/** Of letters, digits, hyphens and underscores: all that ECS takes. */
function volumeName(container: string, path: string): string {
  return `${container}${path.replaceAll(/[/.]/g, "-")}`;
}

function healthCheck(args: ContainerHealthCheckArgs): HealthCheck {
  return {
    command: ["CMD", ...args.command],
    interval: args.intervalSeconds ?? 10,
    timeout: args.timeoutSeconds ?? 5,
    retries: args.retries ?? 3,
    startPeriod: args.startPeriodSeconds ?? 30,
  };
}
