import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { SubnetGroup } from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, serviceTrust } from "../core";
import type { AccessInput } from "./client-access";
import {
  type DatabaseEngine,
  type DatabaseEngineFacts,
  parameterFamily,
  parseDatabaseVersion,
} from "./facts/relational-database";
import { DatabaseInsights, type RelationalDatabaseArgs } from "./relational-database-args";

/** What every kind of relational database is made from. */
export interface DatabaseInput extends AccessInput {
  readonly args: RelationalDatabaseArgs;
  readonly engine: DatabaseEngine;
  readonly facts: DatabaseEngineFacts;
  readonly identifier: string;
  readonly port: number;
  readonly securityGroupId: pulumi.Input<string>;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

/** What a program gets of a database, whatever keeps it. */
export interface DatabaseParts {
  readonly arn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly readerEndpoint: pulumi.Output<string> | undefined;
  readonly resourceId: pulumi.Output<string>;
  readonly secretArn: pulumi.Output<string>;
  readonly subnetGroupName: pulumi.Output<string>;
  /** What a proxy is pointed at. */
  readonly target: { readonly clusterId?: pulumi.Output<string>; readonly instanceId?: pulumi.Output<string> };
  /** What has to exist before a proxy can reach it. */
  readonly members: pulumi.Resource[];
}

export const BACKUP_WINDOW = "02:00-03:00";
export const MAINTENANCE_WINDOW = "sun:04:00-sun:05:00";
const RETENTION_DAYS = 7;

export function createSubnetGroup(input: DatabaseInput): SubnetGroup {
  const name = `${input.name}-subnets`;
  return new SubnetGroup(
    name,
    {
      description: `Subnets of the database ${input.name}.`,
      subnetIds: input.args.placement.subnetIds,
      tags: input.tags(name),
    },
    input.child(),
  );
}

/** Family and parameters of the engine: TLS, what the logs need, and the program's own. */
export function databaseParameters({ args, engine, facts }: DatabaseInput) {
  const version = parseDatabaseVersion(engine, args.engineVersion ?? facts.current);
  const [name, value] = facts.forceTls;
  const own = { ...facts.logParameters, ...args.parameters };
  return {
    family: parameterFamily(engine, version?.major ?? facts.current),
    parameters: [
      { name, value, applyMethod: "immediate" },
      // AWS refuses to apply some of them at once, and takes this for all.
      ...Object.entries(own).map(([key, setting]) => ({ name: key, value: setting, applyMethod: "pending-reboot" })),
    ],
  };
}

/**
 * Groups for the logs, with a retention and before the database: it would make them by itself, to be kept for ever.
 * Their names are AWS's: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 */
export function createLogGroups(input: DatabaseInput): { types: string[]; groups: LogGroup[] } {
  const { name, args, facts, identifier } = input;
  const types = args.logs ?? [...facts.defaultLogs];
  const groups = types.map(
    (type) =>
      new LogGroup(
        `${name}-log-${type}`,
        {
          name: `/aws/rds/${facts.aurora ? "cluster" : "instance"}/${identifier}/${type}`,
          retentionInDays: args.logRetentionDays ?? 30,
          kmsKeyId: args.logKmsKeyArn,
          tags: input.tags(`${name}-log-${type}`),
        },
        input.child(),
      ),
  );
  return { types, groups };
}

/**
 * How the operating system is watched. AWS's managed policy lets every log group through that begins with "RDS"; the role
 * here reaches the one that metrics go to: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export function createMonitoring(input: DatabaseInput): {
  monitoringInterval: number;
  monitoringRoleArn?: pulumi.Output<string>;
} {
  if (input.args.withoutEnhancedMonitoring) return { monitoringInterval: 0 };
  const name = `${input.name}-monitoring`;
  const role = new Role(
    `${name}-role`,
    {
      assumeRolePolicy: serviceTrust("monitoring.rds.amazonaws.com", input.accountId),
      tags: input.tags(`${name}-role`),
    },
    input.child(),
  );
  const group = pulumi.interpolate`arn:${input.partition}:logs:${input.region}:${input.accountId}:log-group:RDSOSMetrics`;
  const policy = new RolePolicy(
    `${name}-policy`,
    {
      role: role.name,
      policy: policyDocument(
        { Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], Resource: group },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
          Resource: pulumi.interpolate`${group}:log-stream:*`,
        },
      ),
    },
    input.child(),
  );
  // The database is refused while its role may not write.
  const arn = pulumi.all([role.arn, policy.id]).apply(([roleArn]) => roleArn);
  return { monitoringInterval: input.args.monitoringSeconds ?? 60, monitoringRoleArn: arn };
}

/** Settings that clusters and instances have in common, in the same words. */
export function commonSettings({ name, args, engine, facts, port, securityGroupId, tags }: DatabaseInput) {
  return {
    engine,
    engineVersion: args.engineVersion ?? facts.current,
    allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? false,
    autoMinorVersionUpgrade: true,
    engineLifecycleSupport: `open-source-rds-extended-support${args.extendedSupport ? "" : "-disabled"}`,
    port,
    vpcSecurityGroupIds: [securityGroupId],
    storageEncrypted: true,
    kmsKeyId: args.kmsKeyArn,
    iamDatabaseAuthenticationEnabled: true,
    backupRetentionPeriod: args.backupRetentionDays ?? RETENTION_DAYS,
    deleteAutomatedBackups: false,
    copyTagsToSnapshot: true,
    deletionProtection: !args.withoutDeletionProtection,
    skipFinalSnapshot: args.withoutFinalSnapshot ?? false,
    applyImmediately: args.applyImmediately ?? false,
    databaseInsightsMode: args.databaseInsights ?? DatabaseInsights.Standard,
    ...performanceInsights(args),
    tags: tags(name),
  };
}

/** Name of the last snapshot; none where none is taken. */
export function finalSnapshot({ args, identifier }: DatabaseInput): { finalSnapshotIdentifier?: string } {
  return args.withoutFinalSnapshot ? {} : { finalSnapshotIdentifier: args.finalSnapshotName ?? `${identifier}-final` };
}

/** Load by wait and statement. The RDS API wants 465 days with advanced insights, and takes 7 without a price. */
export function performanceInsights(args: RelationalDatabaseArgs) {
  return {
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: args.databaseInsights === DatabaseInsights.Advanced ? 465 : 7,
    performanceInsightsKmsKeyId: args.kmsKeyArn,
  };
}
