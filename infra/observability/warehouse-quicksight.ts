import type { SecurityGroup } from "@pulumi/aws/ec2";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { DataSource, VpcConnection } from "@pulumi/aws/quicksight";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { onAllResources, policyDocument, serviceTrust } from "../core";
import { createClosedGroup } from "../data/client-access";
import type { LogWarehouseArgs, QuickSightArgs } from "./log-warehouse-args";
import type { MadeFor } from "./made-for";
import { DATABASE, type Warehouse } from "./warehouse-cluster";

/** What QuickSight reaches. */
export interface QuickSightInput {
  readonly args: LogWarehouseArgs;
  readonly quickSight: QuickSightArgs;
  readonly warehouse: Warehouse;
  readonly warehouseGroup: SecurityGroup;
  readonly port: number;
}

/** Makes QuickSight's way into the VPC and the data source, and gives the group that it comes from. */
export function createQuickSight(of: MadeFor, input: QuickSightInput): SecurityGroup {
  const { args, quickSight, warehouse, port } = input;
  const name = `${of.name}-quicksight`;
  const id = `${of.physicalName}-warehouse`;
  const group = createClosedGroup({ ...of, name }, args.placement, `QuickSight on its way to ${of.name}.`);
  new SecurityGroupEgressRule(
    `${name}-out`,
    {
      securityGroupId: group.id,
      description: "queries to the warehouse",
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      referencedSecurityGroupId: input.warehouseGroup.id,
      tags: of.tags(`${name}-out`),
    },
    of.child(),
  );
  const role = new Role(
    `${name}-role`,
    {
      // QuickSight's documentation names no source to hold it to; a role can be passed within its account alone.
      assumeRolePolicy: serviceTrust("quicksight.amazonaws.com"),
      tags: of.tags(`${name}-role`),
    },
    of.child(),
  );
  const ec2 = pulumi.interpolate`arn:${of.partition}:ec2:${of.region}:${of.accountId}`;
  const subnetArns = args.placement.subnetIds.map((subnet) => pulumi.interpolate`${ec2}:subnet/${subnet}`);
  const interfaces = pulumi.interpolate`${ec2}:network-interface/*`;
  // docs.aws.amazon.com/quicksight/latest/user/vpc-creating-a-connection-in-quicksight-cli.html
  const policy = new RolePolicy(
    `${name}-network`,
    {
      role: role.name,
      policy: policyDocument(
        {
          Effect: "Allow",
          Action: "ec2:CreateNetworkInterface",
          Resource: [interfaces, ...subnetArns, pulumi.interpolate`${ec2}:security-group/${group.id}`],
        },
        {
          Effect: "Allow",
          Action: ["ec2:ModifyNetworkInterfaceAttribute", "ec2:DeleteNetworkInterface"],
          Resource: [interfaces, pulumi.interpolate`${ec2}:security-group/${group.id}`],
        },
        onAllResources("AnalyticsNetwork"),
      ),
    },
    of.child(),
  );
  const connection = new VpcConnection(
    `${name}-connection`,
    {
      vpcConnectionId: id,
      name: id,
      roleArn: role.arn,
      subnetIds: args.placement.subnetIds,
      securityGroupIds: [group.id],
      tags: of.tags(`${name}-connection`),
    },
    of.child({ dependsOn: [policy] }),
  );
  new DataSource(
    `${name}-source`,
    {
      dataSourceId: id,
      name: id,
      type: "REDSHIFT",
      parameters: {
        redshift: {
          database: DATABASE,
          host: warehouse.workgroup.endpoints.apply((endpoints) => endpoints?.[0]?.address ?? ""),
          port,
        },
      },
      credentials: { secretArn: quickSight.secretArn },
      sslProperties: { disableSsl: false },
      vpcConnectionProperties: { vpcConnectionArn: connection.arn },
      permissions: quickSight.readerArns.map((principal) => ({
        principal,
        actions: [
          "quicksight:DescribeDataSource",
          "quicksight:DescribeDataSourcePermissions",
          "quicksight:PassDataSource",
        ],
      })),
      tags: of.tags(`${name}-source`),
    },
    of.child(),
  );
  return group;
}
