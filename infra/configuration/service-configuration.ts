import { Parameter } from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { grant, PlatformComponent } from "../core";
import {
  checkConfiguration,
  checkDocumentLater,
  checkedLater,
  checkParameterLater,
  checkVariableLater,
} from "./checks";
import { createEnvironmentFile, type EnvironmentFile } from "./environment-file";
import { createHosted, featureFlagDocument, type HostedConfiguration } from "./hosted";
import type { EnvironmentFileArgs, ServiceConfigurationArgs } from "./service-configuration-args";

/** Resources of a {@link ServiceConfiguration}, for reading and for tests. */
export interface ServiceConfigurationNodes {
  /** AppConfig's; undefined without `document` and `featureFlags`. */
  readonly hosted: HostedConfiguration | undefined;
}

/**
 * The configuration of a service, apart from its code: in AppConfig, from where running services get a change within
 * their polling interval and with no restart, step by step, and back where an alarm goes off; and where a service can't
 * poll, as a file of environment variables for ECS or as SSM parameters.
 *
 * It holds no secrets. A Pulumi secret, a value that is named like one and a value that looks like one are refused: put
 * them into Secrets Manager, and their ARNs here.
 *
 * A service has to start without AppConfig's answer: there is none before the first deployment reached it. AppConfig
 * deploys to an environment one configuration at a time: an update that comes while the last one is still on its way
 * fails, and can be repeated.
 */
export class ServiceConfiguration extends PlatformComponent {
  /**
   * Environment variables by which services find it: `CONFIG_APPLICATION`, `CONFIG_ENVIRONMENT` and `CONFIG_PROFILE` for
   * AppConfig, `CONFIG_PARAMETER_PATH` for parameters.
   */
  readonly environment: Record<string, pulumi.Output<string>>;
  /** ARN that reading it in AppConfig is granted on; undefined without `document` and `featureFlags`. */
  readonly configurationArn: pulumi.Output<string> | undefined;
  /** ARN of the file in S3, for `environmentFiles` of a container definition; undefined where there is none. */
  readonly environmentFileArn: pulumi.Output<string> | undefined;
  /** Path that the parameters lie under, such as `/shop/prod/orders`; undefined where there are none. */
  readonly parameterPath: string | undefined;
  /** ARNs of the parameters by name, for `secrets` of a container definition. */
  readonly parameterArns: Record<string, pulumi.Output<string>>;
  /** Name of the component. */
  readonly logicalName: string;
  /** Children, for reading and for tests. */
  readonly nodes: ServiceConfigurationNodes;
  private readonly file: EnvironmentFile | undefined;
  private readonly fileKeyArn: pulumi.Input<string> | undefined;

