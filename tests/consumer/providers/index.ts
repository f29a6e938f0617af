// A small shop on what both versions of the provider have, once as it should be and once as it should not. `names` says how
// a version calls a bucket and what stands beside it: version 7 took "V2" off, and still has the older names.
import * as apigateway from "@pulumi/aws/apigateway";
import * as apigatewayv2 from "@pulumi/aws/apigatewayv2";
import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as ec2 from "@pulumi/aws/ec2";
import * as lambda from "@pulumi/aws/lambda";
import * as lb from "@pulumi/aws/lb";
import * as rds from "@pulumi/aws/rds";
import * as s3 from "@pulumi/aws/s3";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const sound = config.requireBoolean("sound");
const older = config.require("names") === "V2";
const Bucket = older ? s3.BucketV2 : s3.Bucket;
const Versioning = older ? s3.BucketVersioningV2 : s3.BucketVersioning;
const Encryption = older ? s3.BucketServerSideEncryptionConfigurationV2 : s3.BucketServerSideEncryptionConfiguration;
const Logging = older ? s3.BucketLoggingV2 : s3.BucketLogging;
const Lifecycle = older ? s3.BucketLifecycleConfigurationV2 : s3.BucketLifecycleConfiguration;

const key = "arn:aws:kms:eu-central-1:123456789012:key/1b2c3d4e-0000-4000-8000-000000000000";
const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/1";
const overTls = (arn: pulumi.Input<string>, action: string) =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: action,
        Resource: [arn, ...(action === "s3:*" ? [pulumi.interpolate`${arn}/*`] : [])],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });

function bucket(name: string, logs?: pulumi.Input<string>): pulumi.Output<string> {
  const made = new Bucket(name, { bucket: `${name}-example` });
  new s3.BucketPublicAccessBlock(name, {
    bucket: made.id,
    blockPublicAcls: sound,
    blockPublicPolicy: sound,
    ignorePublicAcls: sound,
    restrictPublicBuckets: sound,
  });
  new Versioning(name, { bucket: made.id, versioningConfiguration: { status: sound ? "Enabled" : "Suspended" } });
  const sseAlgorithm = sound ? "aws:kms" : "AES256";
  new Encryption(name, { bucket: made.id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] });
  if (logs && sound) new Logging(name, { bucket: made.id, targetBucket: logs, targetPrefix: name });
  if (sound) {
    new s3.BucketPolicy(name, { bucket: made.id, policy: overTls(made.arn, "s3:*") });
    new Lifecycle(name, { bucket: made.id, rules: [{ id: "old", status: "Enabled", expiration: { days: 365 } }] });
  }
  return made.bucket;
}

const logs = bucket("logs");
bucket("photos", logs);
const trailLogs = bucket("trail", logs);
new cloudtrail.Trail("audit", {
  s3BucketName: trailLogs,
  isMultiRegionTrail: sound,
  enableLogFileValidation: sound,
  ...(sound ? { kmsKeyId: key } : {}),
});

const vpc = new ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`shop-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);
const subnetIds = subnets.slice(0, sound ? 2 : 1).map(({ id }) => id);
const group = new ec2.SecurityGroup("database", {
  description: "The shop's database",
  vpcId: vpc.id,
  ingress: [
    {
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      cidrBlocks: [sound ? "10.0.0.0/16" : "0.0.0.0/0"],
      description: "SQL",
    },
  ],
});

const balancer = new lb.LoadBalancer("shop", { internal: true, subnets: subnetIds, securityGroups: [group.id] });
const targets = new lb.TargetGroup("shop", { port: 8443, protocol: "HTTPS", targetType: "ip", vpcId: vpc.id });
new lb.Listener("shop", {
  loadBalancerArn: balancer.arn,
  ...(sound
    ? { port: 443, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06", certificateArn: certificate }
    : { port: 80, protocol: "HTTP" }),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

new apigateway.DomainName("rest", {
  domainName: "rest.example.com",
  regionalCertificateArn: certificate,
  endpointConfiguration: { types: "REGIONAL" },
  securityPolicy: sound ? "TLS_1_2" : "TLS_1_0",
});
new apigatewayv2.DomainName("http", {
  domainName: "http.example.com",
  domainNameConfiguration: { certificateArn: certificate, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" },
});
const api = new apigatewayv2.Api("shop", { protocolType: "HTTP", disableExecuteApiEndpoint: sound });
new apigatewayv2.Integration("shop", {
  apiId: api.id,
  integrationType: "HTTP_PROXY",
  integrationMethod: "ANY",
  integrationUri: `${sound ? "https" : "http"}://catalog.example.com/`,
});

const databaseGroup = new rds.SubnetGroup("shop", { subnetIds });
const cluster = new rds.Cluster("shop", {
  engine: "aurora-postgresql",
  dbSubnetGroupName: databaseGroup.name,
  vpcSecurityGroupIds: [group.id],
  masterUsername: "shop",
  manageMasterUserPassword: true,
  storageEncrypted: sound,
  deletionProtection: sound,
});
for (const role of sound ? ["writer", "reader"] : ["writer"]) {
  new rds.ClusterInstance(`shop-${role}`, {
    clusterIdentifier: cluster.id,
    engine: "aurora-postgresql",
    instanceClass: "db.r7g.large",
    publiclyAccessible: !sound,
  });
}

const dead = new sqs.Queue("dead", { kmsMasterKeyId: key });
const queue = new sqs.Queue("orders", {
  ...(sound
    ? {
        kmsMasterKeyId: key,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
      }
    : { sqsManagedSseEnabled: false }),
});
const topic = new sns.Topic("orders", sound ? { kmsMasterKeyId: key } : {});
if (sound) {
  new sqs.QueuePolicy("orders", { queueUrl: queue.url, policy: overTls(queue.arn, "sqs:*") });
  new sqs.QueuePolicy("dead", { queueUrl: dead.url, policy: overTls(dead.arn, "sqs:*") });
  new sns.TopicPolicy("orders", { arn: topic.arn, policy: overTls(topic.arn, "sns:Publish") });
}

new lambda.Function("orders", {
  role: "arn:aws:iam::123456789012:role/orders",
  runtime: sound ? "nodejs22.x" : "nodejs12.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = () => 0;") }),
  vpcConfig: { subnetIds, securityGroupIds: [group.id] },
  tracingConfig: { mode: sound ? "Active" : "PassThrough" },
});
