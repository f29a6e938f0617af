import { bucketSecureTransport } from "../../../../policies/controls/s3/secure-transport";
import { topicSecureTransport } from "../../../../policies/controls/sns/secure-transport";
import { queueSecureTransport } from "../../../../policies/controls/sqs/secure-transport";
import type { Control } from "../../../../policies/index";
import { describeControl, type Examples, type Sample, sample, UNKNOWN } from "../../../support/policies";

interface Family {
  readonly type: string;
  readonly separate: string;
  /** Property of the policy that names what it is for. */
  readonly path: string;
  readonly action: string;
  readonly resource: unknown;
}

function deny({ action, resource }: Family, change: object = {}): string {
  const condition = { Bool: { "aws:SecureTransport": "false" } };
  const statement = { Effect: "Deny", Principal: "*", Action: action, Resource: resource, Condition: condition };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...change }] });
}

function examplesOf(family: Family): Examples {
  const subject = sample(family.type, "orders", { id: UNKNOWN, arn: UNKNOWN });
  const beside = (policy: unknown, of: Sample = subject) =>
    sample(family.separate, "rules", { [family.path]: UNKNOWN, policy }, { from: { [family.path]: [of] } });
  const inline = (policy: unknown) => sample(family.type, "orders", { policy });
  const other = sample(family.type, "other", { id: UNKNOWN });
  const eitherOf = sample(
    family.separate,
    "rules",
    { [family.path]: UNKNOWN, policy: deny(family) },
    { from: { [family.path]: [subject, other] } },
  );
  return {
    compliant: {
      "a policy beside it": { subject, others: [beside(deny(family))] },
      "a policy of its own": { subject: inline(deny(family)) },
      "a policy beside it, whatever AWS will report as its own": {
        subject: sample(family.type, "orders", { id: "orders", policy: UNKNOWN }),
        others: [sample(family.separate, "rules", { [family.path]: "orders", policy: deny(family) })],
      },
    },
    violating: {
      "no policy": { subject, at: "" },
      "no policy, where AWS will report one": { subject: inline(UNKNOWN), at: "" },
      "a policy that allows": { subject, others: [beside(deny(family, { Effect: "Allow" }))], at: "policy" },
      "a policy of its own that allows": { subject: inline(deny(family, { Effect: "Allow" })), at: "policy" },
      "a policy for another one": { subject, others: [beside(deny(family), other)], at: "" },
      "a policy that is no JSON": { subject, others: [beside("Deny!")], at: "policy" },
    },
    undecided: {
      "a policy that is not known yet": { subject, others: [beside(UNKNOWN)], because: /policy is not known/ },
      "a policy of its own that is made from something unknown": {
        subject: sample(family.type, "orders", { policy: UNKNOWN }, { from: { policy: [other] } }),
        because: /policy is not known/,
      },
      "a policy for one of two": { subject, others: [eitherOf, other], because: /may be any of/ },
    },
    notApplicable: { "a subnet": { subject: sample("aws:ec2/subnet:Subnet", "a") } },
  };
}

function describeFamily(control: Control, family: Family): void {
  describeControl(control, examplesOf(family));
}

const objects = "arn:aws:s3:::orders/*";
const bucket = { separate: "aws:s3/bucketPolicy:BucketPolicy", path: "bucket", action: "s3:*" };

describeControl(bucketSecureTransport, {
  ...examplesOf({ ...bucket, type: "aws:s3/bucket:Bucket", resource: ["arn:aws:s3:::orders", objects] }),
});
describeFamily(bucketSecureTransport, {
  ...bucket,
  type: "aws:s3/bucketV2:BucketV2",
  resource: "arn:aws:s3:::orders*",
});

describe("a bucket policy for objects only", () => {
  const family = { ...bucket, type: "aws:s3/bucket:Bucket", resource: objects };
  const subject = sample(family.type, "orders", { policy: deny(family) });
  const whole = sample(family.type, "orders", { policy: deny({ ...family, resource: "*" }) });
  describeControl(bucketSecureTransport, {
    compliant: { "everything in one pattern": { subject: whole } },
    violating: { "a bucket whose list of objects plain HTTP may read": { subject, at: "policy" } },
    undecided: {},
    alwaysDecides: "both policies are known",
  });
});

describeControl(topicSecureTransport, {
  ...examplesOf({
    type: "aws:sns/topic:Topic",
    separate: "aws:sns/topicPolicy:TopicPolicy",
    path: "arn",
    action: "sns:Publish",
    resource: "*",
  }),
});
describeControl(queueSecureTransport, {
  ...examplesOf({
    type: "aws:sqs/queue:Queue",
    separate: "aws:sqs/queuePolicy:QueuePolicy",
    path: "queueUrl",
    action: "sqs:*",
    resource: "*",
  }),
});
