import { CapacityProvider } from "@pulumi/aws/ecs";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** Where Fargate runs tasks: ECS's own capacity providers. */
export const FargateCapacity = {
  OnDemand: "FARGATE",
  /** Cheaper, and taken away with two minutes' notice. */
  Spot: "FARGATE_SPOT",
} as const;
export type FargateCapacity = (typeof FargateCapacity)[keyof typeof FargateCapacity];

/** One part of the places where tasks run. */
export interface CapacityShareArgs {
  /** A `FargateCapacity`, or the name of one of the cluster's own, as `ContainerCluster.capacityProviders` has it. */
  provider: pulumi.Input<string>;
  /** Tasks that run here before the weights count, 0 to 100,000; only one share may have some. @default 0 */
  base?: number;
  /** Share of the tasks beyond, 0 to 1,000, by its part of the sum of all weights. @default 1 */
  weight?: number;
}

/** EC2 instances that a cluster's tasks may run on. */
export interface Ec2CapacityArgs {
  /**
   * ARN of the Auto Scaling group, whose instances register with the cluster. It has to protect new instances from
   * scaling in, unless `withoutTerminationProtection`.
   */
  autoScalingGroupArn: pulumi.Input<string>;
  /** Per cent of the instances that are to be in use, 1 to 100; below 100 some wait for new tasks. @default 100 */
  targetCapacityPercent?: number;
  /** Seconds until a new instance counts, 0 to 10,000. @default 300 */
  warmupSeconds?: number;
  /** Let the group end instances that tasks run on. @default false */
  withoutTerminationProtection?: boolean;
}

/** Whether ECS runs these tasks on Fargate; what is no literal is a capacity provider of the program's own. */
export function isFargate(provider: pulumi.Input<string>): boolean {
  return provider === FargateCapacity.OnDemand || provider === FargateCapacity.Spot;
}

/** Ranges: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html */
export function checkShares(checks: ArgumentChecks, argument: string, shares: CapacityShareArgs[] | undefined): void {
  if (shares === undefined) return;
  checks.length(argument, shares, 1, 20);
  shares.forEach((share, index) => {
    checks.required(`${argument}[${index}].provider`, share.provider, "name a capacity provider");
    checks.integer(`${argument}[${index}].base`, share.base, 0, 100_000, "tasks");
    checks.integer(`${argument}[${index}].weight`, share.weight, 0, 1000);
  });
  const bases = shares.filter((share) => (share.base ?? 0) > 0);
  checks.that(argument, bases, bases.length <= 1, "give base to one of them: ECS takes no more");
  const weighed = shares.some((share) => (share.weight ?? 1) > 0);
  checks.that(argument, shares, weighed, "give at least one of them a weight above 0: no task could start");
  const fargate = shares.filter((share) => isFargate(share.provider)).length;
  checks.that(
    argument,
    shares.map((share) => (typeof share.provider === "string" ? share.provider : "a capacity provider")),
    fargate === 0 || fargate === shares.length,
    "use Fargate or instances, not both: ECS takes no strategy of both kinds",
  );
}

/** A strategy as ECS takes it. */
export function strategy(shares: CapacityShareArgs[]) {
  return shares.map(({ provider, base, weight }) => ({
    capacityProvider: provider,
    base: base ?? 0,
    weight: weight ?? 1,
  }));
}

/** Ranges: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedScaling.html */
export function checkEc2Capacity(checks: ArgumentChecks, name: string, args: Ec2CapacityArgs): void {
  const path = `ec2Capacity.${name}`;
  checks
    .matches(path, name, /^(?!aws|ecs|fargate)[a-z][a-z0-9-]*$/, "name it in lower case, not after AWS's own")
    .required(`${path}.autoScalingGroupArn`, args.autoScalingGroupArn, "give the ARN of an Auto Scaling group")
    .matches(
      `${path}.autoScalingGroupArn`,
      args.autoScalingGroupArn,
      /^arn:[^:]+:autoscaling:/,
      "use the ARN of an Auto Scaling group, arn:aws:autoscaling:…",
    )
    .integer(`${path}.targetCapacityPercent`, args.targetCapacityPercent, 1, 100, "per cent")
    .integer(`${path}.warmupSeconds`, args.warmupSeconds, 0, 10_000, "seconds");
}

/** Lets ECS grow and shrink an Auto Scaling group by what its tasks need, and drain instances before they end. */
export function createEc2Capacity(
  name: string,
  args: Ec2CapacityArgs,
  tags: Record<string, pulumi.Input<string>>,
  options: pulumi.CustomResourceOptions,
): CapacityProvider {
  return new CapacityProvider(
    name,
    {
      autoScalingGroupProvider: {
        autoScalingGroupArn: args.autoScalingGroupArn,
        managedDraining: "ENABLED",
        managedTerminationProtection: args.withoutTerminationProtection ? "DISABLED" : "ENABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: args.targetCapacityPercent ?? 100,
          instanceWarmupPeriod: args.warmupSeconds ?? 300,
        },
      },
      tags,
    },
    options,
  );
}
