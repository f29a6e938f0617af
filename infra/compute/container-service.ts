import { LogGroup } from "@pulumi/aws/cloudwatch";
import { SecurityGroup } from "@pulumi/aws/ec2";
import type { Service, TaskDefinition } from "@pulumi/aws/ecs";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Grantable } from "../core";
import { PlatformComponent, policyDocument } from "../core";
import { type ContainerAlarmInput, createServiceAlarms, createVersionAlarms } from "./container-alarms";
import { checkContainerService, leastTasks } from "./container-checks";
import { type DeploymentInput, shiftsTraffic } from "./container-deployment";
import { createEcsService } from "./container-ecs-service";
import { fileSystemStatements } from "./container-file-systems";
import { admit, checkIngress, type IngressArgs } from "./container-ingress";
import { createLoadBalancer, type ServiceLoadBalancer } from "./container-load-balancer";
import { createExecutionPolicies, executeCommandStatements } from "./container-roles";
import { createScaling } from "./container-scaling";
import type { ContainerServiceArgs } from "./container-service-args";
import { familyOf } from "./container-settings";
import { createTaskDefinition } from "./container-task";
import { taskTrust } from "./container-trust";
import { allowEgress, checkEgress, type EgressArgs } from "./egress";

/** Resources of a {@link ContainerService}, for reading and for tests. */
export interface ContainerServiceNodes {
  readonly service: Service;
  readonly taskDefinition: TaskDefinition;
  readonly logGroup: LogGroup;
  readonly loadBalancer: ServiceLoadBalancer | undefined;
}

/**
 * A microservice in containers on ECS: tasks over zones in private subnets, a closed security group, a container that is
 * not root and can't write to itself, one role for ECS to start it and another for its code, and deployments that are
 * taken back where they fail.
 */
export class ContainerService extends PlatformComponent implements Grantable {
  /** Name of the component. */
  readonly logicalName: string;
  /** Role that the code runs as: what is granted to the service. */
  readonly role: Role;
  /** Role that ECS starts the tasks by: image, logs, and just the secrets that were named. */
  readonly executionRole: Role;
  /** Name of the service, which its CloudWatch metrics have as dimension. */
  readonly serviceName: pulumi.Output<string>;
  /** ARN of the service. */
  readonly serviceArn: pulumi.Output<string>;
  /** Name of the cluster, the other dimension of its metrics. */
  readonly clusterName: pulumi.Output<string>;
  /** ARN of the task definition, with its revision. */
  readonly taskDefinitionArn: pulumi.Output<string>;
  /** Security group of the tasks. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Port that the container listens on; undefined where nobody calls it. */
  readonly port: number | undefined;
  /** Name of the log group. */
  readonly logGroupName: pulumi.Output<string>;
  /** Host name of the load balancer; undefined without one. */
  readonly loadBalancerDnsName: pulumi.Output<string> | undefined;
  /** Route 53 zone of that host name, for an alias record; undefined without one. */
  readonly loadBalancerZoneId: pulumi.Output<string> | undefined;
  /** ARN of the load balancer, for a web ACL or a VPC Lattice target; there once it listens. */
  readonly loadBalancerArn: pulumi.Output<string> | undefined;
  /** Security group of the load balancer; undefined without one. */
  readonly loadBalancerSecurityGroupId: pulumi.Output<string> | undefined;
  /** Children, for reading and for tests. */
  readonly nodes: ContainerServiceNodes;
  private readonly args: ContainerServiceArgs;
  private readonly named: Set<string>;

