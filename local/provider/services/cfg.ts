import {
  ConfigServiceClient,
  DeleteConfigRuleCommand,
  EventSource,
  MaximumExecutionFrequency,
  MessageType,
  Owner,
  PutConfigRuleCommand,
  PutConfigurationRecorderCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { type Context, type Handlers, setting, unlessGone } from "../handler";
import { defined, type Inputs, type Props } from "../values";

async function putRule(inputs: Inputs, context: Context): Promise<Props> {
  const source = inputs.child("source");
  const scope = inputs.child("scope");
  const name = inputs.text("name");
  const client = context.client(ConfigServiceClient);
  await client.send(
    new PutConfigRuleCommand({
      ConfigRule: {
        ConfigRuleName: name,
        Description: inputs.maybe("description"),
        InputParameters: inputs.maybe("inputParameters"),
        MaximumExecutionFrequency: inputs.oneOf("maximumExecutionFrequency", MaximumExecutionFrequency),
        Scope: scope && { ComplianceResourceTypes: scope.maybeTexts("complianceResourceTypes") },
        Source: {
          Owner: source?.oneOf("owner", Owner) ?? Owner.Aws,
          SourceIdentifier: source?.maybe("sourceIdentifier"),
          SourceDetails: source?.children("sourceDetails").map((detail) => ({
            EventSource: detail.oneOf("eventSource", EventSource),
            MessageType: detail.oneOf("messageType", MessageType),
          })),
        },
      },
    }),
  );
  const { partition, region, account } = context;
  return defined({ arn: `arn:${partition}:config:${region}:${account}:config-rule/${name}`, ruleId: name });
}

/** Rules can be put; what they would evaluate is not emulated, so findings are sent by hand. */
export const handlers: Handlers = {
  "aws:cfg/rule:Rule": {
    autoName: { property: "name", max: 128 },
    replaceOn: ["name"],
    ignored: ["tags", "evaluationModes"],
    create: async ({ inputs }, context) => ({ id: inputs.text("name"), outputs: await putRule(inputs, context) }),
    update: ({ inputs }, context) => putRule(inputs, context),
    delete: ({ id }, context) =>
      unlessGone(context.client(ConfigServiceClient).send(new DeleteConfigRuleCommand({ ConfigRuleName: id }))),
  },
  "aws:cfg/recorder:Recorder": {
    ...setting(["name"], async (inputs, context) => {
      const name = inputs.text("name");
      await context
        .client(ConfigServiceClient)
        .send(
          new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name, roleARN: inputs.text("roleArn") } }),
        );
      return name;
    }),
    autoName: { property: "name", max: 256 },
  },
  "aws:cfg/recorderStatus:RecorderStatus": setting(["name"], async (inputs, context) => {
    const ConfigurationRecorderName = inputs.text("name");
    const client = context.client(ConfigServiceClient);
    await (inputs.flag("isEnabled")
      ? client.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }))
      : client.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName })));
    return ConfigurationRecorderName;
  }),
};
