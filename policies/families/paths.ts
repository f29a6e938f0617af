import { backupRpo } from "../controls/paths/backup-rpo";
import { crossAccountAccess } from "../controls/paths/cross-account";
import { deadLetterWatched } from "../controls/paths/dead-letter-watched";
import { privilegeEscalation } from "../controls/paths/escalation";
import { logDestination } from "../controls/paths/log-destination";
import { reachDataStore } from "../controls/paths/reach-data-store";
import { reachInternetAdmin } from "../controls/paths/reach-internet-admin";
import { requestSinglePoint } from "../controls/paths/request-single-point";
import { secretInEnvironment } from "../controls/paths/secret-in-environment";
import { trailRegions } from "../controls/paths/trail-regions";
import { transitToStores, transitToTargets } from "../controls/paths/transit-encryption";
import type { Control } from "../core";

/** Controls on ways through the whole stack: of connections, secrets, permissions, requests and records. */
export const pathControls: readonly Control[] = [
  reachDataStore,
  reachInternetAdmin,
  secretInEnvironment,
  privilegeEscalation,
  crossAccountAccess,
  deadLetterWatched,
  logDestination,
  backupRpo,
  trailRegions,
  requestSinglePoint,
  transitToStores,
  transitToTargets,
];
