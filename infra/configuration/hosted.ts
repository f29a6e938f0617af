import {
  Application,
  ConfigurationProfile,
  Deployment,
  DeploymentStrategy,
  Environment,
  HostedConfigurationVersion,
} from "@pulumi/aws/appconfig";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument, serviceTrust } from "../core";
import { DEFAULT_BAKE_MINUTES, PACES } from "./checks";
import { ConfigurationPace, type FeatureFlagArgs, type ServiceConfigurationArgs } from "./service-configuration-args";

/** What AppConfig's resources are made from. */
export interface HostedInput {
  readonly name: string;
  readonly args: ServiceConfigurationArgs;
  /** The configuration, checked. */
  readonly content: pulumi.Input<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** AppConfig's resources. */
export interface HostedConfiguration {
  readonly application: Application;
  readonly environment: Environment;
  readonly profile: ConfigurationProfile;
  readonly version: HostedConfigurationVersion;
  readonly deployment: Deployment;
}

/** Makes a configuration in AppConfig, and deploys it. */
export function createHosted(from: HostedInput): HostedConfiguration {
  const { name, args, tags, child } = from;
  const { description } = args;
  const application = new Application(name, { description, tags: tags(name) }, child());
  const applicationId = application.id;
  const monitors = args.rollbackAlarmArns && watchAlarms(from, args.rollbackAlarmArns);
  const environment = new Environment(
    `${name}-environment`,
    { applicationId, description, monitors: monitors?.monitors, tags: tags(`${name}-environment`) },
    child({ dependsOn: monitors ? [monitors.policy] : [] }),
  );
  const profile = new ConfigurationProfile(
    `${name}-profile`,
    {
      applicationId,
      description,
      locationUri: "hosted",
      type: args.featureFlags ? "AWS.AppConfig.FeatureFlags" : "AWS.Freeform",
      validators: args.schema === undefined ? undefined : [{ type: "JSON_SCHEMA", content: args.schema }],
      tags: tags(`${name}-profile`),
    },
    child(),
  );
  const configurationProfileId = profile.configurationProfileId;
  const version = new HostedConfigurationVersion(
    `${name}-version`,
    {
      applicationId,
      configurationProfileId,
      content: from.content,
      contentType: "application/json",
      description,
    },
    // The new version has to be there before the old one goes: AppConfig would give it the same number again, and the
    // deployment would see no change.
    child({ deleteBeforeReplace: false }),
  );
  const pace = PACES[args.pace ?? ConfigurationPace.Linear];
  const strategy = new DeploymentStrategy(
    `${name}-strategy`,
    {
      description,
      deploymentDurationInMinutes: args.deploymentMinutes ?? pace.minutes,
      growthFactor: args.growthPercent ?? pace.percent,
      growthType: pace.growthType,
      finalBakeTimeInMinutes: args.bakeMinutes ?? DEFAULT_BAKE_MINUTES,
      replicateTo: "NONE",
      tags: tags(`${name}-strategy`),
    },
    child(),
  );
  const deployment = new Deployment(
    `${name}-deployment`,
    {
      applicationId,
      environmentId: environment.environmentId,
      configurationProfileId,
      configurationVersion: version.versionNumber.apply(String),
      deploymentStrategyId: strategy.id,
      description,
      tags: tags(`${name}-deployment`),
    },
    child(),
  );
  return { application, environment, profile, version, deployment };
}

/** docs.aws.amazon.com/appconfig/latest/userguide/getting-started-with-appconfig-cloudwatch-alarms-permissions.html */
function watchAlarms({ name, tags, child }: HostedInput, alarmArns: pulumi.Input<string>[]) {
  const role = new Role(
    `${name}-alarm-role`,
    {
      description: `Alarms that take back a configuration of ${name}.`,
      assumeRolePolicy: serviceTrust("appconfig.amazonaws.com"),
      tags: tags(`${name}-alarm-role`),
    },
    child(),
  );
  const policy = new RolePolicy(
    `${name}-alarm-role-policy`,
    {
      role: role.name,
      policy: policyDocument({ Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: alarmArns }),
    },
    child(),
  );
  return { monitors: alarmArns.map((alarmArn) => ({ alarmArn, alarmRoleArn: role.arn })), policy };
}

/** Feature flags as AppConfig reads them: docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html */
export function featureFlagDocument(flags: Record<string, FeatureFlagArgs>): string {
  const definitions = Object.entries(flags).map(([name, { description, attributes }]) => [
    name,
    {
      name,
      ...(description !== undefined && { description }),
      ...(attributes && {
        attributes: Object.fromEntries(
          Object.keys(attributes).map((attribute) => [attribute, { constraints: { type: "string" } }]),
        ),
      }),
    },
  ]);
  const values = Object.entries(flags).map(([name, { enabled, attributes }]) => [name, { enabled, ...attributes }]);
  return JSON.stringify({
    version: "1",
    flags: Object.fromEntries(definitions),
    values: Object.fromEntries(values),
  });
}
