import { metricsWorkspaceKey, metricsWorkspaceLogging, metricsWorkspacePublic } from "../controls/amp/workspace";
import { trailBucketAccessLog } from "../controls/cloudtrail/bucket-access-log";
import { trailBucketLock } from "../controls/cloudtrail/bucket-lock";
import { lakeKey, lakeProtected, lakeRetention } from "../controls/cloudtrail/lake";
import { trailLogRetention } from "../controls/cloudtrail/log-retention";
import { trailManagementEvents } from "../controls/cloudtrail/management-events";
import { trailObjectReads, trailObjectWrites } from "../controls/cloudtrail/object-events";
import { alarmActions, alarmActionsEnabled } from "../controls/cloudwatch/alarm-actions";
import { cisAlarms } from "../controls/cloudwatch/cis-alarms";
import { logGroupKey } from "../controls/cloudwatchlogs/key";
import { logPolicyPublic } from "../controls/cloudwatchlogs/public";
import { logGroupExpiry, logGroupRetention } from "../controls/cloudwatchlogs/retention";
import { recorderInFoundation } from "../controls/config/foundation";
import { recorderComplete, recorderOn, recorderStarted } from "../controls/config/recorder";
import { configRetention } from "../controls/config/retention";
import { recorderRole } from "../controls/config/role";
import { apiDestinationHttps } from "../controls/eventbridge/api-destination-https";
import { busKey } from "../controls/eventbridge/bus-key";
import { busPolicy } from "../controls/eventbridge/bus-policy";
import { busPublic } from "../controls/eventbridge/bus-public";
import { endpointReplication } from "../controls/eventbridge/endpoint-replication";
import { targetDeadLetter } from "../controls/eventbridge/target-dead-letter";
import { deliveryStreamEncrypted } from "../controls/firehose/encryption";
import { deliveryStreamLogging } from "../controls/firehose/logging";
import { grafanaNetwork, grafanaOrganization } from "../controls/grafana/network";
import { accessKeys } from "../controls/iam/access-keys";
import { policyAdmin } from "../controls/iam/admin";
import { administratorAccess } from "../controls/iam/administrator-access";
import { cloudShellAccess } from "../controls/iam/cloudshell";
import { policyDataAccess } from "../controls/iam/data-access";
import { policyEscalation } from "../controls/iam/escalation";
import { inlinePolicies } from "../controls/iam/inline-policies";
import { policyKmsDecrypt } from "../controls/iam/kms-decrypt";
import { policyNotAction } from "../controls/iam/not-action";
import { policyPassRole } from "../controls/iam/pass-role";
import { passwordCharacters, passwordLength, passwordReuse } from "../controls/iam/password-policy";
import { policyServiceWildcard } from "../controls/iam/service-wildcard";
import { trustEverybody } from "../controls/iam/trust-everybody";
import { trustSource } from "../controls/iam/trust-source";
import { userPolicies } from "../controls/iam/user-policies";
import { githubSubject, webIdentitySubject } from "../controls/iam/web-identity";
import { streamEncrypted } from "../controls/kinesis/encryption";
import { streamPublic } from "../controls/kinesis/public";
import { streamRetention } from "../controls/kinesis/retention";
import { keyDeletionWindow } from "../controls/kms/deletion-window";
import { keyLockout } from "../controls/kms/lockout";
import { keyPublic } from "../controls/kms/public";
import { keyRotation } from "../controls/kms/rotation";
import { brokerKey } from "../controls/mq/key";
import { brokerAuditLog, brokerGeneralLog } from "../controls/mq/logs";
import { brokerMinorUpgrades } from "../controls/mq/minor-upgrades";
import { brokerPublic } from "../controls/mq/public";
import { clusterAuthentication } from "../controls/msk/authentication";
import { connectorTransit } from "../controls/msk/connector-transit";
import { clusterLogging, connectorLogging } from "../controls/msk/logging";
import { clusterMonitoring } from "../controls/msk/monitoring";
import { clusterPolicyPublic } from "../controls/msk/policy-public";
import { clusterPublic } from "../controls/msk/public";
import { clusterTransit } from "../controls/msk/transit";
import { clusterZones } from "../controls/msk/zones";
import { pipeDeadLetter } from "../controls/pipes/dead-letter";
import { pipeLogging } from "../controls/pipes/logging";
import { scheduleDeadLetter } from "../controls/scheduler/dead-letter";
import { secretBlockPublic } from "../controls/secretsmanager/block-public";
import { secretKey } from "../controls/secretsmanager/key";
import { secretPublic } from "../controls/secretsmanager/public";
import { secretRecoveryWindow } from "../controls/secretsmanager/recovery-window";
import { secretRotation } from "../controls/secretsmanager/rotation";
import { rotationPeriod } from "../controls/secretsmanager/rotation-period";
import { topicEncrypted } from "../controls/sns/encryption";
import { topicPublic } from "../controls/sns/public";
import { subscriptionDeadLetter } from "../controls/sns/subscription-dead-letter";
import { subscriptionHttps } from "../controls/sns/subscription-https";
import { queueDeadLetter } from "../controls/sqs/dead-letter";
import { deadLetterRetention } from "../controls/sqs/dead-letter-retention";
import { queueEncrypted } from "../controls/sqs/encryption";
import { queuePublic } from "../controls/sqs/public";
import { queueVisibilityTimeout } from "../controls/sqs/visibility-timeout";
import { documentPublic } from "../controls/ssm/document-public";
import { parameterSecure } from "../controls/ssm/parameter-secure";
import { stateMachineKey } from "../controls/stepfunctions/key";
import { stateMachineLogging } from "../controls/stepfunctions/logging";
import { stateMachineTimeout } from "../controls/stepfunctions/timeout";
import { stateMachineTracing } from "../controls/stepfunctions/tracing";
import { traceEncryption } from "../controls/xray/encryption";
import { wholeTraces } from "../controls/xray/whole-traces";
import type { Control } from "../core";

