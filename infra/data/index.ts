export { Cache } from "./cache";
export type { CacheArgs, CacheUserArgs, ServerlessCacheArgs } from "./cache-args";
export { CacheAuthentication, CacheEngine } from "./cache-engines";
export type { ClientArgs } from "./client-access";
export { DatabaseEngine } from "./facts/relational-database";
export { RelationalDatabase } from "./relational-database";
export {
  DatabaseInsights,
  type DatabaseProxyArgs,
  type DatabaseStorageArgs,
  type ReaderScalingArgs,
  type RelationalDatabaseArgs,
  type ServerlessCapacityArgs,
} from "./relational-database-args";
export { Table, type TableNodes } from "./table";
export { TableAccelerator } from "./table-accelerator";
export type { TableAcceleratorArgs } from "./table-accelerator-args";
export {
  KeyType,
  Projection,
  type ProvisionedCapacityArgs,
  ReplicaConsistency,
  type ScaledCapacity,
  StreamView,
  type TableArgs,
  TableClass,
  type TableIndexArgs,
  type TableKey,
  type TableLocalIndexArgs,
  type TableReplicaArgs,
  type ThroughputArgs,
} from "./table-args";
