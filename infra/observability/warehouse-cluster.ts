import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Namespace, UsageLimit, Workgroup } from "@pulumi/aws/redshiftserverless";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import { type LogWarehouseArgs, WAREHOUSE_PORT } from "./log-warehouse-args";
import type { MadeFor } from "./made-for";

/** What a warehouse is made from. */
export interface WarehouseInput {
  readonly args: LogWarehouseArgs;
  readonly groupId: pulumi.Input<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Input<string>;
}

/** A warehouse, and the role that it reads its bucket as. */
export interface Warehouse {
  readonly namespace: Namespace;
  readonly workgroup: Workgroup;
  readonly role: Role;
}

export const DATABASE = "logs";
const LOGS = ["userlog", "connectionlog", "useractivitylog"] as const;

/** Names that Redshift Serverless gives its log groups: docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html */
export function warehouseLogGroups(namespaceName: string): string[] {
  return LOGS.map((kind) => `/aws/redshift/${namespaceName}/${kind}`);
}

/** Makes namespace and workgroup: encrypted, in the VPC alone, over TLS, with audit logs and a password that nobody sees. */
export function createWarehouse(of: MadeFor, { args, groupId, bucketArn, keyArn }: WarehouseInput): Warehouse {
  const role = createLoadRole(of, bucketArn, keyArn);
  const logs = LOGS.map((kind) => {
    const name = `${of.name}-${kind}`;
    return new LogGroup(
      name,
      {
        name: `/aws/redshift/${of.physicalName}/${kind}`,
        retentionInDays: args.logRetentionDays ?? 30,
        kmsKeyId: keyArn,
        tags: of.tags(name),
      },
      of.child(),
    );
  });
  const namespace = new Namespace(
    `${of.name}-namespace`,
    {
      namespaceName: of.physicalName,
      dbName: DATABASE,
      adminUsername: "warehouse_admin",
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: keyArn,
      kmsKeyId: keyArn,
      iamRoles: [role.arn],
      defaultIamRoleArn: role.arn,
      logExports: [...LOGS],
      tags: of.tags(`${of.name}-namespace`),
    },
    // Redshift would make log groups without a retention.
    of.child({ dependsOn: logs }),
  );
  const workgroup = new Workgroup(
    of.name,
    {
      workgroupName: of.physicalName,
      namespaceName: namespace.namespaceName,
      baseCapacity: args.baseCapacity ?? 8,
      maxCapacity: args.maxCapacity ?? Math.max(32, args.baseCapacity ?? 8),
      enhancedVpcRouting: true,
      publiclyAccessible: false,
      subnetIds: args.placement.subnetIds,
      securityGroupIds: [groupId],
      port: args.port ?? WAREHOUSE_PORT,
      configParameters: [
        { parameterKey: "require_ssl", parameterValue: "true" },
        { parameterKey: "enable_user_activity_logging", parameterValue: "true" },
      ],
      tags: of.tags(of.name),
    },
    of.child(),
  );
  new UsageLimit(
    `${of.name}-usage-limit`,
    {
      resourceArn: workgroup.arn,
      usageType: "serverless-compute",
      amount: args.dailyUnitHours ?? 100,
      period: "daily",
      breachAction: "emit-metric",
    },
    of.child(),
  );
  return { namespace, workgroup, role };
}

function createLoadRole(of: MadeFor, bucketArn: pulumi.Output<string>, keyArn: pulumi.Input<string>): Role {
  const name = `${of.name}-load-role`;
  const role = new Role(
    name,
    {
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: { Service: ["redshift-serverless.amazonaws.com", "redshift.amazonaws.com"] },
        Action: "sts:AssumeRole",
        // docs.aws.amazon.com/redshift/latest/mgmt/authorizing-redshift-service-database-users.html
        Condition: {
          StringLike: {
            "sts:ExternalId": pulumi.interpolate`arn:${of.partition}:redshift:${of.region}:${of.accountId}:dbuser:serverless-${of.accountId}-*/*`,
          },
        },
      }),
      tags: of.tags(name),
    },
    of.child(),
  );
  new RolePolicy(
    `${of.name}-load`,
    {
      role: role.name,
      policy: policyDocument(
        { Effect: "Allow", Action: ["s3:GetBucketLocation", "s3:ListBucket"], Resource: bucketArn },
        { Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${bucketArn}/load/*` },
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: keyArn,
          Condition: { StringEquals: { "kms:ViaService": pulumi.interpolate`s3.${of.region}.amazonaws.com` } },
        },
      ),
    },
    of.child(),
  );
  return role;
}
