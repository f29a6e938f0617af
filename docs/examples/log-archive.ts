// Logs of a service, kept for a year in S3 and searched by SQL.
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role } from "@pulumi/aws/iam";
import { serviceTrust } from "../../infra/core";
import { LogArchive } from "../../infra/observability";

// Any log group of this account and region: here one of a service, which keeps its lines for a month.
const orders = new LogGroup("orders", { name: "/shop/orders", retentionInDays: 30 });

// With nothing but a name: private bucket, Firehose stream, Athena's table, workgroup and saved queries, all under one
// KMS key, and alarms to a topic of its own.
const archive = new LogArchive("logs");
archive.subscribe("orders", orders.name);

// Who analyses logs runs queries in the archive's workgroup, and nothing else.
const analyst = new Role("analyst", { assumeRolePolicy: serviceTrust("lambda.amazonaws.com") });
archive.grantQuery({ role: analyst }, "analyst");

export const workgroup = archive.workgroupName;
export const table = `${archive.databaseName}.${archive.tableName}`;
