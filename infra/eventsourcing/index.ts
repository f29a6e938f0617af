export { EventProjection, type EventProjectionNodes } from "./event-projection";
export type { EventProjectionArgs, ProjectionArgs } from "./event-projection-args";
export { type BucketReference, EventStore, type EventStoreNodes } from "./event-store";
export {
  type ArchiveLockArgs,
  type EventArchiveArgs,
  type EventStoreArgs,
  type JournalPipeArgs,
  PipeLogLevel,
  StreamMetric,
} from "./event-store-args";
export { ACTIVE_GENERATION_KEY, ReadModel, type ReadModelArgs } from "./read-model";
