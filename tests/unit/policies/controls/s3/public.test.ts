import { bucketAcl } from "../../../../../policies/controls/s3/acl";
import { bucketPublicRead } from "../../../../../policies/controls/s3/public-read";
import { bucketPublicWrite } from "../../../../../policies/controls/s3/public-write";
import { describeControl, UNKNOWN } from "../../../../support/policies";
import { besideOf, bucketOf, perhapsBeside, policyOf, withBeside } from "./samples";

const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const aclType = "aws:s3/bucketAcl:BucketAcl";
const ownership = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const flags = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const everybody = (action: string, more: Record<string, unknown> = {}) =>
  withBeside(
    policyType,
    policyOf({ Effect: "Allow", Principal: "*", Action: action, Resource: "arn:aws:s3:::photos/*", ...more }),
  );

const restricted = (action: string) => {
  const example = everybody(action);
  const bucket = example.subject ?? bucketOf();
  return { ...example, others: [...(example.others ?? []), besideOf(bucket, block, flags)] };
};

const group = (permission: string, uri = "http://acs.amazonaws.com/groups/global/AllUsers") => ({
  accessControlPolicy: { grants: [{ grantee: { type: "Group", uri }, permission }] },
});

const inlineGrant = (permission: string) => ({
  subject: bucketOf({
    grants: [
      { uri: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers", permissions: ["READ_ACP", permission] },
    ],
  }),
});

const organization = { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } };
const dropped = {
  policy: "a policy that is not there opens nothing",
  acl: "an ACL that is not there opens nothing",
  ignorePublicAcls: "the example has no ACL",
  "accessControlPolicy.grants": "what is not granted is not had",
  grants: "what is not granted is not had",
};

