import type { SecurityGroup } from "@pulumi/aws/ec2";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Proxy as AwsProxy, ProxyDefaultTargetGroup, ProxyEndpoint, ProxyTarget } from "@pulumi/aws/rds";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement, serviceTrust } from "../core";
import { createClosedGroup } from "./client-access";
import type { DatabaseProxyArgs } from "./relational-database-args";
import type { DatabaseInput, DatabaseParts } from "./relational-database-parts";

/** A proxy in front of a database. */
export interface DatabaseProxy {
  /** Group that clients are let into. */
  readonly group: SecurityGroup;
  readonly endpoint: pulumi.Output<string>;
  readonly readerEndpoint: pulumi.Output<string> | undefined;
  /** Id that IAM has it under, prx-… */
  readonly resourceId: pulumi.Output<string>;
}

/** What a proxy is made from. */
export interface ProxyInput extends DatabaseInput {
  readonly settings: DatabaseProxyArgs;
  readonly database: DatabaseParts;
  readonly databaseGroup: SecurityGroup;
}

/** Makes the proxy, its role and its security group, through which alone the database is reached from then on. */
export function createProxy(input: ProxyInput): DatabaseProxy {
  const { name, args, child, tags, settings, facts, database } = input;
  const group = createProxyGroup(input);
  const proxyName = `${name}-proxy`;
  const secretArns = settings.secretArns ?? [database.secretArn];
  const proxy = new AwsProxy(
    proxyName,
    {
      name: `${input.identifier}-proxy`,
      engineFamily: facts.proxyFamily,
      requireTls: true,
      debugLogging: false,
      idleClientTimeout: settings.idleClientSeconds ?? 1800,
      roleArn: createRole(input, secretArns),
      vpcSubnetIds: args.placement.subnetIds,
      vpcSecurityGroupIds: [group.id],
      ...(settings.iamUsers
        ? { defaultAuthScheme: "IAM_AUTH" }
        : { auths: secretArns.map((secretArn) => ({ authScheme: "SECRETS", iamAuth: "REQUIRED", secretArn })) }),
      tags: tags(proxyName),
    },
    child(),
  );
  const pool = new ProxyDefaultTargetGroup(
    `${proxyName}-pool`,
    {
      dbProxyName: proxy.name,
      connectionPoolConfig: { maxConnectionsPercent: settings.maximumConnectionsPercent ?? 90 },
    },
    child(),
  );
  new ProxyTarget(
    `${proxyName}-target`,
    {
      dbProxyName: proxy.name,
      targetGroupName: pool.name,
      dbClusterIdentifier: database.target.clusterId,
      dbInstanceIdentifier: database.target.instanceId,
    },
    child({ dependsOn: database.members }),
  );
  return {
    group,
    endpoint: proxy.endpoint,
    readerEndpoint: database.readerEndpoint && createReaderEndpoint(input, proxy, group),
    resourceId: proxy.arn.apply((arn) => arn.split(":").pop() ?? ""),
  };
}

function createReaderEndpoint(
  { name, args, child, tags, identifier }: ProxyInput,
  proxy: AwsProxy,
  group: SecurityGroup,
): pulumi.Output<string> {
  const endpointName = `${name}-proxy-readers`;
  return new ProxyEndpoint(
    endpointName,
    {
      dbProxyName: proxy.name,
      dbProxyEndpointName: `${identifier}-reads`,
      targetRole: "READ_ONLY",
      vpcSubnetIds: args.placement.subnetIds,
      vpcSecurityGroupIds: [group.id],
      tags: tags(endpointName),
    },
    child(),
  ).endpoint;
}

/** Closed but for the way from the proxy to the database. */
function createProxyGroup(input: ProxyInput): SecurityGroup {
  const { name, args, child, tags, databaseGroup, port } = input;
  const proxyName = `${name}-proxy`;
  const group = createClosedGroup({ ...input, name: proxyName }, args.placement, `Clients of the database ${name}.`);
  const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
  new SecurityGroupEgressRule(
    `${proxyName}-to-database`,
    {
      ...rule,
      securityGroupId: group.id,
      referencedSecurityGroupId: databaseGroup.id,
      description: `To the database ${name}`,
      tags: tags(`${proxyName}-to-database`),
    },
    child(),
  );
  new SecurityGroupIngressRule(
    `${name}-from-proxy`,
    {
      ...rule,
      securityGroupId: databaseGroup.id,
      referencedSecurityGroupId: group.id,
      description: "From the proxy",
      tags: tags(`${name}-from-proxy`),
    },
    child(),
  );
  return group;
}

/** docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html */
function createRole(input: ProxyInput, secretArns: pulumi.Input<string>[]): pulumi.Output<string> {
  const { name, child, tags, settings, accountId } = input;
  const roleName = `${name}-proxy-role`;
  const role = new Role(
    roleName,
    { assumeRolePolicy: serviceTrust("rds.amazonaws.com", accountId), tags: tags(roleName) },
    child(),
  );
  const statements = settings.iamUsers
    ? connectStatements(input, settings.iamUsers)
    : secretStatements(input, secretArns);
  const policy = new RolePolicy(
    `${name}-proxy-policy`,
    { role: role.name, policy: policyDocument(...statements) },
    child(),
  );
  // AWS tries the role when the proxy is made.
  return pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
}

function connectStatements(input: ProxyInput, users: string[]): Statement[] {
  const { partition, region, accountId, database } = input;
  const Resource = users.map(
    (user) => pulumi.interpolate`arn:${partition}:rds-db:${region}:${accountId}:dbuser:${database.resourceId}/${user}`,
  );
  return [{ Effect: "Allow", Action: "rds-db:connect", Resource }];
}

function secretStatements({ args, region }: ProxyInput, secretArns: pulumi.Input<string>[]): Statement[] {
  const read: Statement = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArns };
  if (args.secretKmsKeyArn === undefined) return [read];
  const viaService = pulumi.interpolate`secretsmanager.${region}.amazonaws.com`;
  const decrypt: Statement = {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: args.secretKmsKeyArn,
    Condition: { StringEquals: { "kms:ViaService": viaService } },
  };
  return [read, decrypt];
}
