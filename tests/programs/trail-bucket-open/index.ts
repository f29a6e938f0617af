import { Trail } from "@pulumi/aws/cloudtrail";
import { Bucket, BucketLifecycleConfiguration, BucketPolicy } from "@pulumi/aws/s3";

const bucket = new Bucket("trail", { bucket: "trail-example", forceDestroy: true });
new BucketLifecycleConfiguration("trail", {
  bucket: bucket.id,
  rules: [{ id: "short", status: "Enabled", filter: { prefix: "" }, expiration: { days: 30 } }],
});
const resources = ["arn:aws:s3:::trail-example", "arn:aws:s3:::trail-example/*"];
new BucketPolicy("trail", {
  bucket: bucket.id,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["s3:GetBucketAcl", "s3:PutObject"],
        Resource: resources,
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::210987654321:root" },
        Action: "s3:DeleteObject",
        Resource: resources,
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: resources,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  }),
});
new Trail("audit", {
  name: "audit",
  s3BucketName: bucket.bucket,
  isMultiRegionTrail: true,
  enableLogFileValidation: true,
  kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/1",
  cloudWatchLogsGroupArn: "arn:aws:logs:eu-central-1:123456789012:log-group:audit:*",
  cloudWatchLogsRoleArn: "arn:aws:iam::123456789012:role/audit",
});
