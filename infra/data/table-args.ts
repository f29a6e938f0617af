import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";

/** Type of a key. Values from the provider's `TableAttribute.type`. */
export const KeyType = { String: "S", Number: "N", Binary: "B" } as const;
export type KeyType = (typeof KeyType)[keyof typeof KeyType];

/** What a stream says of a change. Values from the provider's `Table.streamViewType`. */
export const StreamView = {
  KeysOnly: "KEYS_ONLY",
  NewImage: "NEW_IMAGE",
  OldImage: "OLD_IMAGE",
  NewAndOldImages: "NEW_AND_OLD_IMAGES",
} as const;
export type StreamView = (typeof StreamView)[keyof typeof StreamView];

/** Attributes that an index has. Values from the provider's `TableGlobalSecondaryIndex.projectionType`. */
export const Projection = { All: "ALL", KeysOnly: "KEYS_ONLY", Include: "INCLUDE" } as const;
export type Projection = (typeof Projection)[keyof typeof Projection];

/** Price of storage against price of access. Values from the provider's `Table.tableClass`. */
export const TableClass = { Standard: "STANDARD", InfrequentAccess: "STANDARD_INFREQUENT_ACCESS" } as const;
export type TableClass = (typeof TableClass)[keyof typeof TableClass];

/** What a read in another region sees. Values from the provider's `TableReplica.consistencyMode`. */
export const ReplicaConsistency = { Eventual: "EVENTUAL", Strong: "STRONG" } as const;
export type ReplicaConsistency = (typeof ReplicaConsistency)[keyof typeof ReplicaConsistency];

/** An attribute that items are found by. */
export interface TableKey {
  /** Name of the attribute, 1 to 255 characters. */
  name: string;
  type: KeyType;
}

/** Capacity that is paid for by the hour and follows the load between two bounds. */
export interface ScaledCapacity {
  /** Units at least, 1 or more. */
  min: number;
  /** Units at most, `min` or more. */
  max: number;
  /** Part of the capacity that is in use, in percent, 20 to 90, before there is more. @default 70 */
  targetPercent?: number;
}

/** Capacity of a table or an index that is not on demand. */
export interface ProvisionedCapacityArgs {
  /** Read units. */
  read: ScaledCapacity;
  /** Write units. */
  write: ScaledCapacity;
}

/** Load that a table or index on demand takes, in units a second. */
export interface ThroughputArgs {
  /** Read units. @default not set */
  read?: number;
  /** Write units. @default not set */
  write?: number;
}

/** A global secondary index: another key to find items by. */
export interface TableIndexArgs {
  /** What items are spread by. */
  partitionKey: TableKey;
  /** Attributes that make up the partition key together with it, at most three; a query gives all. @default none */
  morePartitionKeys?: TableKey[];
  /** What the items of a partition are ordered by. @default none */
  sortKey?: TableKey;
  /** Attributes that they are ordered by next, at most three; a query may leave the last ones out. @default none */
  moreSortKeys?: TableKey[];
  /** Which attributes the index has. @default "ALL" */
  projection?: Projection;
  /** Attributes that it has beside the keys, with `Projection.Include`. */
  includedAttributes?: string[];
  /** Capacity, where the table has one too. @default the table's */
  provisioned?: ProvisionedCapacityArgs;
  /** Most units a second on demand. @default none */
  maxThroughput?: ThroughputArgs;
  /** Load that it takes at once, without growing first. @default AWS's: 12,000 reads, 4,000 writes */
  warmThroughput?: ThroughputArgs;
}

/** A local secondary index: another order of the items of one partition. It can't be added to a table that exists. */
export interface TableLocalIndexArgs {
  /** What the items of a partition are ordered by. */
  sortKey: TableKey;
  /** Which attributes the index has. @default "ALL" */
  projection?: Projection;
  /** Attributes that it has beside the keys, with `Projection.Include`. */
  includedAttributes?: string[];
}

/** A copy in another region that is written to as well. */
export interface TableReplicaArgs {
  /** Customer-managed key there, where the table has one here. */
  kmsKeyArn?: pulumi.Input<string>;
  /** Whether a read there sees every write: at once with "STRONG", soon with "EVENTUAL". @default "EVENTUAL" */
  consistency?: ReplicaConsistency;
}

/** Arguments of {@link Table}. */
export interface TableArgs extends PlatformArgs {
  /** What items are spread by. A change replaces the table. */
  partitionKey: TableKey;
  /** What the items of a partition are ordered by. A change replaces the table. @default none */
  sortKey?: TableKey;
  /** Global secondary indexes by name, at most 20. @default none */
  indexes?: Record<string, TableIndexArgs>;
  /** Local secondary indexes by name, at most 5; a change replaces the table. @default none */
  localIndexes?: Record<string, TableLocalIndexArgs>;
  /** Tell of every change. @default no stream */
  stream?: StreamView;
  /** Attribute with the time, in seconds since 1970, after which DynamoDB deletes an item. @default none */
  ttlAttribute?: string;

  /** Most units a second on demand: a bound for the bill, and for a client gone wild. @default none */
  maxThroughput?: ThroughputArgs;
  /** Load that it takes at once, without growing first; it can't be lowered. @default AWS's: 12,000 reads, 4,000 writes */
  warmThroughput?: ThroughputArgs;
  /** Pay by the hour for capacity that follows the load, for the table and its indexes. @default on demand */
  provisioned?: ProvisionedCapacityArgs;
  /** Whether storage or requests are the cheaper part. @default "STANDARD" */
  tableClass?: TableClass;

  /** Make a customer-managed KMS key, rotated every year. Excludes `kmsKeyArn`. @default false: a key that AWS owns */
  customerKey?: boolean;
  /** ARN of a KMS key that exists already. Excludes `customerKey`. @default a key that AWS owns */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days that one can go back to any second of, 1 to 35. @default 35 */
  recoveryDays?: number;
  /** Keep no continuous backup. @default false */
  withoutPointInTimeRecovery?: boolean;
  /** Let `pulumi destroy`, or a change that replaces the table, delete it with its items. @default false */
  deletableWithItems?: boolean;

  /** Copies by region, such as `eu-west-1`: a global table. The stream has new and old images then. @default none */
  replicas?: Record<string, TableReplicaArgs>;
  /** Region that only votes, beside one replica with strong consistency. @default none */
  witnessRegion?: string;
  /** Resource policy, as JSON text: access for other accounts. @default none */
  resourcePolicy?: pulumi.Input<string>;
  /** Count the keys that are used and throttled most, of the table and its indexes; paid by event. @default false */
  contributorInsights?: boolean;
}
