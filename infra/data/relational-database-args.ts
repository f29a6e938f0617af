import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";
import type { Placement } from "../network";
import type { ClientArgs } from "./client-access";
import type { DatabaseEngine } from "./facts/relational-database";

/** How much Database Insights keeps: seven days of load, or 465 days with analysis of SQL, locks and plans, for a price. */
export const DatabaseInsights = { Standard: "standard", Advanced: "advanced" } as const;
export type DatabaseInsights = (typeof DatabaseInsights)[keyof typeof DatabaseInsights];

/** Capacity of Aurora instances that grow and shrink by themselves. An ACU is about 2 GiB of memory with its CPU. */
export interface ServerlessCapacityArgs {
  /** Least capacity of each instance in ACU, 0 to 256 in steps of 0.5; with 0 it pauses while nobody is connected. @default 0.5 */
  minimumAcu?: number;
  /** Most capacity of each instance in ACU, 1 to 256 in steps of 0.5. @default 8 */
  maximumAcu?: number;
  /** Seconds without connections until an instance pauses, 300 to 86,400. Only with `minimumAcu` 0. @default 300 */
  autoPauseSeconds?: number;
}

/** Readers that come and go with the load. */
export interface ReaderScalingArgs {
  /** Most readers, up to 15; the least is `readers`. */
  maximum: number;
  /** CPU load of the readers, in percent, that is aimed at, 10 to 90. @default 60 */
  cpuPercent?: number;
}

/** Storage of an RDS instance; Aurora's grows by itself. */
export interface DatabaseStorageArgs {
  /** GiB to begin with, 20 to 59,578. @default 20 */
  gib?: number;
  /** GiB up to which it grows by itself, at least a tenth more than `gib`, at most 65,536. @default 100, or five times `gib` where that is more */
  maximumGib?: number;
}

/**
 * RDS Proxy: keeps connections open and shares them, and is the only way in for clients. They come with IAM tokens over
 * TLS. It connects to the database as the master user, unless secrets or IAM users are named.
 */
export interface DatabaseProxyArgs {
  /**
   * Secrets with the user name and password of other database users, in place of the master user's. Their keys are
   * `secretKmsKeyArn` or AWS's own. Excludes `iamUsers`. @default the master user's secret
   */
  secretArns?: pulumi.Input<string>[];
  /** Database users that the proxy connects as with IAM, so that no password is left at all. @default none */
  iamUsers?: string[];
  /** Percent of the database's connections that the proxy may use, 1 to 100. @default 90 */
  maximumConnectionsPercent?: number;
  /** Seconds until an idle client is disconnected, 1 to 28,800. @default 1800 */
  idleClientSeconds?: number;
}

/** Arguments of {@link RelationalDatabase}. */
export interface RelationalDatabaseArgs extends PlatformArgs {
  /** Where the database lies: private or isolated subnets, one a zone. */
  placement: Placement;
  /** Refuse fewer zones than this. RDS keeps an instance in two. @default 2 */
  minimumZones?: number;
  /** Names of zones that instances of Aurora are put in, in turn. @default Aurora chooses */
  zones?: string[];
  /** Who may open connections, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, ClientArgs>;

  /** Aurora as PostgreSQL or MySQL, or RDS with PostgreSQL, MySQL or MariaDB. @default "aurora-postgresql" */
  engine?: DatabaseEngine;
  /**
   * Major version, such as "17" or "8.0", of which AWS picks the minor one; or a minor one. Name the major version in a
   * program that is to last: the default follows the releases of this package. AWS refuses a change of the major version
   * without `allowMajorVersionUpgrade`. @default the major version that is current here
   */
  engineVersion?: string;
  /** Let a change of `engineVersion` move to another major version, with its downtime. @default false */
  allowMajorVersionUpgrade?: boolean;
  /** Stay on a major version after its standard support, for a price. Without it AWS refuses to create one. @default false */
  extendedSupport?: boolean;
  /** Physical name: 1 to 56 lower-case letters, digits and single hyphens. @default `<stack>-<name>` */
  identifier?: string;
  /** Database that is created: a letter, then letters, digits and `_`, at most 63. @default none, or the engine's own */
  databaseName?: string;
  /** 1 to 16 letters and digits, beginning with a letter. @default "dbadmin" */
  masterUsername?: string;
  /** 1150 to 65,535. @default 5432 for PostgreSQL, 3306 for MySQL and MariaDB */
  port?: number;

