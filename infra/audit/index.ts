export { AuditTrail, type AuditTrailNodes } from "./audit-trail";
export { ChangeAlerts, type ChangeAlertsNodes } from "./change-alerts";
export type { ChangeAlertsArgs, WatchedCallsArgs } from "./change-alerts-args";
export { ChangeKind } from "./change-kinds";
export { CompliancePack, type CompliancePackArgs } from "./compliance-pack";
export { ComplianceRule, type ComplianceRuleNodes } from "./compliance-rule";
export {
  type ComplianceRuleArgs,
  type DocumentRemediationArgs,
  EvaluationMode,
  type RemediationParameterArgs,
  type RemediationPermissionArgs,
  type RuleDefinitionArgs,
} from "./compliance-rule-args";
export { ConfigurationRecorder, type ConfigurationRecorderNodes } from "./configuration-recorder";
export {
  type AggregatorArgs,
  ConfigPeriod,
  type ConfigurationRecorderArgs,
  RecordingFrequency,
} from "./configuration-recorder-args";
export { Remediation, type RemediationNodes } from "./remediation";
export type { RemediationArgs } from "./remediation-args";
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
