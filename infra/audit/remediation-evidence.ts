import * as pulumi from "@pulumi/pulumi";
import { createKey } from "../messaging/customer-key";
import { makeProtectedBucket } from "./protected-bucket";
import type { RemediationArgs } from "./remediation-args";
import type { ApiPlace } from "./remediation-permissions";

/** What children of the component are given. */
interface Owner {
  tags(child: string): Record<string, pulumi.Input<string>>;
  child(): pulumi.CustomResourceOptions;
}

/** Bucket of findings and outcomes, with a key of its own. */
export function createEvidence(
  logicalName: string,
  args: RemediationArgs,
  { partition, region, accountId }: ApiPlace,
  owner: Owner,
) {
  const name = `${logicalName}-evidence`;
  const bucketName = args.evidenceBucketName ?? pulumi.interpolate`${name}-${accountId}-${region}`;
  const key = createKey({
    name: `${name}-key`,
    description: `Encrypts the evidence of ${logicalName}.`,
    services: [],
    partition,
    accountId,
    tags: owner.tags(`${name}-key`),
    options: owner.child(),
  });
  const made = makeProtectedBucket({
    name,
    bucketName,
    partition,
    keyArn: key.arn,
    statements: [],
    retentionDays: args.evidenceDays ?? 400,
    objectLock: args.objectLock,
    deleteContentsOnDestroy: args.deleteEvidenceOnDestroy ?? false,
    tags: owner.tags(name),
    opts: owner.child(),
  });
  return { ...made, keyArn: key.arn, arn: pulumi.interpolate`arn:${partition}:s3:::${bucketName}` };
}
