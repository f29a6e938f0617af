import { Integration, ResourcePolicy } from "@pulumi/aws/redshift";
import { Statement as SqlStatement } from "@pulumi/aws/redshiftdata";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../core";
import type { PrivateBucket } from "../core/private-bucket";
import type { MadeFor } from "./made-for";
import { DATABASE, type Warehouse } from "./warehouse-cluster";

/** Table that logs are loaded into. */
export const LOG_TABLE = "public.logs";

/** What Redshift may do with the bucket: have itself told of new files. docs.aws.amazon.com/redshift/latest/dg/loading-data-copy-job.html */
export function integrationStatements(of: MadeFor, bucketArn: pulumi.Output<string>): Statement[] {
  return [
    {
      Sid: "RedshiftIsToldOfNewFiles",
      Effect: "Allow",
      Principal: { Service: "redshift.amazonaws.com" },
      Action: ["s3:GetBucketNotification", "s3:PutBucketNotification", "s3:GetBucketLocation"],
      Resource: bucketArn,
      Condition: {
        StringLike: {
          "aws:SourceArn": pulumi.interpolate`arn:${of.partition}:redshift:${of.region}:${of.accountId}:integration:*`,
        },
        StringEquals: { "aws:SourceAccount": of.accountId },
      },
    },
  ];
}

/**
 * Has the warehouse load every new file of the bucket by itself: it is told of files by an S3 event integration, and a COPY
 * job loads each once. Firehose's own way into Redshift would ask for a warehouse with a public address.
 */
export function createLoading(of: MadeFor, warehouse: Warehouse, bucket: PrivateBucket, loads: pulumi.Resource): void {
  const { namespace, workgroup, role } = warehouse;
  const admitted = new ResourcePolicy(
    `${of.name}-inbound`,
    {
      resourceArn: namespace.arn,
      policy: policyDocument(
        {
          Effect: "Allow",
          Principal: { Service: "redshift.amazonaws.com" },
          Action: "redshift:AuthorizeInboundIntegration",
          Resource: namespace.arn,
          Condition: { StringEquals: { "aws:SourceArn": bucket.arn } },
        },
        {
          Effect: "Allow",
          Principal: { AWS: pulumi.interpolate`arn:${of.partition}:iam::${of.accountId}:root` },
          Action: "redshift:CreateInboundIntegration",
          Resource: namespace.arn,
        },
      ),
    },
    of.child(),
  );
  const integration = new Integration(
    `${of.name}-integration`,
    {
      integrationName: of.physicalName,
      sourceArn: bucket.arn,
      targetArn: namespace.arn,
      tags: of.tags(`${of.name}-integration`),
    },
    of.child({ dependsOn: [admitted, workgroup, ...bucket.ready] }),
  );
  const run = (suffix: string, sql: pulumi.Input<string>, after: pulumi.Resource[]) =>
    new SqlStatement(
      `${of.name}-${suffix}`,
      {
        workgroupName: workgroup.workgroupName,
        database: DATABASE,
        secretArn: namespace.adminPasswordSecretArn,
        statementName: `${of.physicalName}-${suffix}`,
        sql,
      },
      of.child({ dependsOn: after }),
    );
  const table = run(
    "table",
    `CREATE TABLE IF NOT EXISTS ${LOG_TABLE} (messagetype varchar(32), owner varchar(32), loggroup varchar(512), ` +
      "logstream varchar(512), subscriptionfilters super, logevents super, loaded timestamp DEFAULT sysdate) SORTKEY (loaded)",
    [workgroup],
  );
  const columns = "messagetype, owner, loggroup, logstream, subscriptionfilters, logevents";
  run(
    "job",
    pulumi.interpolate`COPY ${LOG_TABLE} (${columns}) FROM 's3://${bucket.name}/load/' IAM_ROLE '${role.arn}' FORMAT JSON 'auto ignorecase' GZIP JOB CREATE log_load AUTO ON`,
    [table, integration, loads],
  );
}