  /** @throws ArgumentError where an argument is wrong, such as a pair of CPU and memory that Fargate does not have. */
  constructor(name: string, args: ContainerServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("compute:ContainerService", name, args, opts);
    this.logicalName = name;
    this.args = args;
    checkContainerService(this.checks(), name, args);
    const parts = this.parts();
    this.port = args.port;
    this.named = new Set([...Object.keys(args.egress).map((one) => `to ${one}`), ...Object.keys(args.clients ?? {})]);
    this.clusterName = pulumi.output(args.cluster.clusterName);

    const group = this.createGroup();
    this.securityGroupId = group.id;
    const logGroup = new LogGroup(
      `${name}-logs`,
      {
        namePrefix: `/aws/ecs/${name}-`,
        retentionInDays: args.logRetentionDays ?? 90,
        kmsKeyId: args.logKmsKeyArn,
        tags: this.tags(`${name}-logs`),
      },
      this.child(),
    );
    this.logGroupName = logGroup.name;
    this.executionRole = this.createRole("execution", "ECS for the tasks of");
    this.role = this.createRole("role", "Code of the tasks of");
    const policies = this.createPolicies(logGroup);
    const family = familyOf(pulumi.getProject(), pulumi.getStack(), name);
    const definition = createTaskDefinition({
      ...parts,
      args,
      family,
      logGroup: logGroup.name,
      region: this.region,
      role: this.role,
      executionRole: this.executionRole,
    });
    this.taskDefinitionArn = definition.arn;

    const shifts = shiftsTraffic(args.deployment);
    const balancer =
      args.loadBalancer && args.port !== undefined
        ? createLoadBalancer({
            ...parts,
            args: args.loadBalancer,
            placement: args.placement,
            taskPort: args.port,
            taskGroupId: group.id,
            protocol: args.protocol ?? "http",
            shifts,
          })
        : undefined;
    if (balancer) this.admit("load-balancer", { securityGroupId: balancer.group.id });
    const alarms: ContainerAlarmInput = {
      ...parts,
      args: args.alarms ?? {},
      clusterName: args.cluster.clusterName,
      topicArn: args.alarmTopicArn,
      withInsights: !args.cluster.withoutContainerInsights,
    };
    const versionAlarms = createVersionAlarms(alarms, family, balancer?.loadBalancer.arnSuffix);
    const service = createEcsService({
      ...parts,
      args,
      definition,
      balancer,
      policies,
      securityGroupId: group.id,
      logGroup: logGroup.name,
      region: this.region,
      alarmNames: versionAlarms.map((one) => one.name),
    });
    this.serviceName = service.name;
    this.serviceArn = service.arn;
    createServiceAlarms(alarms, service.name);
    if (args.scaling) {
      createScaling({
        ...parts,
        args: args.scaling,
        minimum: args.scaling.minimum ?? leastTasks(args),
        clusterName: args.cluster.clusterName,
        serviceName: service.name,
        requestLabel: balancer && pulumi.interpolate`${balancer.loadBalancer.arnSuffix}/${balancer.targets.arnSuffix}`,
      });
    }
    this.loadBalancerDnsName = balancer?.loadBalancer.dnsName;
    this.loadBalancerZoneId = balancer?.loadBalancer.zoneId;
    this.loadBalancerArn =
      balancer && pulumi.all([balancer.loadBalancer.arn, balancer.listener.id]).apply(([arn]) => arn);
    this.loadBalancerSecurityGroupId = balancer?.group.id;
    this.nodes = { service, taskDefinition: definition, logGroup, loadBalancer: balancer };
    this.registerOutputs({
      serviceName: this.serviceName,
      serviceArn: this.serviceArn,
      clusterName: this.clusterName,
      taskDefinitionArn: this.taskDefinitionArn,
      securityGroupId: this.securityGroupId,
      logGroupName: this.logGroupName,
      loadBalancerDnsName: this.loadBalancerDnsName,
    });
  }

  /**
   * Lets a client call: through the load balancer where the service has one of its own, else the tasks directly.
   * @param clientName names the rule; one of a kind for the service.
   * @throws ArgumentError where the service has a client of that name, or no port.
   */
  allowFrom(clientName: string, client: IngressArgs): void {
    const checks = this.checks();
    checkIngress(checks, "clients", clientName, client);
    if (this.port === undefined) checks.fail("clientName", clientName, "give the service a port: it listens on none");
    const known = this.named.has(clientName) || clientName in (this.args.loadBalancer?.clients ?? {});
    if (known) checks.fail("clientName", clientName, "the service has a client of that name");
    checks.done();
    this.named.add(clientName);
    const balancer = this.nodes.loadBalancer;
    if (!balancer) {
      this.admit(clientName, client);
      return;
    }
    const name = `${this.logicalName}-load-balancer`;
    const port = this.args.loadBalancer?.port ?? 443;
    admit({ ...this.parts(), name, securityGroupId: balancer.group.id, port }, clientName, client);
  }

