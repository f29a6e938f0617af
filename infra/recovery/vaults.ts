import { Vault, VaultLockConfiguration, VaultPolicy } from "@pulumi/aws/backup";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import { createKey } from "../messaging/customer-key";
import type { RecoveryPlanArgs } from "./recovery-plan-args";

/** What the parts of a recovery plan are made from. */
export interface RecoveryInput {
  readonly name: string;
  readonly args: RecoveryPlanArgs;
  readonly vaultName: string;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Where one vault is, and what it is called in the program. */
interface VaultPlace {
  readonly name: string;
  /** @default the provider's */
  readonly region?: pulumi.Input<string>;
  /** Key that exists already. @default one is made */
  readonly kmsKeyArn?: pulumi.Input<string>;
}

/** Makes a vault with its key, its policy, and its lock where one was asked for. */
export function createVault(input: RecoveryInput, { name, region, kmsKeyArn }: VaultPlace): Vault {
  const { args, child, tags, vaultName } = input;
  const key = kmsKeyArn ?? createVaultKey(input, name, region);
  const vault = new Vault(
    name,
    { name: vaultName, region, kmsKeyArn: key, forceDestroy: false, tags: tags(name) },
    child(),
  );
  if (!args.deletableBackups) {
    new VaultPolicy(`${name}-policy`, { backupVaultName: vault.name, region, policy: keepBackups() }, child());
  }
  if (args.lock) {
    new VaultLockConfiguration(
      `${name}-lock`,
      {
        backupVaultName: vault.name,
        region,
        minRetentionDays: args.lock.minimumDays,
        maxRetentionDays: args.lock.maximumDays,
        changeableForDays: args.lock.changeableForDays,
      },
      child(),
    );
  }
  return vault;
}

function createVaultKey(
  input: RecoveryInput,
  name: string,
  region: pulumi.Input<string> | undefined,
): pulumi.Output<string> {
  return createKey({
    name: `${name}-key`,
    description: `Encrypts the backups of ${input.name}.`,
    // AWS Backup uses the key on behalf of its roles, whom their own policies let:
    // docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    services: [],
    partition: input.partition,
    accountId: input.accountId,
    tags: input.tags(`${name}-key`),
    options: input.child(),
    region,
  }).arn;
}

/**
 * Nobody deletes backups or shortens their days, unless this policy is lifted first. Of backups that end with their days
 * AWS Backup takes care itself. The resource is the vault that the policy belongs to:
 * docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
function keepBackups(): pulumi.Output<string> {
  return policyDocument({
    Sid: "KeepBackups",
    Effect: "Deny",
    Principal: "*",
    Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:DeleteBackupVault"],
    Resource: "*",
  });
}
