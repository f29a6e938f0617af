// Resource options that change what is registered: providers, transforms, aliases, ignored and secret properties, reads.
import * as aws from "@pulumi/aws/index";
import * as s3 from "@pulumi/aws/s3";
import * as sqs from "@pulumi/aws/sqs";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";

pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
  type === "aws:sqs/queue:Queue" ? { props: { ...props, tags: { ...props.tags, team: "shop" } }, opts } : undefined,
);

const virginia = new aws.Provider("virginia", { region: "us-east-1" });
const queue = new sqs.Queue("there", {}, { provider: virginia });
new sqs.Queue("renamed", { delaySeconds: 5 }, { aliases: [{ name: "old-name" }], ignoreChanges: ["delaySeconds"] });
const password = new pulumi.Config().requireSecret("password");
new ssm.Parameter(
  "password",
  { type: "SecureString", value: password },
  { additionalSecretOutputs: ["insecureValue"] },
);
new ssm.Parameter("copy", { type: "String", value: pulumi.interpolate`${queue.url}#${password}` });
const existing = s3.Bucket.get("existing", "existing-bucket");
new s3.BucketVersioning("existing", { bucket: existing.id, versioningConfiguration: { status: "Enabled" } });
new sqs.Queue(
  "local",
  { fifoQueue: true },
  { transforms: [({ props, opts }) => ({ props: { ...props, visibilityTimeoutSeconds: 60 }, opts })], protect: true },
);
export const secret = password;
