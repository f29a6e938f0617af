import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import type { Catalog } from "./archive-catalog";

/** What a query touches. */
export interface QueryPlace {
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly catalog: Catalog;
  readonly bucketArn: pulumi.Output<string>;
  /** Folder of the logs; what failed to be delivered is not for queries. */
  readonly folder: string;
  readonly resultsBucketArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
}

/**
 * What whoever queries an archive needs; Athena reads catalog, logs and results as its caller.
 * docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html, …/fine-grained-access-to-glue-resources.html and
 * …/s3-permissions.html
 */
export function queryStatements(place: QueryPlace): Statement[] {
  const { catalog, partition, region, accountId } = place;
  const here = pulumi.interpolate`${region}:${accountId}`;
  return [
    {
      Sid: "Query",
      Effect: "Allow",
      Action: [
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:GetWorkGroup",
        "athena:ListNamedQueries",
        "athena:GetNamedQuery",
      ],
      Resource: pulumi.interpolate`arn:${partition}:athena:${here}:workgroup/${catalog.workgroupName}`,
    },
    {
      Sid: "SeeTable",
      Effect: "Allow",
      Action: ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"],
      Resource: [
        pulumi.interpolate`arn:${partition}:glue:${here}:catalog`,
        // Athena looks at this one first, whatever database a query names.
        pulumi.interpolate`arn:${partition}:glue:${here}:database/default`,
        pulumi.interpolate`arn:${partition}:glue:${here}:database/${catalog.databaseName}`,
        pulumi.interpolate`arn:${partition}:glue:${here}:table/${catalog.databaseName}/${catalog.tableName}`,
      ],
    },
    {
      Sid: "ListLogs",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
      Resource: place.bucketArn,
    },
    {
      Sid: "ReadLogs",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: pulumi.interpolate`${place.bucketArn}/${place.folder}/*`,
    },
    {
      Sid: "ListResults",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: place.resultsBucketArn,
    },
    {
      Sid: "WriteResults",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      Resource: pulumi.interpolate`${place.resultsBucketArn}/results/*`,
    },
    {
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: place.keyArn,
      Condition: { StringEquals: { "kms:ViaService": pulumi.interpolate`s3.${region}.amazonaws.com` } },
    },
  ];
}
