import { Bucket, BucketPolicy } from "@pulumi/aws/s3";

const bucket = new Bucket("reports", { bucket: "reports-example" });
new BucketPolicy("reports", {
  bucket: bucket.id,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::reports-example/*",
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      },
    ],
  }),
});
