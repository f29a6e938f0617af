import type * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS, type PlatformArgs } from "../core";
import { BUCKET_NAME, BUCKET_NAME_RULE } from "../core/private-bucket";
import { type ClientArgs, checkClient } from "../data/client-access";
import { checkPlacement, type Placement } from "../network/placement";
import { type AlarmRecipientArgs, checkRecipients } from "./alarm-recipients";

/** A data source of QuickSight, now a part of Amazon Quick; the account has to have it. */
export interface QuickSightArgs {
  /** Secret with `username` and `password` of a user of the warehouse that may read, and no more. */
  secretArn: pulumi.Input<string>;
  /** Users and groups of QuickSight, by ARN, that may make data sets of it. */
  readerArns: pulumi.Input<string>[];
}

/** Arguments of {@link LogWarehouse}. */
export interface LogWarehouseArgs extends PlatformArgs, AlarmRecipientArgs {
  /** Where the warehouse lies: private or isolated subnets of three zones, which Redshift Serverless asks for. */
  placement: Placement;
  /**
   * Prefix list of S3 in the region, such as `getPrefixList({ name: "com.amazonaws.eu-central-1.s3" })`: the one way out of
   * the warehouse's security group. The VPC needs S3's gateway endpoint.
   */
  s3PrefixListId: pulumi.Input<string>;
  /** Who may open connections, by name. More can follow with `allowFrom`. @default nobody */
  clients?: Record<string, ClientArgs>;

  /** Redshift processing units to begin with, 8 to 512, in steps of 8. @default 8 */
  baseCapacity?: number;
  /** Most processing units, at least the base. @default 32 */
  maxCapacity?: number;
  /** Hours of one processing unit a day after which a metric tells, 1 to 100,000. @default 100 */
  dailyUnitHours?: number;
  /** 5431 to 5455 or 8191 to 8215. @default 5439 */
  port?: number;

  /** Most seconds that events wait for others before they are loaded, 60 to 900. @default 300 */
  bufferSeconds?: number;
  /** Days that loaded files are kept in S3, 1 to 3,650. @default 30 */
  fileRetentionDays?: number;
  /** Name of the bucket that events are loaded from. @default `<stack>-<name>-<account>-<region>` */
  bucketName?: string;
  /** Let the bucket be destroyed with the files in it. @default false */
  deletableWithFiles?: boolean;
  /** ARN of a KMS key that exists already; it has to let CloudWatch Logs use it for Firehose's and Redshift's log groups. @default a key is made */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days that Firehose's and Redshift's own logs are kept, one of CloudWatch Logs' numbers. @default 30 */
  logRetentionDays?: number;

  /** Make a data source of QuickSight, with a way into the VPC. @default none */
  quickSight?: QuickSightArgs;
}

export const WAREHOUSE_PORT = 5439;

// Capacities, ports: docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateWorkgroup.html
export function checkLogWarehouse(checks: ArgumentChecks, name: string, args: LogWarehouseArgs): void {
  const { baseCapacity: base, maxCapacity: max, port } = args;
  checkPlacement(checks, args.placement, 3);
  const inRange = port !== undefined && ((port >= 5431 && port <= 5455) || (port >= 8191 && port <= 8215));
  checks
    // docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateNamespace.html
    .matches("name (with the stack's)", name, /^[a-z0-9-]{3,64}$/, "use 3 to 64 lower-case letters, digits and hyphens")
    .matches("s3PrefixListId", args.s3PrefixListId, /^pl-/, "use the id of a prefix list, pl-…")
    .integer("baseCapacity", base, 8, 512, "units")
    .that("baseCapacity", base, (base ?? 8) % 8 === 0, "use a multiple of 8")
    .integer("maxCapacity", max, base ?? 8, 1024, "units")
    .integer("dailyUnitHours", args.dailyUnitHours, 1, 100_000, "hours")
    .that("port", port, inRange, "use 5431 to 5455 or 8191 to 8215")
    .integer("bufferSeconds", args.bufferSeconds, 60, 900, "seconds")
    .integer("fileRetentionDays", args.fileRetentionDays, 1, 3650, "days")
    .matches("bucketName", args.bucketName, BUCKET_NAME, BUCKET_NAME_RULE)
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS);
  for (const [client, settings] of Object.entries(args.clients ?? {})) checkClient(checks, client, settings);
  if (args.clients?.quicksight && args.quickSight) {
    checks.fail("clients.quicksight", "quicksight", "QuickSight has that name; use another");
  }
  checks.matches(
    "quickSight.secretArn",
    args.quickSight?.secretArn,
    /^arn:[^:]+:secretsmanager:/,
    "use a secret's ARN",
  );
  checks.length("quickSight.readerArns", args.quickSight?.readerArns, 1, 64);
  checkRecipients(checks, args);
}
