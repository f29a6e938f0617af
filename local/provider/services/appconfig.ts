import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  DeleteApplicationCommand,
  DeleteConfigurationProfileCommand,
  DeleteDeploymentStrategyCommand,
  DeleteEnvironmentCommand,
  DeleteHostedConfigurationVersionCommand,
  GetApplicationCommand,
  GrowthType,
  ReplicateTo,
  StartDeploymentCommand,
  ValidatorType,
} from "@aws-sdk/client-appconfig";
import { type Context, found, type Handlers, unlessGone } from "../handler";
import type { Inputs } from "../values";

function arn(path: string, { partition, region, account }: Context): string {
  return `arn:${partition}:appconfig:${region}:${account}:${path}`;
}

/** An id that providers build of two: `ENVIRONMENT:APPLICATION`. */
function first(inputs: Inputs, key: string): string {
  return inputs.text(key).split(":")[0] ?? "";
}

export const handlers: Handlers = {
  "aws:appconfig/application:Application": {
    autoName: { property: "name", max: 64 },
    ignored: ["description", "tags"],
    replaceOn: ["name"],
    create: async ({ inputs }, context) => {
      const { Id = "" } = await context
        .client(AppConfigClient)
        .send(new CreateApplicationCommand({ Name: inputs.text("name"), Description: inputs.maybe("description") }));
      return { id: Id, outputs: { arn: arn(`application/${Id}`, context) } };
    },
    exists: ({ id }, context) =>
      found(context.client(AppConfigClient).send(new GetApplicationCommand({ ApplicationId: id }))),
    delete: ({ id }, context) =>
      unlessGone(context.client(AppConfigClient).send(new DeleteApplicationCommand({ ApplicationId: id }))),
  },
  "aws:appconfig/environment:Environment": {
    autoName: { property: "name", max: 64 },
    // Nobody raises an alarm that would take a deployment back.
    ignored: ["description", "monitors", "tags"],
    create: async ({ inputs }, context) => {
      const ApplicationId = inputs.text("applicationId");
      const { Id = "" } = await context.client(AppConfigClient).send(
        new CreateEnvironmentCommand({
          ApplicationId,
          Name: inputs.text("name"),
          Description: inputs.maybe("description"),
        }),
      );
      const path = `application/${ApplicationId}/environment/${Id}`;
      return {
        id: `${Id}:${ApplicationId}`,
        outputs: { environmentId: Id, arn: arn(path, context), state: "READY_FOR_DEPLOYMENT" },
      };
    },
    delete: ({ id, inputs }, context) =>
      unlessGone(
        context.client(AppConfigClient).send(
          new DeleteEnvironmentCommand({
            ApplicationId: inputs.text("applicationId"),
            EnvironmentId: id.split(":")[0],
          }),
        ),
      ),
  },
  "aws:appconfig/configurationProfile:ConfigurationProfile": {
    autoName: { property: "name", max: 128 },
    ignored: ["description", "kmsKeyIdentifier", "tags"],
    create: async ({ inputs }, context) => {
      const ApplicationId = inputs.text("applicationId");
      const { Id = "" } = await context.client(AppConfigClient).send(
        new CreateConfigurationProfileCommand({
          ApplicationId,
          Name: inputs.text("name"),
          LocationUri: inputs.text("locationUri"),
          Type: inputs.maybe("type"),
          Validators: inputs.children("validators").map((one) => ({
            Type: one.oneOf("type", ValidatorType) ?? ValidatorType.JSON_SCHEMA,
            Content: one.maybe("content") ?? "",
          })),
        }),
      );
      const path = `application/${ApplicationId}/configurationprofile/${Id}`;
      return { id: `${Id}:${ApplicationId}`, outputs: { configurationProfileId: Id, arn: arn(path, context) } };
    },
    delete: ({ id, inputs }, context) =>
      unlessGone(
        context.client(AppConfigClient).send(
          new DeleteConfigurationProfileCommand({
            ApplicationId: inputs.text("applicationId"),
            ConfigurationProfileId: id.split(":")[0],
          }),
        ),
      ),
  },
  "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion": {
    create: async ({ inputs }, context) => {
      const ApplicationId = inputs.text("applicationId");
      const ConfigurationProfileId = first(inputs, "configurationProfileId");
      const { VersionNumber = 1 } = await context.client(AppConfigClient).send(
        new CreateHostedConfigurationVersionCommand({
          ApplicationId,
          ConfigurationProfileId,
          Content: Buffer.from(inputs.text("content")),
          ContentType: inputs.text("contentType"),
        }),
      );
      const path = `application/${ApplicationId}/configurationprofile/${ConfigurationProfileId}`;
      return {
        id: `${ApplicationId}/${ConfigurationProfileId}/${VersionNumber}`,
        outputs: {
          versionNumber: VersionNumber,
          arn: arn(`${path}/hostedconfigurationversion/${VersionNumber}`, context),
        },
      };
    },
    delete: ({ inputs, state }, context) =>
      unlessGone(
        context.client(AppConfigClient).send(
          new DeleteHostedConfigurationVersionCommand({
            ApplicationId: inputs.text("applicationId"),
            ConfigurationProfileId: first(inputs, "configurationProfileId"),
            VersionNumber: Number(state.versionNumber),
          }),
        ),
      ),
  },
  "aws:appconfig/deploymentStrategy:DeploymentStrategy": {
    autoName: { property: "name", max: 64 },
    // A developer waits for no baking time: everything is deployed at once.
    ignored: [
      "description",
      "deploymentDurationInMinutes",
      "growthFactor",
      "growthType",
      "finalBakeTimeInMinutes",
      "replicateTo",
      "tags",
    ],
    create: async ({ inputs }, context) => {
      const { Id = "" } = await context.client(AppConfigClient).send(
        new CreateDeploymentStrategyCommand({
          Name: inputs.text("name"),
          DeploymentDurationInMinutes: 0,
          GrowthFactor: 100,
          GrowthType: GrowthType.LINEAR,
          FinalBakeTimeInMinutes: 0,
          ReplicateTo: ReplicateTo.NONE,
        }),
      );
      return { id: Id, outputs: { arn: arn(`deploymentstrategy/${Id}`, context) } };
    },
    delete: ({ id }, context) =>
      unlessGone(
        context.client(AppConfigClient).send(new DeleteDeploymentStrategyCommand({ DeploymentStrategyId: id })),
      ),
  },
  "aws:appconfig/deployment:Deployment": {
    ignored: ["tags", "description"],
    create: async ({ inputs }, context) => {
      const ApplicationId = inputs.text("applicationId");
      const EnvironmentId = first(inputs, "environmentId");
      const { DeploymentNumber = 1 } = await context.client(AppConfigClient).send(
        new StartDeploymentCommand({
          ApplicationId,
          EnvironmentId,
          DeploymentStrategyId: inputs.text("deploymentStrategyId"),
          ConfigurationProfileId: first(inputs, "configurationProfileId"),
          ConfigurationVersion: inputs.text("configurationVersion"),
        }),
      );
      const path = `application/${ApplicationId}/environment/${EnvironmentId}/deployment/${DeploymentNumber}`;
      return {
        id: `${ApplicationId}/${EnvironmentId}/${DeploymentNumber}`,
        outputs: { deploymentNumber: DeploymentNumber, arn: arn(path, context), state: "COMPLETE" },
      };
    },
  },
};
