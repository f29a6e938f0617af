import { Cluster, ParameterGroup, SubnetGroup } from "@pulumi/aws/dax";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { grant, PlatformComponent, policyDocument, serviceTrust } from "../core";
import { type AccessInput, Clients, createClosedGroup } from "./client-access";
import { checkAccelerator, type TableAcceleratorArgs } from "./table-accelerator-args";

// What DAX authorizes of its clients: docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html
const READ = ["dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:Scan", "dax:ConditionCheckItem"];
const WRITE = ["dax:PutItem", "dax:UpdateItem", "dax:DeleteItem", "dax:BatchWriteItem", "dax:ConditionCheckItem"];

const TABLE_READ = [
  "dynamodb:DescribeTable",
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:ConditionCheckItem",
];
const TABLE_WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];

/** Port of clusters that speak TLS; those that don't have 8111. */
const TLS_PORT = 9111;

/**
 * DynamoDB Accelerator: a write-through cache of tables over zones, encrypted in transit and at rest, reached by named
 * clients only. Its role may use the named tables and their indexes, and nothing else.
 *
 * DAX asks the cluster's role for DynamoDB, not the client's: whoever is granted a verb here has it on all of the tables.
 * The client for SDK v3 is `@amazon-dax-sdk/lib-dax`, with `url`.
 */
export class TableAccelerator extends PlatformComponent {
  /** ARN of the cluster. */
  readonly arn: pulumi.Output<string>;
  /** Host name of the cluster, without scheme and port. */
  readonly address: pulumi.Output<string>;
  /** Address for DAX's clients, daxs://… */
  readonly url: pulumi.Output<string>;
  /** Port of the cluster. */
  readonly port: number = TLS_PORT;
  /** Name of the cluster, which its CloudWatch metrics have as dimension. */
  readonly clusterName: string;
  /** Security group of the cluster. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Name of the component. */
  readonly logicalName: string;
  private readonly clients: Clients;

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: TableAcceleratorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data:TableAccelerator", name, args, opts);
    this.logicalName = name;
    this.clusterName = args.clusterName ?? `${pulumi.getStack()}-${name}`;
    const checks = this.checks();
    checkAccelerator(checks, this.clusterName, args);
    checks.done();
    const access: AccessInput = { name, tags: (child) => this.tags(child), child: (more) => this.child(more) };
    const group = createClosedGroup(access, args.placement, `Clients of the accelerator ${name}.`);
    const { role, policies } = this.createRole(args);
    const subnets = new SubnetGroup(
      `${name}-subnets`,
      { description: `Subnets of the accelerator ${name}.`, subnetIds: args.placement.subnetIds },
      this.child(),
    );
    const cluster = new Cluster(
      name,
      {
        clusterName: this.clusterName,
        description: `Accelerator ${name}.`,
        nodeType: args.nodeType ?? "dax.t3.small",
        replicationFactor: args.singleNode ? 1 : (args.nodes ?? Math.max(3, args.minimumZones ?? 2)),
        iamRoleArn: role.arn,
        subnetGroupName: subnets.name,
        securityGroupIds: [group.id],
        parameterGroupName: this.createParameters(args).name,
        serverSideEncryption: { enabled: true },
        clusterEndpointEncryptionType: "TLS",
        maintenanceWindow: args.maintenanceWindow ?? "sun:04:00-sun:05:00",
        notificationTopicArn: args.notificationTopicArn,
        tags: this.tags(name),
      },
      this.child({ dependsOn: policies }),
    );
    this.arn = cluster.arn;
    this.address = cluster.clusterAddress;
    this.url = pulumi.interpolate`daxs://${cluster.clusterAddress}`;
    this.securityGroupId = group.id;
    this.clients = new Clients("accelerator", access, group, [{ name: "dax", from: TLS_PORT }]);
    this.clients.admit(args.clients);
    this.registerOutputs({ arn: this.arn, url: this.url, port: this.port, securityGroupId: this.securityGroupId });
  }

  /**
   * Lets whatever is in a security group open connections.
   * @param clientName names the rule; one of a kind for the accelerator.
   * @throws ArgumentError where the accelerator has a client of that name.
   */
  allowFrom(clientName: string, securityGroupId: pulumi.Input<string>): void {
    this.clients.allowFrom(this.checks(), clientName, securityGroupId);
  }

  /**
   * Lets `to` read items through the accelerator; it needs no grant on the tables.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the accelerator
   */
  grantRead(to: Grantable, granteeName: string): Grant {
    return grant(this, this.logicalName, "read", to, granteeName, READ, [this.arn]);
  }

  /** Lets `to` write items through the accelerator, and not read them. See {@link grantRead} for the name. */
  grantWrite(to: Grantable, granteeName: string): Grant {
    return grant(this, this.logicalName, "write", to, granteeName, WRITE, [this.arn]);
  }

  /** Lets `to` read and write items through the accelerator. See {@link grantRead} for the name. */
  grantReadWrite(to: Grantable, granteeName: string): Grant {
    const actions = [...new Set([...READ, ...WRITE])];
    return grant(this, this.logicalName, "read-write", to, granteeName, actions, [this.arn]);
  }

  private createRole(args: TableAcceleratorArgs): { role: Role; policies: RolePolicy[] } {
    const roleName = `${this.logicalName}-role`;
    const role = new Role(
      roleName,
      // AWS documents no source that DAX would send with it, so that a condition on one could shut it out:
      // docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.access-control.html
      { assumeRolePolicy: serviceTrust("dax.amazonaws.com"), tags: this.tags(roleName) },
      this.child(),
    );
    const policies = (args.tables ?? []).map((table) => {
      const verb = args.readOnly
        ? table.grantRead({ role }, this.logicalName)
        : table.grantReadWrite({ role }, this.logicalName);
      return verb.policy;
    });
    const arns = (args.tableArns ?? []).flatMap((arn) => [arn, pulumi.interpolate`${arn}/index/*`]);
    if (arns.length > 0) {
      const Action = args.readOnly ? TABLE_READ : [...TABLE_READ, ...TABLE_WRITE];
      const policy = policyDocument({ Effect: "Allow", Action, Resource: arns });
      policies.push(new RolePolicy(`${this.logicalName}-tables`, { role: role.name, policy }, this.child()));
    }
    return { role, policies };
  }

  private createParameters(args: TableAcceleratorArgs): ParameterGroup {
    const millis = (seconds = 300) => String(seconds * 1000);
    return new ParameterGroup(
      `${this.logicalName}-parameters`,
      {
        description: `Parameters of the accelerator ${this.logicalName}.`,
        parameters: [
          { name: "query-ttl-millis", value: millis(args.queryTtlSeconds) },
          { name: "record-ttl-millis", value: millis(args.itemTtlSeconds) },
        ],
      },
      this.child(),
    );
  }
}
