import { LogGroup } from "@pulumi/aws/cloudwatch";
import { type CapacityProvider, Cluster, ClusterCapacityProviders } from "@pulumi/aws/ecs";
import { Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { accountAdministers, logsEncrypt, PlatformComponent, policyDocument } from "../core";
import { createEc2Capacity, FargateCapacity, strategy } from "./container-capacity";
import {
  type ContainerClusterArgs,
  type ContainerClusterTarget,
  ContainerInsights,
  checkCluster,
} from "./container-cluster-args";

/** Children of a {@link ContainerCluster}, for reading and for tests. */
export interface ContainerClusterNodes {
  readonly cluster: Cluster;
  readonly executeCommandLogGroup: LogGroup;
  readonly capacityProviders: Record<string, CapacityProvider>;
}

/**
 * An ECS cluster for services on Fargate, on demand and spot, and on EC2 instances where some are given. Container
 * Insights tells of every task. What people do by ECS Exec, where a service lets them, is encrypted and written down.
 */
export class ContainerCluster extends PlatformComponent implements ContainerClusterTarget {
  /** ARN of the cluster. */
  readonly clusterArn: pulumi.Output<string>;
  /** Name of the cluster, which its CloudWatch metrics have as dimension. */
  readonly clusterName: pulumi.Output<string>;
  /** KMS key of sessions of ECS Exec; who opens one needs `kms:GenerateDataKey` on it. */
  readonly executeCommandKmsKeyArn: pulumi.Output<string>;
  /** Log group that sessions of ECS Exec are recorded in. */
  readonly executeCommandLogGroupArn: pulumi.Output<string>;
  /** Whether Container Insights is off. */
  readonly withoutContainerInsights: boolean;
  /** Names of the capacity providers of `ec2Capacity`, by its names; each is there for services once the cluster has it. */
  readonly capacityProviders: Record<string, pulumi.Output<string>>;
  /** Children, for reading and for tests. */
  readonly nodes: ContainerClusterNodes;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: ContainerClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("compute:ContainerCluster", name, args, opts);
    const checks = this.checks();
    checkCluster(checks, args);
    checks.done();

    this.executeCommandKmsKeyArn = pulumi.output(args.executeCommandKmsKeyArn ?? this.createKey(name).arn);
    const logGroup = new LogGroup(
      `${name}-exec`,
      {
        namePrefix: execLogs(name),
        retentionInDays: args.executeCommandLogRetentionDays ?? 365,
        kmsKeyId: this.executeCommandKmsKeyArn,
        tags: this.tags(`${name}-exec`),
      },
      this.child(),
    );
    this.executeCommandLogGroupArn = logGroup.arn;
    this.withoutContainerInsights = args.withoutContainerInsights ?? false;
    const insights = args.containerInsights ?? ContainerInsights.Enhanced;
    const cluster = new Cluster(
      name,
      {
        settings: [{ name: "containerInsights", value: this.withoutContainerInsights ? "disabled" : insights }],
        configuration: {
          executeCommandConfiguration: {
            kmsKeyId: this.executeCommandKmsKeyArn,
            logging: "OVERRIDE",
            logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: logGroup.name },
          },
          ...(args.fargateStorageKmsKeyArn !== undefined && {
            managedStorageConfiguration: { fargateEphemeralStorageKmsKeyId: args.fargateStorageKmsKeyArn },
          }),
        },
        ...(args.serviceConnectNamespaceArn !== undefined && {
          serviceConnectDefaults: { namespace: args.serviceConnectNamespaceArn },
        }),
        tags: this.tags(name),
      },
      this.child(),
    );
    this.clusterArn = cluster.arn;
    this.clusterName = cluster.name;
    const own = Object.fromEntries(
      Object.entries(args.ec2Capacity ?? {}).map(([key, capacity]) => {
        const child = `${name}-${key}`;
        return [key, createEc2Capacity(child, capacity, this.tags(child), this.child())];
      }),
    );
    const providers = new ClusterCapacityProviders(
      `${name}-capacity`,
      {
        clusterName: cluster.name,
        capacityProviders: [...Object.values(FargateCapacity), ...Object.values(own).map((one) => one.name)],
        defaultCapacityProviderStrategies: strategy(args.defaultCapacity ?? [{ provider: FargateCapacity.OnDemand }]),
      },
      this.child(),
    );
    // Known as soon as the provider's name is, and yet no service gets it before the cluster has it.
    this.capacityProviders = Object.fromEntries(
      Object.entries(own).map(([key, one]) => [key, pulumi.all([one.name, providers.id]).apply(([given]) => given)]),
    );
    this.nodes = { cluster, executeCommandLogGroup: logGroup, capacityProviders: own };
    this.registerOutputs({
      clusterArn: this.clusterArn,
      clusterName: this.clusterName,
      executeCommandKmsKeyArn: this.executeCommandKmsKeyArn,
      executeCommandLogGroupArn: this.executeCommandLogGroupArn,
      capacityProviders: this.capacityProviders,
    });
  }

  private createKey(name: string): Key {
    const child = `${name}-exec-key`;
    const logGroups = pulumi.interpolate`arn:${this.partition}:logs:${this.region}:${this.accountId}:log-group:${execLogs(name)}*`;
    return new Key(
      child,
      {
        description: `Sessions of ECS Exec in the cluster ${name}, and their record.`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyDocument(
          accountAdministers({ partition: this.partition, accountId: this.accountId }),
          logsEncrypt(this.region, "ArnLike", logGroups, "RecordOfSessions"),
        ),
        tags: this.tags(child),
      },
      this.child(),
    );
  }
}

function execLogs(name: string): string {
  return `/aws/ecs/exec/${name}-`;
}
