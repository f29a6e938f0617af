import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { type Context, type Handlers, setting, unlessGone } from "../handler";
import type { Inputs } from "../values";

async function retain(inputs: Inputs, context: Context): Promise<void> {
  const retentionInDays = inputs.number("retentionInDays");
  if (retentionInDays) {
    await context
      .client(CloudWatchLogsClient)
      .send(new PutRetentionPolicyCommand({ logGroupName: inputs.text("name"), retentionInDays }));
  }
}

export const handlers: Handlers = {
  "aws:cloudwatch/logGroup:LogGroup": {
    autoName: { property: "name", max: 512 },
    replaceOn: ["name", "namePrefix"],
    ignored: ["kmsKeyId", "tags"],
    create: async ({ inputs }, context) => {
      const logGroupName = inputs.text("name");
      await context
        .client(CloudWatchLogsClient)
        .send(new CreateLogGroupCommand({ logGroupName, tags: inputs.strings("tags") }));
      await retain(inputs, context);
      return { id: logGroupName, outputs: { arn: arnOf(logGroupName, context) } };
    },
    update: async ({ id, inputs }, context) => {
      await retain(inputs, context);
      return { arn: arnOf(id, context) };
    },
    exists: async ({ id }, context) => {
      const { logGroups = [] } = await context
        .client(CloudWatchLogsClient)
        .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id }));
      return logGroups.some(({ logGroupName }) => logGroupName === id);
    },
    delete: ({ id }, context) =>
      unlessGone(context.client(CloudWatchLogsClient).send(new DeleteLogGroupCommand({ logGroupName: id }))),
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": setting(["policyName"], async (inputs, context) => {
    const policyName = inputs.text("policyName");
    await context
      .client(CloudWatchLogsClient)
      .send(new PutResourcePolicyCommand({ policyName, policyDocument: inputs.text("policyDocument") }));
    return policyName;
  }),
};

function arnOf(name: string, { partition, region, account }: Context): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
}