/** Controls on messaging, streams, workflows, the audit trail, monitoring, keys, secrets and identities. */
export const operationsControls: readonly Control[] = [
  metricsWorkspaceLogging,
  metricsWorkspaceKey,
  metricsWorkspacePublic,
  trailBucketAccessLog,
  trailBucketLock,
  lakeKey,
  lakeProtected,
  lakeRetention,
  trailLogRetention,
  trailManagementEvents,
  trailObjectWrites,
  trailObjectReads,
  alarmActions,
  alarmActionsEnabled,
  ...cisAlarms,
  logGroupKey,
  logPolicyPublic,
  logGroupRetention,
  logGroupExpiry,
  recorderInFoundation,
  recorderComplete,
  recorderOn,
  recorderStarted,
  configRetention,
  recorderRole,
  apiDestinationHttps,
  busKey,
  busPolicy,
  busPublic,
  endpointReplication,
  targetDeadLetter,
  deliveryStreamEncrypted,
  deliveryStreamLogging,
  grafanaNetwork,
  grafanaOrganization,
  accessKeys,
  policyAdmin,
  administratorAccess,
  cloudShellAccess,
  policyDataAccess,
  policyEscalation,
  inlinePolicies,
  policyKmsDecrypt,
  policyNotAction,
  policyPassRole,
  passwordLength,
  passwordReuse,
  passwordCharacters,
  policyServiceWildcard,
  trustEverybody,
  trustSource,
  userPolicies,
  webIdentitySubject,
  githubSubject,
  streamEncrypted,
  streamPublic,
  streamRetention,
  keyDeletionWindow,
  keyLockout,
  keyPublic,
  keyRotation,
  brokerKey,
  brokerGeneralLog,
  brokerAuditLog,
  brokerMinorUpgrades,
  brokerPublic,
  clusterAuthentication,
  connectorTransit,
  clusterLogging,
  connectorLogging,
  clusterMonitoring,
  clusterPolicyPublic,
  clusterPublic,
  clusterTransit,
  clusterZones,
  pipeDeadLetter,
  pipeLogging,
  scheduleDeadLetter,
  secretBlockPublic,
  secretKey,
  secretPublic,
  secretRecoveryWindow,
  rotationPeriod,
  secretRotation,
  topicEncrypted,
  topicPublic,
  subscriptionDeadLetter,
  subscriptionHttps,
  deadLetterRetention,
  queueDeadLetter,
  queueEncrypted,
  queuePublic,
  queueVisibilityTimeout,
  documentPublic,
  parameterSecure,
  stateMachineKey,
  stateMachineLogging,
  stateMachineTimeout,
  stateMachineTracing,
  traceEncryption,
  wholeTraces,
];
