import type { Vault } from "@pulumi/aws/backup";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../core";
import { createBackupRole } from "./backup-roles";
import { StoreKind } from "./facts/backup";
import { watchFailures } from "./failures";
import type { RecoveryObjective } from "./objectives";
import type { RecoveryPlanArgs } from "./recovery-plan-args";
import { checkRecoveryPlan, type PlannedStore } from "./recovery-plan-checks";
import { createRestoreTests, createStorePlan, otherRegion } from "./store-plans";
import { createVault, type RecoveryInput } from "./vaults";

/** Resources of a {@link RecoveryPlan}, for reading and for tests. */
export interface RecoveryPlanNodes {
  readonly vault: Vault;
  /** The vault in the other region; undefined where none is made. */
  readonly copyVault: Vault | undefined;
}

/**
 * What was promised of each store (how much may be lost, how long it may be gone), and the backups that keep it: a vault
 * with a key of its own that nobody deletes from, a plan for each store whose snapshots are as far apart as the promise
 * allows, copies in a second region or account, weekly tests that restore and time them, and alarms on what fails. A promise
 * that the backups can't keep is refused, with the arithmetic.
 *
 * Continuous recovery of Aurora, RDS and DynamoDB is the store's own. AWS Backup's would take over a database's retention and
 * window from the program that says them.
 *
 * The account has to have opted in to AWS Backup for Aurora in the region; for the other kinds, naming them is enough:
 * docs.aws.amazon.com/aws-backup/latest/devguide/working-with-supported-services.html. Copies of DynamoDB need its advanced
 * backups, which accounts have that made their first vault after November 2021:
 * docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
 */
export class RecoveryPlan extends PlatformComponent {
  /** ARN of the vault. */
  readonly vaultArn: pulumi.Output<string>;
  /** Name of the vault. */
  readonly vaultName: string;
  /** ARN of the vault that backups are copied to; undefined where they aren't. */
  readonly copyVaultArn: pulumi.Output<string> | undefined;
  /** What each store's backups keep, by its name, for runbooks. */
  readonly objectives: Record<string, RecoveryObjective>;
  /** What the plan takes for granted and nobody has measured; each is a warning of the program too. */
  readonly assumptions: string[];
  /** Children, for reading and for tests. */
  readonly nodes: RecoveryPlanNodes;

  /** @throws ArgumentError where an argument is wrong, or a promise can't be kept */
  constructor(name: string, args: RecoveryPlanArgs, opts?: pulumi.ComponentResourceOptions) {
    super("recovery:RecoveryPlan", name, args, opts);
    this.vaultName = args.vaultName ?? `${pulumi.getStack()}-${name}`;
    const checks = this.checks();
    const stores = checkRecoveryPlan(checks, this.vaultName, args);
    checks.done();

    const input: RecoveryInput = {
      name,
      args,
      vaultName: this.vaultName,
      partition: this.partition,
      region: this.region,
      accountId: this.accountId,
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
    };
    const vault = createVault(input, { name: `${name}-vault`, kmsKeyArn: args.kmsKeyArn });
    const copyVault =
      args.copyRegion === undefined
        ? undefined
        : createVault(input, {
            name: `${name}-copy-vault`,
            region: otherRegion(this.label, this.region, args.copyRegion),
          });
    const copyTo = copyVault?.arn ?? args.copyToVaultArn;
    this.createPlans(input, stores, vault, copyTo);
    watchFailures(input, vault);

    this.vaultArn = vault.arn;
    this.copyVaultArn = copyTo === undefined ? undefined : pulumi.output(copyTo);
    this.objectives = Object.fromEntries([...stores].map(([store, { objective }]) => [store, objective]));
    this.assumptions = [...stores].flatMap(([store, { objective }]) =>
      objective.assumptions.map((assumption) => `${store}: ${assumption}`),
    );
    this.nodes = { vault, copyVault };
    this.warn([...stores]);
    this.registerOutputs({
      vaultArn: this.vaultArn,
      copyVaultArn: this.copyVaultArn,
      objectives: this.objectives,
      assumptions: this.assumptions,
    });
  }

  private createPlans(
    input: RecoveryInput,
    stores: Map<string, PlannedStore>,
    vault: Vault,
    copyTo: pulumi.Input<string> | undefined,
  ): void {
    const withBuckets = [...stores.values()].some(({ kind }) => kind === StoreKind.S3);
    const backup = createBackupRole(input, "backup", withBuckets);
    for (const [store, planned] of stores) createStorePlan(input, store, planned, vault, copyTo, backup);
    if (input.args.withoutRestoreTests) return;
    createRestoreTests(input, stores, vault, createBackupRole(input, "restore", withBuckets));
  }

  /** Says which recovery times are guesses, at each preview, until somebody gives what the tests have timed. */
  private warn(stores: [string, PlannedStore][]): void {
    const guesses = stores
      .filter(([, { objective }]) => objective.recoveryMinutes === undefined)
      .map(([store]) => store);
    if (guesses.length === 0) return;
    const text = `${this.label}: recovery times of ${guesses.join(", ")} are not proven: no restore was timed. Give restoreMinutes from the restore tests.`;
    pulumi.log.warn(text, this).catch(() => undefined);
  }
}
