export { StoreKind } from "./facts/backup";
export type { RecoveryObjective } from "./objectives";
export { RecoveryPlan, type RecoveryPlanNodes } from "./recovery-plan";
export {
  LockMode,
  type RecoverableArgs,
  type RecoveryPlanArgs,
  type RecoveryStoreArgs,
  type RestoreTestArgs,
  type VaultLockArgs,
} from "./recovery-plan-args";
