import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "../core";
import type { MadeFor } from "./made-for";

/** The role that administers a domain from inside, which principals of this account take whom their policies let. */
export function createMasterRole(of: MadeFor, domainArn: pulumi.Output<string>): Role {
  const name = `${of.name}-master-role`;
  const role = new Role(
    name,
    {
      description: `Administers the search domain ${of.physicalName} from inside.`,
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:${of.partition}:iam::${of.accountId}:root` },
        Action: "sts:AssumeRole",
      }),
      tags: of.tags(name),
    },
    of.child(),
  );
  new RolePolicy(
    `${of.name}-master`,
    {
      role: role.name,
      policy: policyDocument({
        Effect: "Allow",
        Action: ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut", "es:ESHttpPatch", "es:ESHttpDelete"],
        Resource: pulumi.interpolate`${domainArn}/*`,
      }),
    },
    of.child(),
  );
  return role;
}

/** A topic that monitors in a domain publish to, with its key where that is known. */
export interface NotifiedTopic {
  readonly arn: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
}

/** docs.aws.amazon.com/opensearch-service/latest/developerguide/alerting.html, "Amazon SNS as a notification channel" */
export function createNotifierRole(of: MadeFor, domainArn: pulumi.Output<string>, topic: NotifiedTopic): Role {
  const name = `${of.name}-notifier-role`;
  const role = new Role(
    name,
    {
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: { Service: "es.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": of.accountId },
          ArnLike: { "aws:SourceArn": domainArn },
        },
      }),
      tags: of.tags(name),
    },
    of.child(),
  );
  const statements: Statement[] = [{ Effect: "Allow", Action: "sns:Publish", Resource: topic.arn }];
  if (topic.kmsKeyArn !== undefined) {
    statements.push({
      Effect: "Allow",
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: topic.kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": pulumi.interpolate`sns.${of.region}.amazonaws.com` } },
    });
  }
  new RolePolicy(`${of.name}-notifier`, { role: role.name, policy: policyDocument(...statements) }, of.child());
  return role;
}
