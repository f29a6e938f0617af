import { Trail } from "@pulumi/aws/cloudtrail";
import { Bucket, BucketPolicy, BucketPublicAccessBlock, BucketVersioning } from "@pulumi/aws/s3";

const bucket = new Bucket("trail", { bucket: "trail-example" });
new BucketVersioning("trail", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
new BucketPublicAccessBlock("trail", {
  bucket: bucket.id,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
const trailArn = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/audit";
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
        Condition: { StringEquals: { "aws:SourceArn": trailArn } },
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
  enableLogging: false,
  includeGlobalServiceEvents: false,
});
