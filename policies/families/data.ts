import { athenaDatabaseEncryption } from "../controls/athena/database-encryption";
import { athenaEnforcedSettings } from "../controls/athena/enforced-settings";
import { athenaMetrics } from "../controls/athena/metrics";
import { athenaResultEncryption } from "../controls/athena/result-encryption";
import { athenaScanLimit } from "../controls/athena/scan-limit";
import { backupPlanFrequency } from "../controls/backup/plan-frequency";
import { backupPlanRetention } from "../controls/backup/plan-retention";
import { backupVaultKept } from "../controls/backup/vault-kept";
import { backupVaultKey } from "../controls/backup/vault-key";
import { backupVaultPolicy } from "../controls/backup/vault-policy";
import { backupVaultProtected } from "../controls/backup/vault-protected";
import { daxEncryptionAtRest } from "../controls/dax/encryption-at-rest";
import { daxEncryptionInTransit } from "../controls/dax/encryption-in-transit";
import { dynamodbBackupPlan } from "../controls/dynamodb/backup-plan";
import { dynamodbCustomerKey } from "../controls/dynamodb/customer-key";
import { dynamodbDeletionProtection } from "../controls/dynamodb/deletion-protection";
import { dynamodbPointInTimeRecovery } from "../controls/dynamodb/point-in-time-recovery";
import { dynamodbScaling } from "../controls/dynamodb/scaling";
import { efsAccessPointRoot } from "../controls/efs/access-point-root";
import { efsAccessPointUser } from "../controls/efs/access-point-user";
import { efsAnonymousClients } from "../controls/efs/anonymous-clients";
import { efsBackup } from "../controls/efs/backup";
import { efsEncryption } from "../controls/efs/encryption";
import { efsSecureTransport } from "../controls/efs/secure-transport";
import { elasticacheAuthentication } from "../controls/elasticache/authentication";
import { elasticacheBackups } from "../controls/elasticache/backups";
import { elasticacheEncryptionAtRest } from "../controls/elasticache/encryption-at-rest";
import { elasticacheEncryptionInTransit } from "../controls/elasticache/encryption-in-transit";
import { elasticacheLogs } from "../controls/elasticache/logs";
import { elasticacheMinorUpgrades } from "../controls/elasticache/minor-upgrades";
import { elasticacheSubnetGroup } from "../controls/elasticache/subnet-group";
import { elasticacheUserAuthentication } from "../controls/elasticache/user-authentication";
import { glueCatalogEncryption } from "../controls/glue/catalog-encryption";
import { glueCatalogPolicy } from "../controls/glue/catalog-policy";
import { glueConnectionPassword } from "../controls/glue/connection-password";
import { glueConnectionTls } from "../controls/glue/connection-tls";
import { glueJobEncryption } from "../controls/glue/job-encryption";
import { glueSecurityConfiguration } from "../controls/glue/security-configuration";
import { glueVersion } from "../controls/glue/version";
import { searchAccessPolicy } from "../controls/opensearch/access-policy";
import { searchAuditLogs } from "../controls/opensearch/audit-logs";
import { searchDataNodes } from "../controls/opensearch/data-nodes";
import { searchDedicatedMasters } from "../controls/opensearch/dedicated-masters";
import { searchEncryptionAtRest } from "../controls/opensearch/encryption-at-rest";
import { searchErrorLogs } from "../controls/opensearch/error-logs";
import { searchFineGrainedAccess } from "../controls/opensearch/fine-grained-access";
import { searchNodeToNodeEncryption } from "../controls/opensearch/node-to-node-encryption";
import { searchServerlessKey } from "../controls/opensearch/serverless-key";
import { searchServerlessNetwork } from "../controls/opensearch/serverless-network";
import { searchSoftwareUpdates } from "../controls/opensearch/software-updates";
import { searchVpc } from "../controls/opensearch/vpc";
import { rdsAuroraMysqlAuditLog } from "../controls/rds/aurora-mysql-audit-log";
import { rdsBacktrack } from "../controls/rds/backtrack";
import { rdsBackupPlan } from "../controls/rds/backup-plan";
import { rdsBackupRetention } from "../controls/rds/backup-retention";
import { rdsCertificateAuthority } from "../controls/rds/certificate-authority";
import { rdsClusterDeletionProtection } from "../controls/rds/cluster-deletion-protection";
import { rdsClusterEncryption } from "../controls/rds/cluster-encryption";
import { rdsCopyTags } from "../controls/rds/copy-tags";
import { rdsDefaultPort } from "../controls/rds/default-port";
import { rdsEnhancedMonitoring } from "../controls/rds/enhanced-monitoring";
import { rdsEventSubscription } from "../controls/rds/event-subscription";
import { rdsFinalSnapshot } from "../controls/rds/final-snapshot";
import { rdsIamAuthentication } from "../controls/rds/iam-authentication";
import { rdsInstanceDeletionProtection } from "../controls/rds/instance-deletion-protection";
import { rdsInstanceEncryption } from "../controls/rds/instance-encryption";
import { rdsInstanceLogs } from "../controls/rds/instance-logs";
import { rdsManagedPassword } from "../controls/rds/managed-password";
import { rdsMasterUsername } from "../controls/rds/master-username";
import { rdsMinorUpgrades } from "../controls/rds/minor-upgrades";
import { rdsPostgresqlLogs } from "../controls/rds/postgresql-logs";
import { rdsProxyDebugLogging } from "../controls/rds/proxy-debug-logging";
import { rdsProxyIam } from "../controls/rds/proxy-iam";
import { rdsProxyTls } from "../controls/rds/proxy-tls";
import { rdsPublicAccess } from "../controls/rds/public-access";
import { rdsSnapshotEncryption } from "../controls/rds/snapshot-encryption";
import { rdsSnapshotPrivate } from "../controls/rds/snapshot-private";
import { rdsTlsRequired } from "../controls/rds/tls-required";
import { redshiftAdminName } from "../controls/redshift/admin-name";
import { redshiftAuditLogging } from "../controls/redshift/audit-logging";
import { redshiftEncryption } from "../controls/redshift/encryption";
import { redshiftEnhancedVpcRouting } from "../controls/redshift/enhanced-vpc-routing";
import { redshiftManagedPassword } from "../controls/redshift/managed-password";
import { redshiftPortIngress } from "../controls/redshift/port-ingress";
import { redshiftPublicAccess } from "../controls/redshift/public-access";
import { redshiftSnapshots } from "../controls/redshift/snapshots";
import { redshiftSubnetGroup } from "../controls/redshift/subnet-group";
import { redshiftTlsRequired } from "../controls/redshift/tls-required";
import { redshiftVersionUpgrades } from "../controls/redshift/version-upgrades";
import { redshiftServerlessKey } from "../controls/redshiftserverless/customer-key";
import { redshiftServerlessLogs } from "../controls/redshiftserverless/logs";
import { accessPointPublicAccessBlock } from "../controls/s3/access-point-public-access-block";
import { accountPublicAccessBlock } from "../controls/s3/account-public-access-block";
import { bucketAcl } from "../controls/s3/acl";
import { bucketCors } from "../controls/s3/cors";
import { bucketKms } from "../controls/s3/kms";
import { bucketLifecycle } from "../controls/s3/lifecycle";
import { bucketLogging } from "../controls/s3/logging";
import { bucketMultipartUploads } from "../controls/s3/multipart-uploads";
import { bucketNotifications } from "../controls/s3/notifications";
import { bucketPolicyOtherAccounts } from "../controls/s3/policy-other-accounts";
import { bucketPublicAccessBlock } from "../controls/s3/public-access-block";
import { bucketPublicRead } from "../controls/s3/public-read";
import { bucketPublicWrite } from "../controls/s3/public-write";
import { bucketReplication } from "../controls/s3/replication";
import { bucketVersioning } from "../controls/s3/versioning";
import { bucketWebsite } from "../controls/s3/website";
import type { Control } from "../core";

