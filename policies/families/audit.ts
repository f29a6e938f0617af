import {
  trailBucketPolicy,
  trailBucketPrivate,
  trailBucketRetained,
  trailBucketVersioned,
} from "../controls/cloudtrail/bucket-controls";
import { trailInFoundation } from "../controls/cloudtrail/foundation";
import {
  trailCloudWatchLogs,
  trailGlobalEvents,
  trailKms,
  trailLogging,
  trailLogValidation,
  trailMultiRegion,
} from "../controls/cloudtrail/trail";
import { endpointServiceAcceptance } from "../controls/vpc/endpoint-service";
import { isolationNoPublicAddress } from "../controls/vpc/isolation-addresses";
import { isolationNoInternet } from "../controls/vpc/isolation-internet";
import { isolationNoPeering } from "../controls/vpc/isolation-peering";
import type { Control } from "../core";

/** Controls that hold a stack to an audit trail, and isolated services to isolation. */
export const auditControls: readonly Control[] = [
  trailInFoundation,
  trailMultiRegion,
  trailLogging,
  trailGlobalEvents,
  trailLogValidation,
  trailKms,
  trailCloudWatchLogs,
  trailBucketPrivate,
  trailBucketVersioned,
  trailBucketRetained,
  trailBucketPolicy,
  isolationNoInternet,
  isolationNoPeering,
  isolationNoPublicAddress,
  endpointServiceAcceptance,
];
