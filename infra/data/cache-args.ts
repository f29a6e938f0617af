import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";
import type { Placement } from "../network";
import type { CacheAuthentication, CacheEngine } from "./cache-engines";
import type { ClientArgs } from "./client-access";

/** A user of a cache. */
export interface CacheUserArgs {
  /**
   * What the user may do, as an access string of Valkey and Redis.
   * @default "on ~* +@all -@dangerous -@admin": every key, no command that empties, blocks or configures the cache
   */
  accessString?: string;
}

/** A cache without nodes of its own, which grows and shrinks by itself. */
export interface ServerlessCacheArgs {
  /** Most data, in GB, 1 to 5,000; beyond it the oldest goes. @default 10 */
  maximumStorageGb?: number;
  /** Data to be ready for, in GB, 1 to 5,000; it is charged for. @default none */
  minimumStorageGb?: number;
  /** Most processing units a second, 1,000 to 15,000,000; beyond it requests are slowed. @default 5000 */
  maximumEcpuPerSecond?: number;
  /** Processing units a second to be ready for; they are charged for. @default none */
  minimumEcpuPerSecond?: number;
}

/** Arguments of {@link Cache}. */
export interface CacheArgs extends PlatformArgs {
  /** Where the cache lies: private or isolated subnets, one a zone. */
  placement: Placement;
  /** Refuse fewer zones than this. @default 2 */
  minimumZones?: number;
  /** Who may open connections, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, ClientArgs>;

  /** Valkey, Redis or Memcached. @default "valkey" */
  engine?: CacheEngine;
  /** Version, such as "8.2"; not with `serverless`. @default the newest that is known here */
  engineVersion?: string;
  /** Make a serverless cache. Excludes every option that is about nodes. @default nodes */
  serverless?: ServerlessCacheArgs;

  /** Size of a node, such as "cache.r7g.large"; not with `serverless`. @default "cache.t4g.small" */
  nodeType?: string;
  /** Replicas of each primary, 1 to 5, in other zones. Not for Memcached. @default minimumZones - 1 */
  replicas?: number;
  /** Shards, 1 to 500: cluster mode. Not for Memcached. @default cluster mode off */
  shards?: number;
  /** Nodes of a Memcached cluster, 2 to 40, spread over the zones. @default minimumZones */
  nodes?: number;
  /** One node, which stops with its zone; for development. @default false */
  singleNode?: boolean;
  /** Port that clients connect to, 1024 to 65535; not with `serverless`. @default 6380, for Memcached 11212 */
  port?: number;
  /** Parameters of the engine, such as `maxmemory-policy`. @default AWS's own */
  parameters?: Record<string, string>;

  /**
   * How clients say who they are: with an IAM role, or with a token from Secrets Manager. Memcached has no such thing:
   * there the security group decides alone. @default "iam"
   */
  authentication?: CacheAuthentication;
  /** Users by name, for authentication by IAM. @default one, "app" */
  users?: Record<string, CacheUserArgs>;
  /** Raise it to have another token made; the old one stays good until the next. @default 1 */
  tokenGeneration?: number;

  /** Key of data at rest and of the token. Not for Memcached nodes. @default AWS's own key */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days that daily snapshots are kept, 1 to 35. Not for Memcached. @default 7 */
  snapshotRetentionDays?: number;
  /** Daily, UTC, at least an hour, such as "02:00-03:00"; serverless caches use its start. @default "02:00-03:00" */
  snapshotWindow?: string;
  /** Take no snapshots: what the cache holds can't be restored. @default false */
  withoutSnapshots?: boolean;
  /** Take a last snapshot of this name when the cache is deleted. Not for Memcached. @default none */
  finalSnapshotName?: string;
  /** Weekly, UTC, at least an hour. @default "sun:04:00-sun:05:00" */
  maintenanceWindow?: string;
  /** Make changes at once, not in the maintenance window. @default false */
  applyImmediately?: boolean;
  /** SNS topic for events such as a failover. @default none */
  notificationTopicArn?: pulumi.Input<string>;

  /** Days that slow and engine logs are kept, as in `LOG_RETENTION_DAYS`; serverless caches and Memcached have none. @default 30 */
  logRetentionDays?: number;
  /** Encrypts the logs; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  logKmsKeyArn?: pulumi.Input<string>;
}
