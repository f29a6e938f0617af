import { LogGroup } from "@pulumi/aws/cloudwatch";

new LogGroup("audit", { retentionInDays: 400 });