/** Controls that hold what keeps data to encryption, backups, closed doors and a record of who read it. */
export const dataControls: readonly Control[] = [
  accessPointPublicAccessBlock,
  accountPublicAccessBlock,
  bucketAcl,
  bucketCors,
  bucketKms,
  bucketLifecycle,
  bucketLogging,
  bucketMultipartUploads,
  bucketNotifications,
  bucketPolicyOtherAccounts,
  bucketPublicAccessBlock,
  bucketPublicRead,
  bucketPublicWrite,
  bucketReplication,
  bucketVersioning,
  bucketWebsite,
  rdsAuroraMysqlAuditLog,
  rdsBacktrack,
  rdsBackupPlan,
  rdsBackupRetention,
  rdsCertificateAuthority,
  rdsClusterDeletionProtection,
  rdsClusterEncryption,
  rdsCopyTags,
  rdsDefaultPort,
  rdsEnhancedMonitoring,
  rdsEventSubscription,
  rdsFinalSnapshot,
  rdsIamAuthentication,
  rdsInstanceDeletionProtection,
  rdsInstanceEncryption,
  rdsInstanceLogs,
  rdsManagedPassword,
  rdsMasterUsername,
  rdsMinorUpgrades,
  rdsPostgresqlLogs,
  rdsProxyDebugLogging,
  rdsProxyIam,
  rdsProxyTls,
  rdsPublicAccess,
  rdsSnapshotEncryption,
  rdsSnapshotPrivate,
  rdsTlsRequired,
  dynamodbBackupPlan,
  dynamodbCustomerKey,
  dynamodbDeletionProtection,
  dynamodbPointInTimeRecovery,
  dynamodbScaling,
  daxEncryptionAtRest,
  daxEncryptionInTransit,
  elasticacheAuthentication,
  elasticacheBackups,
  elasticacheEncryptionAtRest,
  elasticacheEncryptionInTransit,
  elasticacheLogs,
  elasticacheMinorUpgrades,
  elasticacheSubnetGroup,
  elasticacheUserAuthentication,
  searchAccessPolicy,
  searchAuditLogs,
  searchDataNodes,
  searchDedicatedMasters,
  searchEncryptionAtRest,
  searchErrorLogs,
  searchFineGrainedAccess,
  searchNodeToNodeEncryption,
  searchServerlessKey,
  searchServerlessNetwork,
  searchSoftwareUpdates,
  searchVpc,
  redshiftAdminName,
  redshiftAuditLogging,
  redshiftEncryption,
  redshiftEnhancedVpcRouting,
  redshiftManagedPassword,
  redshiftPortIngress,
  redshiftPublicAccess,
  redshiftSnapshots,
  redshiftSubnetGroup,
  redshiftTlsRequired,
  redshiftVersionUpgrades,
  redshiftServerlessKey,
  redshiftServerlessLogs,
  athenaDatabaseEncryption,
  athenaEnforcedSettings,
  athenaMetrics,
  athenaResultEncryption,
  athenaScanLimit,
  glueCatalogEncryption,
  glueCatalogPolicy,
  glueConnectionPassword,
  glueConnectionTls,
  glueJobEncryption,
  glueSecurityConfiguration,
  glueVersion,
  backupPlanFrequency,
  backupPlanRetention,
  backupVaultKept,
  backupVaultKey,
  backupVaultPolicy,
  backupVaultProtected,
  efsAccessPointRoot,
  efsAccessPointUser,
  efsAnonymousClients,
  efsBackup,
  efsEncryption,
  efsSecureTransport,
];
