export { AuditTrail, type AuditTrailNodes } from "./audit-trail";
export {
  type AccessLoggingArgs,
  type AuditTrailArgs,
  type DataEventArgs,
  DataEventSource,
  EventAccess,
  type ForeignTrailArgs,
  type ObjectLockArgs,
  ObjectLockMode,
  type TrailArgs,
  TrailInsight,
} from "./trail-args";