  /** @throws ArgumentError where an argument is wrong, or holds a secret */
  constructor(name: string, args: ServiceConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("configuration:ServiceConfiguration", name, args, opts);
    this.logicalName = name;
    checkConfiguration(this.checks(), args);
    const hosted = this.createHosted(args);
    this.nodes = { hosted };
    this.configurationArn = hosted && this.hostedArn(hosted);
    this.file = args.environmentFile && this.createFile(args.environmentFile, args.notSecret);
    this.fileKeyArn = args.environmentFile?.kmsKeyArn;
    this.environmentFileArn = this.file?.arn;
    this.parameterPath = args.parameters && `/${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
    this.parameterArns = this.createParameters(args);
    this.environment = {
      ...(hosted && {
        CONFIG_APPLICATION: hosted.application.id,
        CONFIG_ENVIRONMENT: hosted.environment.environmentId,
        CONFIG_PROFILE: hosted.profile.configurationProfileId,
      }),
      ...(this.parameterPath !== undefined && { CONFIG_PARAMETER_PATH: pulumi.output(this.parameterPath) }),
    };
    this.registerOutputs({ environment: this.environment, environmentFileArn: this.environmentFileArn });
  }

  /**
   * Lets `to` read this configuration in AppConfig, in this environment, and no other.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the configuration
   * @throws pulumi.RunError where AppConfig holds nothing
   */
  grantRead(to: Grantable, granteeName: string): Grant {
    if (this.configurationArn === undefined) throw this.missing("document or featureFlags");
    // docs.aws.amazon.com/service-authorization/latest/reference/list_awsappconfig.html
    const actions = ["appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"];
    return grant(this, this.logicalName, "read", to, granteeName, actions, [this.configurationArn]);
  }

  /**
   * Lets `to`, the execution role of an ECS task, read the file of environment variables. See {@link grantRead}.
   * @throws pulumi.RunError where there is none
   */
  grantReadEnvironmentFile(to: Grantable, granteeName: string): Grant {
    if (this.file === undefined) throw this.missing("environmentFile");
    const { bucketArn } = this.file;
    // Just such files are in the bucket; a task of the revision before reads the one from before.
    return grant(
      this,
      this.logicalName,
      "read-file",
      to,
      granteeName,
      ["s3:GetObject", "s3:GetBucketLocation"],
      [bucketArn, pulumi.interpolate`${bucketArn}/*.env`],
      this.fileKeyArn === undefined
        ? undefined
        : {
            keyArn: this.fileKeyArn,
            actions: ["kms:Decrypt"],
            viaService: pulumi.interpolate`s3.${this.region}.amazonaws.com`,
          },
    );
  }

  /**
   * Lets `to` read the parameters, one by one or all. See {@link grantRead}.
   * @throws pulumi.RunError where there are none
   */
  grantReadParameters(to: Grantable, granteeName: string): Grant {
    if (this.parameterPath === undefined) throw this.missing("parameters");
    const path = pulumi.interpolate`arn:${this.partition}:ssm:${this.region}:${this.accountId}:parameter${this.parameterPath}`;
    const actions = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"];
    const resources = [path, pulumi.interpolate`${path}/*`];
    return grant(this, this.logicalName, "read-parameters", to, granteeName, actions, resources);
  }

  private missing(what: string): pulumi.RunError {
    return new pulumi.RunError(`${this.label} has nothing to read there: give ${what}`);
  }

  private createHosted(args: ServiceConfigurationArgs): HostedConfiguration | undefined {
    const content = this.content(args);
    if (content === undefined) return undefined;
    return createHosted({
      name: this.logicalName,
      args,
      content,
      tags: (name) => this.tags(name),
      child: (more) => this.child(more),
    });
  }

  private content(args: ServiceConfigurationArgs): pulumi.Input<string> | undefined {
    if (args.featureFlags) return featureFlagDocument(args.featureFlags);
    if (args.document === undefined || typeof args.document === "string") return args.document;
    return checkedLater(this.label, "document", args.document, (text) =>
      checkDocumentLater(this.checks(), text, args.notSecret),
    );
  }

  private hostedArn({ application, environment, profile }: HostedConfiguration): pulumi.Output<string> {
    const start = pulumi.interpolate`arn:${this.partition}:appconfig:${this.region}:${this.accountId}`;
    const parts = pulumi.interpolate`application/${application.id}/environment/${environment.environmentId}`;
    return pulumi.interpolate`${start}:${parts}/configuration/${profile.configurationProfileId}`;
  }

  private createFile(args: EnvironmentFileArgs, harmless: string[] | undefined): EnvironmentFile {
    return createEnvironmentFile({
      name: `${this.logicalName}-files`,
      variables: checkedValues(this.label, "environmentFile.variables", args.variables, (name, text) =>
        checkVariableLater(this.checks(), name, text, harmless),
      ),
      bucket: {
        label: this.label,
        bucketName: args.bucketName,
        partition: this.partition,
        accountId: this.accountId,
        region: this.region,
        kmsKeyArn: args.kmsKeyArn,
      },
      tags: (name) => this.tags(name),
      child: (more) => this.child(more),
    });
  }

  private createParameters(args: ServiceConfigurationArgs): Record<string, pulumi.Output<string>> {
    const values = checkedValues(this.label, "parameters", args.parameters ?? {}, (name, text) =>
      checkParameterLater(this.checks(), name, text, args.notSecret),
    );
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => {
        const name = `${this.logicalName}-parameter-${key}`;
        const parameter = new Parameter(
          name,
          {
            name: `${this.parameterPath}/${key}`,
            type: "String",
            tier: "Standard",
            insecureValue: value,
            tags: this.tags(name),
          },
          this.child(),
        );
        return [key, parameter.arn];
      }),
    );
  }
}

/** Values whose checks wait for those that are known only later. */
function checkedValues(
  label: string,
  argument: string,
  values: Record<string, pulumi.Input<string>>,
  check: (name: string, text: string) => void,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string"
        ? pulumi.output(value)
        : checkedLater(label, `${argument}.${name}`, value, (text) => check(name, text)),
    ]),
  );
}