describeControl(bucketPublicRead, {
  compliant: {
    "grants and an ACL that AWS fills in": { subject: bucketOf({ grants: UNKNOWN, acl: UNKNOWN }) },
    "a bucket that says nothing": { subject: bucketOf() },
    "what members of an organization read": everybody("s3:GetObject", organization),
    "what an account reads": everybody("s3:GetObject", { Principal: { AWS: "123456789012" } }),
    "what everybody is denied": everybody("s3:GetObject", { Effect: "Deny" }),
    "what everybody may do that shows no object": everybody("s3:Bypass*"),
    "a statement about no action": everybody("x", { Action: undefined }),
    "a grant to an account": withBeside(aclType, {
      accessControlPolicy: { grants: [{ grantee: { type: "CanonicalUser", id: "x" }, permission: "READ" }] },
    }),
    "what everybody may write, which another control is about": everybody("s3:PutObject"),
    "what its block takes away": restricted("s3:GetObject"),
    "a private ACL": withBeside(aclType, { acl: "private" }),
    "a public ACL that the block ignores": (() => {
      const bucket = bucketOf();
      return {
        subject: bucket,
        others: [besideOf(bucket, aclType, { acl: "public-read" }), besideOf(bucket, block, flags)],
      };
    })(),
    "a grant to log delivery": withBeside(aclType, group("READ", "http://acs.amazonaws.com/groups/s3/LogDelivery")),
    "a grant to write": withBeside(aclType, group("WRITE")),
  },
  violating: {
    ...Object.fromEntries(
      ["s3:GetObject", "s3:Get*", "s3:List*", "s3:*", "*", "s3:G?tObject"].map((action) => [
        action,
        { ...everybody(action), at: "policy.Statement[0]" },
      ]),
    ),
    "everything but": {
      ...everybody("s3:GetObject", { Action: undefined, NotAction: "s3:PutObject" }),
      at: "policy.Statement[0]",
    },
    "a policy in the bucket": {
      subject: bucketOf(
        policyOf({ Effect: "Allow", Principal: { AWS: "*" }, Action: ["s3:GetObject"], Resource: "*" }),
      ),
      at: "policy.Statement[0]",
    },
    ...Object.fromEntries(
      ["public-read", "public-read-write", "authenticated-read"].flatMap((acl) => [
        [`ACL ${acl}`, { ...withBeside(aclType, { acl }), at: "acl" }],
        [`ACL ${acl} in the bucket`, { subject: bucketOf({ acl }), at: "acl" }],
      ]),
    ),
    ...Object.fromEntries(
      ["READ", "READ_ACP", "FULL_CONTROL"].map((permission) => [
        `a grant of ${permission}`,
        { ...withBeside(aclType, group(permission)), at: "accessControlPolicy.grants[0]" },
      ]),
    ),
    "a grant in the bucket": { ...inlineGrant("READ"), at: "grants[0]" },
    "a public policy whose block leaves it": (() => {
      const example = everybody("s3:GetObject");
      const bucket = example.subject ?? bucketOf();
      const off = besideOf(bucket, block, { ...flags, restrictPublicBuckets: false });
      return { subject: bucket, others: [...(example.others ?? []), off], at: "policy.Statement[0]" };
    })(),
    "a public ACL whose block leaves it": (() => {
      const bucket = bucketOf();
      const off = besideOf(bucket, block, { ...flags, ignorePublicAcls: false });
      return { subject: bucket, others: [besideOf(bucket, aclType, { acl: "public-read" }), off], at: "acl" };
    })(),
  },
  undecided: {
    "a policy that is not known yet": {
      ...withBeside(policyType, { policy: UNKNOWN }),
      because: /policy is not known/,
    },
    "an action that is not known yet": {
      ...withBeside(policyType, {
        policy: { Statement: [{ Effect: "Allow", Principal: "*", Action: [UNKNOWN], Resource: "*" }] },
      }),
      because: /is not known/,
    },
    "a policy that may be another bucket's": perhapsBeside(
      policyType,
      policyOf({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
    ),
  },
  mayBeDropped: { ...dropped, restrictPublicBuckets: "the example has no policy" },
});

describeControl(bucketPublicWrite, {
  compliant: {
    "a bucket that says nothing": { subject: bucketOf() },
    "what everybody may read, which another control is about": everybody("s3:GetObject"),
    "what its block takes away": restricted("s3:PutObject"),
    "an ACL to read": withBeside(aclType, { acl: "public-read" }),
    "a grant to read": withBeside(aclType, group("READ")),
    "a grant to read in the bucket": inlineGrant("READ"),
  },
  violating: {
    ...Object.fromEntries(
      ["s3:PutObject", "s3:Delete*", "s3:*", "s3:RestoreObject", "s3:AbortMultipartUpload", "s3:ReplicateDelete"].map(
        (action) => [action, { ...everybody(action), at: "policy.Statement[0]" }],
      ),
    ),
    "ACL public-read-write": { ...withBeside(aclType, { acl: "public-read-write" }), at: "acl" },
    ...Object.fromEntries(
      ["WRITE", "WRITE_ACP", "FULL_CONTROL"].map((permission) => [
        `a grant of ${permission}`,
        { ...withBeside(aclType, group(permission)), at: "accessControlPolicy.grants[0]" },
      ]),
    ),
    "a grant in the bucket": { ...inlineGrant("WRITE"), at: "grants[0]" },
  },
  undecided: {
    "a policy that is not known yet": {
      ...withBeside(policyType, { policy: UNKNOWN }),
      because: /policy is not known/,
    },
  },
  mayBeDropped: dropped,
});

const ownersGrant = { id: "owner", type: "CanonicalUser", permissions: ["FULL_CONTROL"], uri: "" };

describeControl(bucketAcl, {
  compliant: {
    "grants and an ACL that AWS fills in": { subject: bucketOf({ grants: UNKNOWN, acl: UNKNOWN }) },
    "the owner's grant, which S3 gives by itself": { subject: bucketOf({ acl: "", grants: [ownersGrant] }) },
    "a bucket that says nothing": { subject: bucketOf() },
    "owners enforced": withBeside(ownership, { rule: { objectOwnership: "BucketOwnerEnforced" } }),
    "an ACL that gives nobody anything": withBeside(aclType, { acl: "private" }),
    "an ACL of an owner alone": withBeside(aclType, { accessControlPolicy: { owner: { id: "x" } } }),
    "one in the bucket": { subject: bucketOf({ acl: "bucket-owner-full-control" }) },
  },
  violating: {
    "owners preferred": {
      ...withBeside(ownership, { rule: { objectOwnership: "BucketOwnerPreferred" } }),
      at: "rule.objectOwnership",
    },
    "an ACL": { ...withBeside(aclType, { acl: "log-delivery-write" }), at: "acl" },
    "an ACL in the bucket": { subject: bucketOf({ acl: "public-read" }), at: "acl" },
    grants: { ...withBeside(aclType, group("READ")), at: "accessControlPolicy.grants" },
    "grants in the bucket": { ...inlineGrant("READ"), at: "grants" },
    "a user beside the owner": {
      subject: bucketOf({ grants: [ownersGrant, { ...ownersGrant, id: "other" }] }),
      at: "grants",
    },
    "a user who may read": { subject: bucketOf({ grants: [{ ...ownersGrant, permissions: ["READ"] }] }), at: "grants" },
  },
  undecided: {
    "ownership that is not known yet": { ...withBeside(ownership, { rule: UNKNOWN }), because: /rule is not known/ },
    "an ACL that may be another bucket's": perhapsBeside(aclType, { acl: "public-read" }),
  },
  mayBeDropped: {
    acl: "S3 takes none by itself",
    accessControlPolicy: "S3 takes none by itself",
    grants: "S3 takes none by itself",
  },
});
