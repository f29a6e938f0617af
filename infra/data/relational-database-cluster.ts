import { Policy, Target } from "@pulumi/aws/appautoscaling";
import { Cluster, ClusterInstance, ClusterParameterGroup } from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseEngine } from "./facts/relational-database";
import {
  BACKUP_WINDOW,
  commonSettings,
  createLogGroups,
  createMonitoring,
  createSubnetGroup,
  type DatabaseInput,
  type DatabaseParts,
  databaseParameters,
  finalSnapshot,
  MAINTENANCE_WINDOW,
  performanceInsights,
} from "./relational-database-parts";

/** An Aurora cluster: a writer, and readers in other zones that take over for it. */
export function createCluster(input: DatabaseInput): DatabaseParts {
  const { name, args, child, identifier, tags } = input;
  const subnets = createSubnetGroup(input);
  const parameters = new ClusterParameterGroup(
    `${name}-parameters`,
    {
      description: `Parameters of the database ${name}.`,
      ...databaseParameters(input),
      tags: tags(`${name}-parameters`),
    },
    child(),
  );
  const logs = createLogGroups(input);
  const monitoring = createMonitoring(input);
  const cluster = new Cluster(
    name,
    {
      ...commonSettings(input),
      clusterIdentifier: identifier,
      dbSubnetGroupName: subnets.name,
      dbClusterParameterGroupName: parameters.name,
      databaseName: args.databaseName,
      masterUsername: args.masterUsername ?? "dbadmin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: args.secretKmsKeyArn,
      preferredBackupWindow: args.backupWindow ?? BACKUP_WINDOW,
      preferredMaintenanceWindow: args.maintenanceWindow ?? MAINTENANCE_WINDOW,
      ...finalSnapshot(input),
      storageType: args.ioOptimized ? "aurora-iopt1" : undefined,
      enableHttpEndpoint: args.dataApi ?? false,
      enabledCloudwatchLogsExports: logs.types,
      ...monitoring,
      ...(args.instanceClass === undefined && { serverlessv2ScalingConfiguration: capacity(input) }),
    },
    child({ dependsOn: logs.groups }),
  );
  const members = createMembers(input, cluster, subnets.name, monitoring);
  if (args.readerScaling) scaleReaders(input, cluster, members.length - 1);
  return {
    arn: cluster.arn,
    endpoint: cluster.endpoint,
    readerEndpoint: members.length > 1 ? cluster.readerEndpoint : undefined,
    resourceId: cluster.clusterResourceId,
    secretArn: cluster.masterUserSecrets.apply((secrets) => secrets?.[0]?.secretArn ?? ""),
    subnetGroupName: subnets.name,
    target: { clusterId: cluster.id },
    members,
  };
}

function capacity({ args: { serverless } }: DatabaseInput) {
  const minCapacity = serverless?.minimumAcu ?? 0.5;
  return {
    minCapacity,
    maxCapacity: serverless?.maximumAcu ?? 8,
    ...(minCapacity === 0 && { secondsUntilAutoPause: serverless?.autoPauseSeconds ?? 300 }),
  };
}

function createMembers(
  input: DatabaseInput,
  cluster: Cluster,
  dbSubnetGroupName: pulumi.Output<string>,
  monitoring: ReturnType<typeof createMonitoring>,
): ClusterInstance[] {
  const { name, args, child, identifier, tags } = input;
  const readers = args.singleInstance ? 0 : (args.readers ?? (args.minimumZones ?? 2) - 1);
  return Array.from({ length: readers + 1 }, (_, index) => {
    const member = `${name}-${index + 1}`;
    return new ClusterInstance(
      member,
      {
        identifier: `${identifier}-${index + 1}`,
        clusterIdentifier: cluster.id,
        engine: input.engine === DatabaseEngine.AuroraMysql ? "aurora-mysql" : "aurora-postgresql",
        instanceClass: args.instanceClass ?? "db.serverless",
        dbSubnetGroupName,
        availabilityZone: args.zones?.[index % args.zones.length],
        publiclyAccessible: false,
        // The first two take over for each other, and so have the same capacity where it follows the load:
        // docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html
        promotionTier: Math.min(index, 2),
        autoMinorVersionUpgrade: true,
        copyTagsToSnapshot: true,
        applyImmediately: args.applyImmediately ?? false,
        preferredMaintenanceWindow: args.maintenanceWindow ?? MAINTENANCE_WINDOW,
        ...monitoring,
        ...performanceInsights(args),
        tags: tags(member),
      },
      child(),
    );
  });
}

/** Has readers come and go: docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html */
function scaleReaders({ name, args, child, tags }: DatabaseInput, cluster: Cluster, readers: number): void {
  const targetName = `${name}-readers`;
  const target = new Target(
    targetName,
    {
      serviceNamespace: "rds",
      scalableDimension: "rds:cluster:ReadReplicaCount",
      resourceId: pulumi.interpolate`cluster:${cluster.clusterIdentifier}`,
      minCapacity: readers,
      maxCapacity: args.readerScaling?.maximum ?? readers,
      tags: tags(targetName),
    },
    child(),
  );
  new Policy(
    `${name}-reader-scaling`,
    {
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "RDSReaderAverageCPUUtilization" },
        targetValue: args.readerScaling?.cpuPercent ?? 60,
      },
    },
    child(),
  );
}