  /**
   * Lets the tasks open connections: `catalog.allowTo("database", { securityGroupId: database.securityGroupId, port: 5432 })`.
   * @param targetName names the rule; one of a kind for the service.
   * @throws ArgumentError where the service has a target of that name.
   */
  allowTo(targetName: string, target: EgressArgs): void {
    const checks = this.checks();
    checkEgress(checks, targetName, target);
    if (this.named.has(`to ${targetName}`)) {
      checks.fail("targetName", targetName, "the service has a target of that name");
    }
    checks.done();
    this.named.add(`to ${targetName}`);
    allowEgress({ ...this.parts(), securityGroupId: this.securityGroupId }, targetName, target);
  }

  private parts(): DeploymentInput {
    return {
      name: this.logicalName,
      accountId: this.accountId,
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
    };
  }

  private admit(client: string, who: IngressArgs): void {
    if (this.port === undefined) return;
    admit({ ...this.parts(), securityGroupId: this.securityGroupId, port: this.port }, client, who);
  }

  private createGroup(): SecurityGroup {
    const { args, logicalName } = this;
    const name = `${logicalName}-group`;
    const group = new SecurityGroup(
      name,
      { vpcId: args.placement.vpcId, description: `Tasks of ${logicalName}.`, tags: this.tags(name) },
      this.child(),
    );
    const input = { ...this.parts(), securityGroupId: group.id };
    for (const [target, to] of Object.entries(args.egress)) allowEgress(input, target, to);
    if (args.port === undefined) return group;
    const { port } = args;
    const balancers = Object.entries(args.targetGroups ?? {}).flatMap(([target, { securityGroupId }]) =>
      securityGroupId === undefined ? [] : [[`balancer-${target}`, { securityGroupId }] as const],
    );
    for (const [client, who] of [...Object.entries(args.clients ?? {}), ...balancers]) {
      admit({ ...input, port }, client, who);
    }
    return group;
  }

  private createRole(purpose: string, description: string): Role {
    const name = `${this.logicalName}-${purpose}`;
    return new Role(
      name,
      {
        description: `${description} ${this.logicalName}.`,
        assumeRolePolicy: taskTrust(this.partition, this.region, this.accountId),
        tags: this.tags(name),
      },
      this.child(),
    );
  }

  private createPolicies(logGroup: LogGroup): RolePolicy[] {
    const { args, logicalName } = this;
    const sidecars = Object.values(args.sidecars ?? {});
    const policies = createExecutionPolicies({
      name: logicalName,
      role: this.executionRole.name,
      images: [args.image, ...sidecars.map((one) => one.image), ...(args.logRouter ? [args.logRouter.image] : [])],
      logGroupArn: logGroup.arn,
      secrets: [args, ...sidecars].flatMap((one) => Object.values(one.secrets ?? {})),
      environmentFiles: args.environmentFiles ?? [],
      kmsKeyArns: args.kmsKeyArns ?? [],
      partition: this.partition,
      region: this.region,
      child: () => this.child(),
    });
    const key = args.cluster.executeCommandKmsKeyArn;
    if (args.executeCommand && key !== undefined) {
      const statements = executeCommandStatements(key, args.cluster.executeCommandLogGroupArn);
      policies.push(
        new RolePolicy(
          `${logicalName}-execute-command`,
          { role: this.role.name, policy: policyDocument(...statements) },
          this.child(),
        ),
      );
    }
    const files = fileSystemStatements(args.fileSystems);
    if (files.length > 0) {
      policies.push(
        new RolePolicy(
          `${logicalName}-files`,
          { role: this.role.name, policy: policyDocument(...files) },
          this.child(),
        ),
      );
    }
    return policies;
  }
}
