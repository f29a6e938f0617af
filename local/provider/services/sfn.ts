import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StateMachineType,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { type Context, found, type Handlers, unlessGone } from "../handler";
import { defined, type Inputs, type Props } from "../values";

async function publish(inputs: Inputs, arn: string, context: Context): Promise<Props> {
  if (inputs.flag("publish") !== true) return {};
  const { stateMachineVersionArn } = await context
    .client(SFNClient)
    .send(new PublishStateMachineVersionCommand({ stateMachineArn: arn }));
  return defined({ stateMachineVersionArn });
}

export const handlers: Handlers = {
  "aws:sfn/stateMachine:StateMachine": {
    autoName: { property: "name", max: 80 },
    replaceOn: ["name", "type"],
    ignored: ["loggingConfiguration", "tracingConfiguration", "encryptionConfiguration", "tags"],
    volatile: ["stateMachineVersionArn", "revisionId"],
    create: async ({ inputs }, context) => {
      const { stateMachineArn = "", creationDate } = await context.client(SFNClient).send(
        new CreateStateMachineCommand({
          name: inputs.text("name"),
          type: inputs.oneOf("type", StateMachineType) ?? StateMachineType.STANDARD,
          definition: inputs.text("definition"),
          roleArn: inputs.text("roleArn"),
        }),
      );
      const versions = await publish(inputs, stateMachineArn, context);
      const created = creationDate?.toISOString();
      return {
        id: stateMachineArn,
        outputs: defined({ arn: stateMachineArn, status: "ACTIVE", creationDate: created, ...versions }),
      };
    },
    update: async ({ id, inputs, state }, context) => {
      await context.client(SFNClient).send(
        new UpdateStateMachineCommand({
          stateMachineArn: id,
          definition: inputs.text("definition"),
          roleArn: inputs.text("roleArn"),
        }),
      );
      return defined({
        arn: id,
        status: "ACTIVE",
        creationDate: state.creationDate,
        ...(await publish(inputs, id, context)),
      });
    },
    exists: ({ id }, context) =>
      found(context.client(SFNClient).send(new DescribeStateMachineCommand({ stateMachineArn: id }))),
    delete: ({ id }, context) =>
      unlessGone(context.client(SFNClient).send(new DeleteStateMachineCommand({ stateMachineArn: id }))),
  },
  "aws:sfn/alias:Alias": {
    create: async ({ inputs }, context) => {
      const { stateMachineAliasArn = "" } = await context.client(SFNClient).send(
        new CreateStateMachineAliasCommand({
          name: inputs.text("name"),
          description: inputs.maybe("description"),
          routingConfiguration: inputs.children("routingConfigurations").map((route) => ({
            stateMachineVersionArn: route.text("stateMachineVersionArn"),
            weight: route.number("weight") ?? 100,
          })),
        }),
      );
      return { id: stateMachineAliasArn, outputs: { arn: stateMachineAliasArn } };
    },
  },
};
