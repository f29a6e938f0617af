import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** A network and the subnets in it, one a zone, that something is placed in. */
export interface Placement {
  vpcId: pulumi.Input<string>;
  /** Block of the VPC, from which its own traffic comes. */
  cidrBlock: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
}

/** The network of an `IsolatedVpc`, which is one. */
export interface IsolatedNetwork extends Placement {
  /** That nothing leads in or out; an `IsolatedVpc` says so of itself. */
  isolated: boolean;
}

/** What this needs of an `awsx.ec2.Vpc`. */
export interface AwsxVpc {
  readonly vpcId: pulumi.Output<string>;
  readonly vpc: pulumi.Output<{ cidrBlock: pulumi.Output<string> }>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
}

/**
 * The private or isolated subnets of an `awsx.ec2.Vpc`. Its outputs depend on every subnet of the VPC, public ones too,
 * so that policies can't tell, before a deployment, where something lies that is placed by them.
 * @param zones number of zones that the VPC was made with, which is the number of subnets of each tier
 */
export function placementInAwsx(vpc: AwsxVpc, zones: number, tier: "private" | "isolated" = "private"): Placement {
  const ids = tier === "private" ? vpc.privateSubnetIds : vpc.isolatedSubnetIds;
  return {
    vpcId: vpc.vpcId,
    cidrBlock: vpc.vpc.apply((one) => one.cidrBlock),
    subnetIds: Array.from({ length: zones }, (_, index) =>
      ids.apply((all) => {
        const id = all[index];
        if (id === undefined) throw new pulumi.RunError(`the VPC has ${all.length} ${tier} subnets, not ${zones}`);
        return id;
      }),
    ),
  };
}

/** Refuses subnets that can't lie in enough zones: a subnet lies in one zone, and these are one a zone. */
export function checkPlacement(
  checks: ArgumentChecks,
  { subnetIds }: Placement,
  minimumZones = 2,
  argument = "placement.subnetIds",
): ArgumentChecks {
  const literal = subnetIds.filter((id) => typeof id === "string");
  checks
    .integer("minimumZones", minimumZones, 2, 6)
    .that(argument, literal, new Set(literal).size === literal.length, "name each subnet once");
  if (subnetIds.length >= minimumZones && subnetIds.length <= 6) return checks;
  return checks.fail(
    argument,
    `${subnetIds.length} subnets`,
    `give ${minimumZones} to 6, each of a zone of its own: with fewer, what runs here stops with a zone`,
  );
}
