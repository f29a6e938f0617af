import {
  Table as AwsTable,
  type TableArgs as AwsTableArgs,
  ContributorInsights,
  ResourcePolicy,
} from "@pulumi/aws/dynamodb";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable, GrantKey } from "../core";
import { grant, PlatformComponent } from "../core";
import { createKey } from "../messaging/customer-key";
import {
  Projection,
  type ProvisionedCapacityArgs,
  ReplicaConsistency,
  StreamView,
  type TableArgs,
  TableClass,
  type ThroughputArgs,
} from "./table-args";
import { checkTable, indexPartition, indexSort, tableKeys } from "./table-checks";
import { scaleTable } from "./table-scaling";

const READ = [
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DescribeTable",
];
const WRITE = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DescribeTable",
];
const STREAM = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"];

/** Resources of a {@link Table}, for reading and for tests. */
export interface TableNodes {
  readonly table: AwsTable;
}

/**
 * A DynamoDB table that scales with demand, is encrypted, can be taken back to any second of the last 35 days, and
 * can't be deleted by mistake.
 */
export class Table extends PlatformComponent {
  /** ARN of the table. */
  readonly arn: pulumi.Output<string>;
  /** Name of the table. */
  readonly tableName: pulumi.Output<string>;
  /** ARN of the stream; undefined where there is none. */
  readonly streamArn: pulumi.Output<string> | undefined;
  /** ARN of the customer-managed key; undefined where AWS owns it. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
  /** Days that it can be taken back to any second of; 0 without point-in-time recovery. */
  readonly recoveryDays: number;
  /** Name of the component. */
  readonly logicalName: string;
  /** Children, for reading and for tests. */
  readonly nodes: TableNodes;
  private readonly indexed: boolean;

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("data:Table", name, args, opts);
    this.logicalName = name;
    checkTable(this.checks(), args);
    const indexes = Object.entries(args.indexes ?? {});
    this.indexed = indexes.length > 0 || Object.keys(args.localIndexes ?? {}).length > 0;
    const key = args.customerKey ? this.createKey() : args.kmsKeyArn;
    this.kmsKeyArn = key === undefined ? undefined : pulumi.output(key);
    this.recoveryDays = args.withoutPointInTimeRecovery ? 0 : (args.recoveryDays ?? 35);
    const replicas = Object.entries(args.replicas ?? {});
    const stream = args.stream ?? (replicas.length > 0 ? StreamView.NewAndOldImages : undefined);
    const table = new AwsTable(
      name,
      {
        hashKey: args.partitionKey.name,
        rangeKey: args.sortKey?.name,
        attributes: tableKeys(args),
        globalSecondaryIndexes: indexes.length === 0 ? undefined : globalIndexes(args),
        localSecondaryIndexes: args.localIndexes && localIndexes(args.localIndexes),
        billingMode: args.provisioned ? "PROVISIONED" : "PAY_PER_REQUEST",
        ...capacityInputs(args.provisioned, args.maxThroughput, args.warmThroughput),
        tableClass: args.tableClass ?? TableClass.Standard,
        streamEnabled: stream !== undefined,
        streamViewType: stream,
        ttl: args.ttlAttribute === undefined ? undefined : { enabled: true, attributeName: args.ttlAttribute },
        serverSideEncryption: key === undefined ? undefined : { enabled: true, kmsKeyArn: key },
        pointInTimeRecovery:
          this.recoveryDays === 0 ? { enabled: false } : { enabled: true, recoveryPeriodInDays: this.recoveryDays },
        deletionProtectionEnabled: !args.deletableWithItems,
        replicas:
          replicas.length === 0
            ? undefined
            : replicas.map(([regionName, replica]) => ({
                regionName,
                kmsKeyArn: replica.kmsKeyArn,
                consistencyMode: replica.consistency ?? ReplicaConsistency.Eventual,
                pointInTimeRecovery: !args.withoutPointInTimeRecovery,
                deletionProtectionEnabled: !args.deletableWithItems,
                propagateTags: true,
              })),
        globalTableWitness: args.witnessRegion === undefined ? undefined : { regionName: args.witnessRegion },
        tags: this.tags(name),
      },
      // Application Auto Scaling sets the capacity from the first minute on.
      this.child(args.provisioned && { ignoreChanges: SCALED_INPUTS }),
    );
    this.arn = table.arn;
    this.tableName = table.name;
    this.streamArn = stream === undefined ? undefined : table.streamArn;
    this.nodes = { table };
    if (args.provisioned) this.scale(table, args, args.provisioned);
    if (args.resourcePolicy !== undefined) {
      new ResourcePolicy(`${name}-policy`, { resourceArn: table.arn, policy: args.resourcePolicy }, this.child());
    }
    if (args.contributorInsights)
      this.countKeys(
        table,
        indexes.map(([index]) => index),
      );
    this.registerOutputs({
      arn: this.arn,
      tableName: this.tableName,
      streamArn: this.streamArn,
      kmsKeyArn: this.kmsKeyArn,
    });
  }

  /**
   * Lets `to` read items of the table and its indexes.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the table
   */
  grantRead(to: Grantable, granteeName: string): Grant {
    const key = this.key(["kms:Decrypt"]);
    return grant(this, this.logicalName, "read", to, granteeName, READ, this.itemArns(), key);
  }

  /** Lets `to` write items, also on conditions, and not read them. See {@link grantRead} for the name. */
  grantWrite(to: Grantable, granteeName: string): Grant {
    const key = this.key(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);
    return grant(this, this.logicalName, "write", to, granteeName, WRITE, [this.arn], key);
  }

  /** Lets `to` read and write items. See {@link grantRead} for the name. */
  grantReadWrite(to: Grantable, granteeName: string): Grant {
    const key = this.key(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);
    const actions = [...new Set([...READ, ...WRITE])];
    return grant(this, this.logicalName, "read-write", to, granteeName, actions, this.itemArns(), key);
  }

  /**
   * Lets `to` take just these actions on items of the table and its indexes. See {@link grantRead} for the name.
   * @param actions of DynamoDB, such as `GetItem`
   * @throws ArgumentError where one is none that reads or writes items
   */
  grantActions(to: Grantable, granteeName: string, actions: string[]): Grant {
    const named = [...new Set(actions)].map((action) => `dynamodb:${action}`);
    const checks = this.checks().length("actions", named, 1, Number.POSITIVE_INFINITY);
    for (const action of named) checks.oneOf("actions", action, [...READ, ...WRITE]);
    checks.done();
    const writes = named.some((action) => !READ.includes(action));
    const key = this.key(writes ? ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]);
    return grant(this, this.logicalName, "use", to, granteeName, named, this.itemArns(), key);
  }

  /**
   * Lets `to` read the stream. See {@link grantRead} for the name.
   * @throws pulumi.RunError where the table has no stream
   */
  grantStream(to: Grantable, granteeName: string): Grant {
    if (this.streamArn === undefined) throw new pulumi.RunError(`${this.label} has no stream: set stream`);
    const key = this.key(["kms:Decrypt"]);
    return grant(this, this.logicalName, "stream", to, granteeName, STREAM, [this.streamArn], key);
  }

  private itemArns(): pulumi.Output<string>[] {
    return this.indexed ? [this.arn, pulumi.interpolate`${this.arn}/index/*`] : [this.arn];
  }

  private key(actions: GrantKey["actions"]): GrantKey | undefined {
    if (this.kmsKeyArn === undefined) return undefined;
    return { keyArn: this.kmsKeyArn, actions, viaService: pulumi.interpolate`dynamodb.${this.region}.amazonaws.com` };
  }

  private createKey(): pulumi.Output<string> {
    const name = `${this.logicalName}-key`;
    return createKey({
      name,
      description: `Encrypts the table ${this.logicalName}.`,
      // DynamoDB uses the key on behalf of the callers, whom their own policies let.
      services: [],
      partition: this.partition,
      accountId: this.accountId,
      tags: this.tags(name),
      options: this.child(),
    }).arn;
  }

  private scale(table: AwsTable, args: TableArgs, capacity: ProvisionedCapacityArgs): void {
    const common = {
      table,
      tags: (name: string) => this.tags(name),
      child: (more?: pulumi.CustomResourceOptions) => this.child(more),
    };
    scaleTable({ ...common, name: this.logicalName, capacity });
    for (const [index, { provisioned }] of Object.entries(args.indexes ?? {})) {
      scaleTable({ ...common, name: `${this.logicalName}-${index}`, index, capacity: provisioned ?? capacity });
    }
  }

  private countKeys(table: AwsTable, indexes: string[]): void {
    const name = `${this.logicalName}-insights`;
    new ContributorInsights(name, { tableName: table.name }, this.child());
    for (const index of indexes) {
      new ContributorInsights(`${name}-${index}`, { tableName: table.name, indexName: index }, this.child());
    }
  }
}

