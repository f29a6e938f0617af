import {
  BucketVersioningStatus,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type Event as S3Event,
} from "@aws-sdk/client-s3";
import { bytesOf, isAsset } from "../assets";
import { type Context, found, type Handlers, setting, unlessGone } from "../handler";
import { defined, type Inputs, type Props } from "../values";

function bucketOutputs(name: string, { partition, region, dnsSuffix }: Context): Props {
  const domain = `${name}.s3.${dnsSuffix}`;
  return {
    bucket: name,
    arn: `arn:${partition}:s3:::${name}`,
    bucketDomainName: domain,
    bucketRegionalDomainName: `${name}.s3.${region}.${dnsSuffix}`,
    bucketRegion: region,
  };
}

/** Buckets go with what is in them: nobody else's data is on this machine's emulator. */
async function empty(Bucket: string, context: Context): Promise<void> {
  const client = context.client(S3Client);
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true }, BypassGovernanceRetention: true }),
    );
  }
}

async function putObject(inputs: Inputs, context: Context): Promise<Props> {
  const { source } = inputs.props;
  const base64 = inputs.maybe("contentBase64");
  const given = base64 === undefined ? (inputs.maybe("content") ?? "") : Buffer.from(base64, "base64");
  const Body = isAsset(source) ? bytesOf(source) : given;
  const { ETag, VersionId } = await context.client(S3Client).send(
    new PutObjectCommand({
      Bucket: inputs.text("bucket"),
      Key: inputs.text("key"),
      Body,
      ContentType: inputs.maybe("contentType"),
      CacheControl: inputs.maybe("cacheControl"),
      ContentEncoding: inputs.maybe("contentEncoding"),
    }),
  );
  return defined({ etag: ETag?.replaceAll('"', ""), versionId: VersionId });
}

/** Settings that change nothing about what a bucket on one machine does. */
const paper = setting(["bucket"], async (inputs) => inputs.text("bucket"));

const object = {
  replaceOn: ["bucket", "key"],
  volatile: ["etag", "versionId"],
  create: async ({ inputs }: { inputs: Inputs }, context: Context) => ({
    id: inputs.text("key"),
    outputs: await putObject(inputs, context),
  }),
  update: ({ inputs }: { inputs: Inputs }, context: Context) => putObject(inputs, context),
  delete: ({ inputs }: { inputs: Inputs }, context: Context) =>
    unlessGone(
      context
        .client(S3Client)
        .send(new DeleteObjectCommand({ Bucket: inputs.text("bucket"), Key: inputs.text("key") })),
    ),
};

const bucket = {
  autoName: { property: "bucket", max: 63, lower: true },
  replaceOn: ["bucket", "bucketPrefix", "objectLockEnabled"],
  ignored: ["tags", "forceDestroy"],
  create: async ({ inputs }: { inputs: Inputs }, context: Context) => {
    const Bucket = inputs.text("bucket");
    await context.client(S3Client).send(
      new CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: inputs.flag("objectLockEnabled"),
      }),
    );
    return { id: Bucket, outputs: bucketOutputs(Bucket, context) };
  },
  exists: ({ id }: { id: string }, context: Context) =>
    found(context.client(S3Client).send(new HeadBucketCommand({ Bucket: id }))),
  delete: async ({ id }: { id: string }, context: Context) => {
    await unlessGone(empty(id, context));
    await unlessGone(context.client(S3Client).send(new DeleteBucketCommand({ Bucket: id })));
  },
};

function events(target: Inputs): S3Event[] {
  // S3's own list of events is open: new ones are added without a new version of anything.
  return target.texts("events").filter((name): name is S3Event => name.startsWith("s3:"));
}

export const handlers: Handlers = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketObjectv2:BucketObjectv2": object,
  "aws:s3/bucketObject:BucketObject": object,
  "aws:s3/bucketVersioning:BucketVersioning": setting(["bucket"], async (inputs, context) => {
    const Bucket = inputs.text("bucket");
    const Status = inputs.child("versioningConfiguration")?.oneOf("status", {
      ...BucketVersioningStatus,
      Disabled: "Disabled",
    });
    if (Status !== undefined && Status !== "Disabled") {
      await context
        .client(S3Client)
        .send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    }
    return Bucket;
  }),
  "aws:s3/bucketPolicy:BucketPolicy": setting(
    ["bucket"],
    async (inputs, context) => {
      const Bucket = inputs.text("bucket");
      await context.client(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy: inputs.text("policy") }));
      return Bucket;
    },
    (inputs, context) =>
      context.client(S3Client).send(new DeleteBucketPolicyCommand({ Bucket: inputs.text("bucket") })),
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting(["bucket"], async (inputs, context) => {
    const Bucket = inputs.text("bucket");
    await context.client(S3Client).send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: inputs.flag("blockPublicAcls"),
          BlockPublicPolicy: inputs.flag("blockPublicPolicy"),
          IgnorePublicAcls: inputs.flag("ignorePublicAcls"),
          RestrictPublicBuckets: inputs.flag("restrictPublicBuckets"),
        },
      }),
    );
    return Bucket;
  }),
  "aws:s3/bucketNotification:BucketNotification": setting(["bucket"], async (inputs, context) => {
    const Bucket = inputs.text("bucket");
    await context.client(S3Client).send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: inputs
            .children("queues")
            .map((one) => ({ QueueArn: one.text("queueArn"), Events: events(one) })),
          TopicConfigurations: inputs
            .children("topics")
            .map((one) => ({ TopicArn: one.text("topicArn"), Events: events(one) })),
          LambdaFunctionConfigurations: inputs
            .children("lambdaFunctions")
            .map((one) => ({ LambdaFunctionArn: one.text("lambdaFunctionArn"), Events: events(one) })),
        },
      }),
    );
    return Bucket;
  }),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": paper,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": paper,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": paper,
  "aws:s3/bucketLogging:BucketLogging": paper,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": paper,
};
