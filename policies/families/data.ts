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
];
