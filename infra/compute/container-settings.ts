import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceConnectArgs } from "./container-connections";
import { APP } from "./container-definitions";
import type { ServiceLoadBalancer } from "./container-load-balancer";
import { cloudWatchLogs } from "./container-logs";
import type { ContainerServiceArgs } from "./container-service-args";

/** Target groups that ECS enters tasks in. */
export function loadBalancers(
  args: ContainerServiceArgs,
  own: ServiceLoadBalancer | undefined,
  shiftRoleArn: pulumi.Input<string> | undefined,
): input.ecs.ServiceLoadBalancer[] | undefined {
  const { port } = args;
  if (port === undefined) return undefined;
  const given = Object.values(args.targetGroups ?? {}).map((target) => ({
    targetGroupArn: target.targetGroupArn,
    containerName: APP,
    containerPort: port,
  }));
  if (!own) return given.length > 0 ? given : undefined;
  const { shift } = own;
  return [
    {
      targetGroupArn: own.targets.arn,
      containerName: APP,
      containerPort: port,
      ...(shift &&
        shiftRoleArn !== undefined && {
          advancedConfiguration: {
            alternateTargetGroupArn: shift.alternate.arn,
            productionListenerRule: shift.rule.arn,
            roleArn: shiftRoleArn,
          },
        }),
    },
    ...given,
  ];
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html */
export function serviceConnect(
  args: ServiceConnectArgs,
  port: number | undefined,
  logGroup: pulumi.Input<string>,
  region: pulumi.Input<string>,
): input.ecs.ServiceServiceConnectConfiguration {
  const log = cloudWatchLogs(logGroup, region, "service-connect");
  return {
    enabled: true,
    namespace: args.namespaceArn,
    logConfiguration: { logDriver: log.logDriver, options: log.options },
    ...(args.accessLogs && {
      accessLogConfiguration: { format: "JSON", includeQueryParameters: "DISABLED" },
    }),
    ...(args.discoveryName !== undefined && port !== undefined && { services: [calledService(args, port)] }),
  };
}

/** How others call the service. */
function calledService(
  args: ServiceConnectArgs,
  containerPort: number,
): input.ecs.ServiceServiceConnectConfigurationService {
  const { discoveryName, tls, idleTimeoutSeconds, requestTimeoutSeconds } = args;
  const limited = idleTimeoutSeconds !== undefined || requestTimeoutSeconds !== undefined;
  return {
    portName: APP,
    discoveryName,
    clientAlias: [{ port: args.port ?? containerPort, dnsName: args.dnsName }],
    ...(limited && { timeout: { idleTimeoutSeconds, perRequestTimeoutSeconds: requestTimeoutSeconds } }),
    ...(tls && {
      tls: {
        issuerCertAuthority: { awsPcaAuthorityArn: tls.certificateAuthorityArn },
        roleArn: tls.roleArn,
        kmsKey: tls.kmsKeyArn,
      },
    }),
  };
}

/** Where a service's tasks are entered in Cloud Map. */
export function registries({ registry, port }: ContainerServiceArgs): input.ecs.ServiceServiceRegistries | undefined {
  if (!registry) return undefined;
  return {
    registryArn: registry.serviceArn,
    ...(registry.withPort && { containerName: APP, containerPort: port }),
  };
}

/** Family of the task definitions, which AWS has one of in an account and region. */
export function familyOf(project: string, stack: string, name: string): string {
  return `${project}-${stack}-${name}`.replaceAll(/[^A-Za-z0-9_-]/g, "-");
}
