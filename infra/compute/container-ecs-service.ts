import { Service, type TaskDefinition } from "@pulumi/aws/ecs";
import type { RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { FargateCapacity, strategy } from "./container-capacity";
import { leastTasks, runsOnFargate } from "./container-checks";
import { APP } from "./container-definitions";
import { type DeploymentInput, deploymentSettings, infrastructureRole } from "./container-deployment";
import type { ServiceLoadBalancer } from "./container-load-balancer";
import { SPREAD } from "./container-placement";
import type { ContainerServiceArgs } from "./container-service-args";
import { loadBalancers, registries, serviceConnect } from "./container-settings";
import { latticeStatements, shiftStatements } from "./container-trust";

/** What ECS's own service is made from. */
export interface EcsServiceInput extends DeploymentInput {
  readonly args: ContainerServiceArgs;
  readonly definition: TaskDefinition;
  readonly balancer: ServiceLoadBalancer | undefined;
  /** What has to be there before a task can start. */
  readonly policies: RolePolicy[];
  readonly securityGroupId: pulumi.Input<string>;
  readonly logGroup: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  /** Alarms that take a deployment back. */
  readonly alarmNames: pulumi.Output<string>[];
}

export function createEcsService(from: EcsServiceInput): Service {
  const { name, args } = from;
  const { balancer, policies } = from;
  const deployment = args.deployment ?? {};
  const settings = deploymentSettings(from, deployment);
  const shift = balancer?.shift && infrastructureRole(from, "traffic", ...shiftStatements(balancer, balancer.shift));
  const lattice =
    args.lattice &&
    infrastructureRole(from, "lattice", ...latticeStatements(args.lattice.map((one) => one.targetGroupArn)));
  const alarmNames = [...from.alarmNames, ...(deployment.alarmNames ?? [])];
  const watches = !deployment.withoutAlarmRollback && alarmNames.length > 0;
  const attached = loadBalancers(args, balancer, shift?.role.arn);
  const roles = [
    ...policies,
    ...settings.policies,
    ...(shift ? [shift.policy] : []),
    ...(lattice ? [lattice.policy] : []),
  ];
  return new Service(
    name,
    {
      cluster: args.cluster.clusterArn,
      taskDefinition: from.definition.arn,
      desiredCount: args.scaling ? (args.scaling.minimum ?? leastTasks(args)) : (args.desiredCount ?? leastTasks(args)),
      capacityProviderStrategies: strategy(args.capacity ?? [{ provider: FargateCapacity.OnDemand }]),
      // The provider's documentation: a change of the strategy needs it.
      forceNewDeployment: true,
      networkConfiguration: {
        subnets: args.placement.subnetIds,
        securityGroups: [from.securityGroupId],
        assignPublicIp: false,
      },
      // docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html: not with a maximum of 100 per cent
      availabilityZoneRebalancing: deployment.maximumPercent === 100 ? "DISABLED" : "ENABLED",
      ...(runsOnFargate(args)
        ? {}
        : {
            orderedPlacementStrategies: args.placementStrategies ?? SPREAD,
            placementConstraints: args.placementConstraints,
          }),
      deploymentMinimumHealthyPercent: deployment.minimumHealthyPercent ?? 100,
      deploymentMaximumPercent: deployment.maximumPercent ?? 200,
      deploymentConfiguration: settings.configuration,
      deploymentCircuitBreaker: settings.circuitBreaker,
      ...(watches && { alarms: { alarmNames, enable: true, rollback: true } }),
      loadBalancers: attached,
      ...(attached && { healthCheckGracePeriodSeconds: 60 }),
      serviceConnectConfiguration:
        args.serviceConnect && serviceConnect(args.serviceConnect, args.port, from.logGroup, from.region),
      serviceRegistries: registries(args),
      vpcLatticeConfigurations:
        lattice &&
        args.lattice?.map(({ targetGroupArn }) => ({ portName: APP, targetGroupArn, roleArn: lattice.role.arn })),
      enableExecuteCommand: args.executeCommand ?? false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: !deployment.withoutWaiting,
      tags: from.tags(name),
    },
    from.child({
      dependsOn: [...roles, ...(balancer ? [balancer.listener] : [])],
      ...(args.scaling && { ignoreChanges: ["desiredCount"] }),
    }),
  );
}
