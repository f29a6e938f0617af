import type * as pulumi from "@pulumi/pulumi";
import { databaseEngines } from "../data/facts/relational-database";
import { StoreKind } from "./facts/backup";
import type { RecoveryStoreArgs } from "./recovery-plan-args";

/** A store, whatever the program gave it as. */
export interface Store {
  readonly arn: pulumi.Input<string>;
  readonly kind: StoreKind;
  /** Days of its own point-in-time recovery; 0 where it is off. */
  readonly pointInTimeDays: number;
  readonly restoreMetadata: Record<string, pulumi.Input<string>> | undefined;
}

/** Finds out what a store is; undefined where the program named none. */
export function resolveStore(args: RecoveryStoreArgs): Store | undefined {
  const { table, database, eventStore, bucketArn, resource, restoreMetadata } = args;
  if (table) return { arn: table.arn, kind: StoreKind.DynamoDb, pointInTimeDays: table.recoveryDays, restoreMetadata };
  if (database) {
    return {
      arn: database.arn,
      kind: databaseEngines[database.engine].aurora ? StoreKind.Aurora : StoreKind.Rds,
      pointInTimeDays: database.backupRetentionDays,
      restoreMetadata: restoreMetadata ?? database.restoreMetadata,
    };
  }
  const bucket = eventStore?.archiveBucket.arn ?? bucketArn;
  if (bucket !== undefined) return { arn: bucket, kind: StoreKind.S3, pointInTimeDays: 0, restoreMetadata };
  if (!resource) return undefined;
  return { arn: resource.arn, kind: resource.kind, pointInTimeDays: resource.pointInTimeDays ?? 0, restoreMetadata };
}
