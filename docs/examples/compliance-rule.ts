// A rule over everything that is there: buckets that anybody can read are found, and closed.
import { ComplianceRule, ConfigurationRecorder } from "../../infra/audit";

const recorder = new ConfigurationRecorder("rule-recorder");

const rule = new ComplianceRule("buckets-closed", {
  // One of AWS's own rules. `guardPolicy` takes a policy in the Guard language, `function` a function.
  identifier: "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
  resourceTypes: ["AWS::S3::Bucket"],
  recorder,
  // A document of AWS's, run by a role that may do this one thing.
  remediation: {
    document: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
    automatic: true,
    parameters: {
      BucketName: { resourceId: true },
      BlockPublicAcls: { value: "true" },
      BlockPublicPolicy: { value: "true" },
      IgnorePublicAcls: { value: "true" },
      RestrictPublicBuckets: { value: "true" },
    },
    permissions: [
      { actions: ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"], resources: ["arn:aws:s3:::*"] },
    ],
  },
});

export const ruleName = rule.ruleName;