const SCALED_INPUTS = [
  "readCapacity",
  "writeCapacity",
  "globalSecondaryIndexes[*].readCapacity",
  "globalSecondaryIndexes[*].writeCapacity",
];

function capacityInputs(
  provisioned: ProvisionedCapacityArgs | undefined,
  max: ThroughputArgs | undefined,
  warm: ThroughputArgs | undefined,
): Pick<AwsTableArgs, "readCapacity" | "writeCapacity" | "onDemandThroughput" | "warmThroughput"> {
  return {
    readCapacity: provisioned?.read.min,
    writeCapacity: provisioned?.write.min,
    // -1 stands for no bound.
    onDemandThroughput: max && { maxReadRequestUnits: max.read ?? -1, maxWriteRequestUnits: max.write ?? -1 },
    warmThroughput: warm && { readUnitsPerSecond: warm.read, writeUnitsPerSecond: warm.write },
  };
}

function globalIndexes(args: TableArgs) {
  return Object.entries(args.indexes ?? {}).map(([name, index]) => ({
    name,
    keySchemas: [
      ...indexPartition(index).map((key) => ({ attributeName: key.name, keyType: "HASH" })),
      ...indexSort(index).map((key) => ({ attributeName: key.name, keyType: "RANGE" })),
    ],
    projectionType: index.projection ?? Projection.All,
    nonKeyAttributes: index.includedAttributes,
    ...capacityInputs(
      args.provisioned && (index.provisioned ?? args.provisioned),
      index.maxThroughput,
      index.warmThroughput,
    ),
  }));
}

function localIndexes(indexes: NonNullable<TableArgs["localIndexes"]>) {
  return Object.entries(indexes).map(([name, index]) => ({
    name,
    rangeKey: index.sortKey.name,
    projectionType: index.projection ?? Projection.All,
    nonKeyAttributes: index.includedAttributes,
  }));
}
