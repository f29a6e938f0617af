// A rule over everything that is there: buckets that answer over plain HTTP are found, and closed to it.
import { ComplianceRule, ConfigurationRecorder } from "../../infra/audit";

const recorder = new ConfigurationRecorder("rule-recorder");

const rule = new ComplianceRule("buckets-tls-only", {
  // One of AWS's own rules. `guardPolicy` takes a policy in the Guard language, `function` a function.
  identifier: "S3_BUCKET_SSL_REQUESTS_ONLY",
  resourceTypes: ["AWS::S3::Bucket"],
  recorder,
  // A document of AWS's, which a role of its own runs. The role may do what the document's page says that it needs:
  // docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-s3-deny-http.html
  remediation: {
    document: "AWSConfigRemediation-RestrictBucketSSLRequestsOnly",
    automatic: true,
    parameters: { BucketName: { resourceId: true } },
    permissions: [
      {
        actions: ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutEncryptionConfiguration"],
        // The shop's buckets, and nobody else's.
        resources: ["arn:aws:s3:::shop-*"],
      },
    ],
  },
});

export const ruleName = rule.ruleName;
