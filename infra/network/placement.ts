import * as pulumi from "@pulumi/pulumi";

/** A network and the subnets in it, one a zone, that something is placed in. */
export interface Placement {
  vpcId: pulumi.Input<string>;
  /** Block of the VPC, from which its own traffic comes. */
  cidrBlock: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
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
