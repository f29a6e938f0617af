import { createHash } from "node:crypto";
import { BucketObjectv2 } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import {
  type BucketOwner,
  createPrivateBucket,
  defaultBucketName,
  type PrivateBucketInput,
  SUPERSEDED_GO,
} from "../core/private-bucket";

/** What a file of environment variables is made from. */
export interface EnvironmentFileInput {
  readonly name: string;
  /** Variables by name, checked. */
  readonly variables: Record<string, pulumi.Output<string>>;
  readonly bucket: BucketOwner &
    Pick<PrivateBucketInput, "partition" | "kmsKeyArn"> & {
      /** @default `<stack>-<name>-<account>-<region>` */
      readonly bucketName: string | undefined;
    };
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** A file of environment variables in S3. */
export interface EnvironmentFile {
  /** ARN of the object, for `environmentFiles` of a container definition. */
  readonly arn: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html */
export function createEnvironmentFile(from: EnvironmentFileInput): EnvironmentFile {
  const { name, tags, child } = from;
  const bucket = createPrivateBucket({
    name,
    bucketName: from.bucket.bucketName ?? defaultBucketName(name, from.bucket),
    partition: from.bucket.partition,
    kmsKeyArn: from.bucket.kmsKeyArn,
    lifecycle: SUPERSEDED_GO,
    // The program has everything that is in it.
    deletableWithContents: true,
    tags: tags(name),
    opts: child(),
  });
  const content = pulumi.output(from.variables).apply((variables) =>
    Object.entries(variables)
      .map(([variable, value]) => `${variable}=${value}\n`)
      .join(""),
  );
  // A name of its own for every content: a change then changes the task definition that names the file.
  const key = content.apply((text) => `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.env`);
  const file = new BucketObjectv2(
    `${name}-file`,
    { bucket: bucket.bucket.id, key, content, contentType: "text/plain", tags: tags(`${name}-file`) },
    // Tasks of the revision before still start with the file from before, until the last of them is gone.
    child({ retainOnDelete: true, dependsOn: bucket.ready }),
  );
  return { arn: pulumi.interpolate`${bucket.arn}/${file.key}`, bucketArn: bucket.arn };
}