  /** Capacity of Aurora Serverless v2. Excludes `instanceClass`. @default 0.5 to 8 ACU, for Aurora without `instanceClass` */
  serverless?: ServerlessCapacityArgs;
  /** Class of provisioned instances, such as "db.r8g.large". @default serverless for Aurora, "db.t4g.medium" for RDS */
  instanceClass?: string;
  /** Readers of Aurora beside its writer, 1 to 15, in other zones. @default minimumZones - 1 */
  readers?: number;
  /** Readers of Aurora that come and go with the load. @default none: always `readers` */
  readerScaling?: ReaderScalingArgs;
  /** One instance without a reader or standby, which stops with its zone; for development. @default false */
  singleInstance?: boolean;
  /** Storage of RDS engines. @default 20 GiB, growing to 100 */
  storage?: DatabaseStorageArgs;
  /** Aurora's price without charges for input and output, for much of them. @default false */
  ioOptimized?: boolean;
  /** Parameters of the engine by name; they take effect with the next restart. @default AWS's own, TLS enforced */
  parameters?: Record<string, string>;

  /** Encrypts storage, snapshots and insights; a change replaces the database. @default AWS's own key */
  kmsKeyArn?: pulumi.Input<string>;
  /** Encrypts the master user's secret. @default AWS's own key */
  secretKmsKeyArn?: pulumi.Input<string>;
  /** Let SQL be run by AWS's API (the RDS Data API) by who is granted it. For Aurora. @default false */
  dataApi?: boolean;
  /** RDS Proxy as the only way in for clients. @default none: they come to the database itself */
  proxy?: DatabaseProxyArgs;

  /** Days that the database can be taken back to any second of, 1 to 35. @default 7 */
  backupRetentionDays?: number;
  /** Daily, UTC, at least half an hour, not in the maintenance window. @default "02:00-03:00" */
  backupWindow?: string;
  /** Let the database be deleted by a change of the program. @default false */
  withoutDeletionProtection?: boolean;
  /** Take no last snapshot when it is deleted: what it holds is then lost. @default false */
  withoutFinalSnapshot?: boolean;
  /** Name of the last snapshot, taken when the database is deleted. @default `<identifier>-final` */
  finalSnapshotName?: string;

  /** Weekly, UTC, at least half an hour. @default "sun:04:00-sun:05:00" */
  maintenanceWindow?: string;
  /** Make changes at once, not in the maintenance window. @default false */
  applyImmediately?: boolean;
  /**
   * Update an RDS instance on a copy that then takes its place. AWS can't do that while RDS manages the master user's
   * password: it is then made here and kept in a secret, without rotation. @default false
   */
  blueGreenUpdate?: boolean;

  /** How much Database Insights keeps: seven days of load, or 465 days with analysis ("advanced"). @default "standard" */
  databaseInsights?: DatabaseInsights;
  /** Seconds between readings of the operating system: 1, 5, 10, 15, 30 or 60. @default 60 */
  monitoringSeconds?: number;
  /** Read no metrics of the operating system. @default false */
  withoutEnhancedMonitoring?: boolean;
  /** Logs that go to CloudWatch. @default errors, slow queries, failed IAM logins and Aurora MySQL's audit; for PostgreSQL its one log and the logins */
  logs?: string[];
  /** Days that they are kept. @default 30 */
  logRetentionDays?: number;
  /** Encrypts the logs; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  logKmsKeyArn?: pulumi.Input<string>;
}
