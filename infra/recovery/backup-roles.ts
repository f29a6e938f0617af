import { Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import { type managedPolicies, managedPolicyArn, serviceTrust } from "../core";
import type { RecoveryInput } from "./vaults";

/** A role of AWS Backup, and what has to be there before it can do anything. */
export interface BackupRole {
  readonly role: Role;
  readonly attachments: RolePolicyAttachment[];
}

const POLICIES = {
  backup: {
    stores: "service-role/AWSBackupServiceRolePolicyForBackup",
    buckets: "AWSBackupServiceRolePolicyForS3Backup",
  },
  restore: {
    stores: "service-role/AWSBackupServiceRolePolicyForRestores",
    buckets: "AWSBackupServiceRolePolicyForS3Restore",
  },
} as const;

/**
 * Role with which AWS Backup backs up, and another with which it restores, so that neither can do what the other is for.
 *
 * They have AWS's managed policies, which reach every resource of the kinds that AWS Backup knows: snapshots, copies and
 * what is restored have names that exist only later, AWS changes the policies as its services need more, and it offers
 * none that is narrower: docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 * What is backed up is decided by the selections, which name ARNs. AWS documents no source that AWS Backup would send when
 * it assumes a role; whoever makes a selection needs `iam:PassRole` on this role, which another account can't have.
 */
export function createBackupRole(
  input: RecoveryInput,
  purpose: "backup" | "restore",
  withBuckets: boolean,
): BackupRole {
  const { name, child, tags, partition } = input;
  const roleName = `${name}-${purpose}-role`;
  const role = new Role(
    roleName,
    { assumeRolePolicy: serviceTrust("backup.amazonaws.com"), tags: tags(roleName) },
    child(),
  );
  const { stores, buckets } = POLICIES[purpose];
  const attach = (kind: string, policy: keyof typeof managedPolicies) =>
    new RolePolicyAttachment(
      `${name}-${purpose}-${kind}`,
      { role: role.name, policyArn: managedPolicyArn(policy, partition) },
      child(),
    );
  const attachments = [attach("stores", stores), ...(withBuckets ? [attach("buckets", buckets)] : [])];
  return { role, attachments };
}
