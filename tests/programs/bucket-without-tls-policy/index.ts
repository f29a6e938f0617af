import { Bucket } from "@pulumi/aws/s3";

new Bucket("reports", { bucket: "reports-example" });
