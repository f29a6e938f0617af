import { Alias, type Function as AwsFunction, ProvisionedConcurrencyConfig } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import { createGradualAlias } from "./gradual-deployment";
import type { LambdaServiceArgs } from "./lambda-args";

/** What the alias of a function is made from. */
export interface LambdaAliasInput {
  readonly name: string;
  readonly args: LambdaServiceArgs;
  readonly fn: AwsFunction;
  readonly aliasName: string;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** The alias that callers go by, moved at once or by CodeDeploy; with what is kept warm behind it. */
export function createAlias(input: LambdaAliasInput): pulumi.CustomResource {
  const { name, args, fn, child } = input;
  if (args.gradualDeployment) {
    return createGradualAlias({
      name,
      args: args.gradualDeployment,
      functionName: fn.name,
      functionArn: fn.arn,
      version: fn.version,
      aliasName: input.aliasName,
      provisionedConcurrency: args.provisionedConcurrency,
      partition: input.partition,
      region: input.region,
      accountId: input.accountId,
      tags: input.tags,
      child,
    });
  }
  const alias = new Alias(
    `${name}-live`,
    { name: input.aliasName, functionName: fn.name, functionVersion: fn.version, description: "What callers use." },
    child(),
  );
  if (args.provisionedConcurrency !== undefined) {
    new ProvisionedConcurrencyConfig(
      `${name}-provisioned`,
      { functionName: fn.name, qualifier: alias.name, provisionedConcurrentExecutions: args.provisionedConcurrency },
      child(),
    );
  }
  return alias;
}
