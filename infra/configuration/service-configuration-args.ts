import type * as pulumi from "@pulumi/pulumi";
import type { PlatformArgs } from "../core";

/** How a new configuration reaches the services that read it. */
export const ConfigurationPace = {
  /** A fifth more of the readers every 2 minutes, all after 10. */
  Linear: "linear",
  /** A tenth of the readers at first, then twice as many each time, all after 20 minutes. */
  Canary: "canary",
  /** All readers at once. */
  AllAtOnce: "all-at-once",
} as const;
export type ConfigurationPace = (typeof ConfigurationPace)[keyof typeof ConfigurationPace];

/** A switch that services ask for. */
export interface FeatureFlagArgs {
  /** Whether it is on. */
  enabled: boolean;
  /** What it switches. @default none */
  description?: string;
  /** Values that go with it while it is on, as text. @default none */
  attributes?: Record<string, string>;
}

/** A file of environment variables in S3, for the `environmentFiles` of an ECS container. */
export interface EnvironmentFileArgs {
  /** Environment variables by name; no secrets. */
  variables: Record<string, pulumi.Input<string>>;
  /** Name of the bucket that is made for it. @default `<stack>-<name>-files-<account>-<region>` */
  bucketName?: string;
  /** ARN of the KMS key of the bucket. @default S3's own key */
  kmsKeyArn?: pulumi.Input<string>;
}

/** Arguments of {@link ServiceConfiguration}. Give one of `document` and `featureFlags`, `environmentFile` or `parameters`, or more. */
export interface ServiceConfigurationArgs extends PlatformArgs {
  /**
   * The configuration: JSON text of an object, which `pulumi.jsonStringify` makes also of outputs. Excludes
   * `featureFlags`. @default none
   */
  document?: pulumi.Input<string>;
  /** The configuration as switches, by name. Excludes `document`. @default none */
  featureFlags?: Record<string, FeatureFlagArgs>;
  /** JSON Schema of the document, as JSON text, draft 4: AppConfig deploys nothing that does not match. @default none */
  schema?: string;
  /** What the configuration is for, at most 1,024 characters. @default none */
  description?: string;

  /** How a change reaches the running services: in equal steps, in growing ones or all at once. @default "linear" */
  pace?: ConfigurationPace;
  /** Minutes until all readers have it, 1 to 1,440; not with "all-at-once". @default the pace's: 10 or 20 */
  deploymentMinutes?: number;
  /** Part of the readers that get it at a time, or at first, in percent, 1 to 100; not with "all-at-once". @default the pace's: 20 or 10 */
  growthPercent?: number;
  /** Minutes that alarms are watched once all readers have it, 0 to 1,440. @default 10 */
  bakeMinutes?: number;
  /**
   * CloudWatch metric alarms, by ARN, at most 5: where one goes off before the end, readers get the configuration from
   * before. A composite alarm can't be watched with a permission on it alone. @default none
   */
  rollbackAlarmArns?: pulumi.Input<string>[];

  /** A file of environment variables in S3. Running tasks don't see a change: a new file has a new name. @default none */
  environmentFile?: EnvironmentFileArgs;
  /** Values in the SSM parameter store, by name; no secrets. @default none */
  parameters?: Record<string, pulumi.Input<string>>;

  /**
   * Values that look like secrets and are none, by path, such as `payments.tokenFormat`, or by name of the variable or
   * parameter. @default none
   */
  notSecret?: string[];
}
