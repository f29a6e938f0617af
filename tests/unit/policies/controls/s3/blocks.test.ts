import { accessPointPublicAccessBlock } from "../../../../../policies/controls/s3/access-point-public-access-block";
import { accountPublicAccessBlock } from "../../../../../policies/controls/s3/account-public-access-block";
import { bucketPolicyOtherAccounts } from "../../../../../policies/controls/s3/policy-other-accounts";
import { bucketPublicAccessBlock } from "../../../../../policies/controls/s3/public-access-block";
import { one } from "../../../../support/examples";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";
import { besideOf, bucketOf, perhapsBeside, policyOf, withBeside } from "./samples";

const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const accountBlock = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const flags = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const names = Object.keys(flags);

describeControl(bucketPublicAccessBlock, {
  compliant: {
    "a block of its own": withBeside(block, flags),
    "the account's": { subject: bucketOf(), others: [sample(accountBlock, "account", flags)] },
    "another kind of bucket": (() => {
      const bucket = sample("aws:s3/bucketV2:BucketV2", "photos", { id: UNKNOWN });
      return { subject: bucket, others: [besideOf(bucket, block, flags)] };
    })(),
  },
  violating: {
    "no block": { subject: bucketOf(), at: "" },
    ...Object.fromEntries(
      names.map((flag) => [`no ${flag}`, { ...withBeside(block, { ...flags, [flag]: false }), at: flag }]),
    ),
    "an account's that leaves one way open": {
      subject: bucketOf(),
      others: [sample(accountBlock, "account", { ...flags, blockPublicAcls: false })],
      at: "blockPublicAcls",
    },
  },
  undecided: {
    "a block that may be another bucket's": perhapsBeside(block, flags),
    "a flag that is not known yet": {
      ...withBeside(block, { ...flags, ignorePublicAcls: UNKNOWN }),
      because: /ignorePublicAcls is not known/,
    },
  },
});

describeControl(accountPublicAccessBlock, {
  compliant: { "all four": one(accountBlock, flags) },
  violating: Object.fromEntries(
    names.flatMap((flag) => [
      [`${flag} off`, { ...one(accountBlock, { ...flags, [flag]: false }), at: flag }],
      [`no ${flag}`, { ...one(accountBlock, { ...flags, [flag]: undefined }), at: flag }],
    ]),
  ),
  undecided: {
    "one that is not known yet": {
      ...one(accountBlock, { ...flags, blockPublicAcls: UNKNOWN }),
      because: /is not known/,
    },
  },
});

const accessPoint = "aws:s3/accessPoint:AccessPoint";
const multiRegion = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint";

describeControl(accessPointPublicAccessBlock, {
  compliant: {
    "what AWS does by itself": one(accessPoint),
    "all four": one(accessPoint, { publicAccessBlockConfiguration: flags }),
    "all four of a multi-region one": one(multiRegion, { details: { publicAccessBlock: flags } }),
  },
  violating: Object.fromEntries(
    names.flatMap((flag) => [
      [
        `${flag} off`,
        {
          ...one(accessPoint, { publicAccessBlockConfiguration: { ...flags, [flag]: false } }),
          at: `publicAccessBlockConfiguration.${flag}`,
        },
      ],
      [
        `${flag} off of a multi-region one`,
        {
          ...one(multiRegion, { details: { publicAccessBlock: { ...flags, [flag]: false } } }),
          at: `details.publicAccessBlock.${flag}`,
        },
      ],
    ]),
  ),
  undecided: {
    "what is not known yet": {
      ...one(accessPoint, { publicAccessBlockConfiguration: UNKNOWN }),
      because: /publicAccessBlockConfiguration is not known/,
    },
  },
  mayBeDropped: Object.fromEntries(
    ["publicAccessBlockConfiguration", "details.publicAccessBlock"].flatMap((path) =>
      names.map((flag) => [`${path}.${flag}`, "AWS blocks by itself"]),
    ),
  ),
});

const role = sample("aws:iam/role:Role", "reader", { arn: "arn:aws:iam::123456789012:role/reader" });
const allows = (AWS: unknown, action = "s3:PutBucketPolicy", more: Record<string, unknown> = {}) =>
  withBeside(policyType, policyOf({ Effect: "Allow", Principal: { AWS }, Action: action, Resource: "*", ...more }));

const withRole = <T extends { others?: readonly (typeof role)[] }>(example: T): T => ({
  ...example,
  others: [...(example.others ?? []), role],
});

describeControl(bucketPolicyOtherAccounts, {
  compliant: {
    "a bucket without a policy": { subject: bucketOf() },
    "what the account itself may": withRole(allows("arn:aws:iam::123456789012:role/admin")),
    "what another account may read": withRole(allows("210987654321", "s3:GetObject")),
    "what another account is denied": withRole(allows("210987654321", "s3:PutBucketPolicy", { Effect: "Deny" })),
    "what a named account may": {
      ...withRole(allows("arn:aws:iam::210987654321:root")),
      config: { ownAccounts: ["210987654321"] },
    },
    "a statement about no action": withRole(allows("210987654321", "x", { Action: undefined })),
    "a statement for nobody": withRole(allows(undefined, "s3:PutBucketPolicy", { Principal: undefined })),
    "what CloudFront's identities may": withRole(allows("arn:aws:iam::cloudfront:user/x")),
    "what a service may": withRole(
      allows(undefined, "s3:PutBucketPolicy", { Principal: { Service: "config.amazonaws.com" } }),
    ),
  },
  violating: {
    ...Object.fromEntries(
      [
        "s3:DeleteBucketPolicy",
        "s3:PutBucketAcl",
        "s3:PutBucketPolicy",
        "s3:PutEncryptionConfiguration",
        "s3:PutObjectAcl",
        "s3:Put*",
        "*",
      ].map((action) => [action, { ...withRole(allows("210987654321", action)), at: "policy.Statement[0]" }]),
    ),
    "a role of another account": {
      ...withRole(allows("arn:aws:iam::210987654321:role/x")),
      at: "policy.Statement[0]",
    },
    everybody: { ...withRole(allows("*")), at: "policy.Statement[0]" },
    "everybody but one": {
      ...withRole(
        allows(undefined, "s3:PutBucketPolicy", {
          Principal: undefined,
          NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" },
        }),
      ),
      at: "policy.Statement[0]",
    },
    "everything but": {
      ...withRole(allows("210987654321", "x", { Action: undefined, NotAction: "s3:GetObject" })),
      at: "policy.Statement[0]",
    },
  },
  undecided: {
    "an account where the stack's is not known": { ...allows("210987654321"), because: /account is not known/ },
    "a policy that is not known yet": {
      ...withRole(withBeside(policyType, { policy: UNKNOWN })),
      because: /policy is not known/,
    },
    "a principal that is not known yet": {
      ...withRole(
        withBeside(policyType, {
          policy: {
            Statement: [
              { Effect: "Allow", Principal: { AWS: [UNKNOWN] }, Action: "s3:PutBucketPolicy", Resource: "*" },
            ],
          },
        }),
      ),
      because: /is not known/,
    },
    "an action that is not known yet": {
      ...withRole(
        withBeside(policyType, {
          policy: { Statement: [{ Effect: "Allow", Principal: { AWS: "210987654321" }, Action: [UNKNOWN] }] },
        }),
      ),
      because: /is not known/,
    },
  },
  mayBeDropped: { policy: "a policy that is not there allows nothing" },
});
