import { strict as assert } from "node:assert";
import { Vpc as Ec2Vpc } from "@pulumi/aws/ec2";
import type { Vpc as AwsxEc2Vpc } from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import { AwsServiceEndpoints, type AwsxVpc, placementInAwsx } from "../../../../infra/network";
import { graph } from "../../../../testing";

/** The part of a real `awsx.ec2.Vpc` that is taken, by its own types; the whole needs its plugin. */
const awsxVpc = (): Pick<AwsxEc2Vpc, keyof AwsxVpc> => ({
  vpcId: pulumi.output("vpc-1"),
  vpc: pulumi.output(new Ec2Vpc("awsx", { cidrBlock: "10.0.0.0/16" })),
  privateSubnetIds: pulumi.output(["subnet-1", "subnet-2"]),
  isolatedSubnetIds: pulumi.output(["subnet-8", "subnet-9"]),
});

describe("the placement in an awsx.ec2.Vpc", () => {
  it("is taken wherever a placement is, with as many subnets as the VPC has zones", async () => {
    const seen = await graph(
      () => new AwsServiceEndpoints("aws", { placement: placementInAwsx(awsxVpc(), 2), services: ["logs"] }),
    );
    assert.deepEqual(seen.one("aws-logs").inputs["subnetIds"], ["subnet-1", "subnet-2"]);
    const rule = seen.one("aws-endpoints", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs;
    assert.equal(rule["cidrIpv4"], "10.0.0.0/16");
  });

  it("is of the tier that is named", async () => {
    const placement = () => placementInAwsx(awsxVpc(), 2, "isolated");
    const seen = await graph(() => new AwsServiceEndpoints("aws", { placement: placement(), services: ["logs"] }));
    assert.deepEqual(seen.one("aws-logs").inputs["subnetIds"], ["subnet-8", "subnet-9"]);
  });

  it("says so where the VPC has fewer subnets than it was said to have", async () => {
    await assert.rejects(
      graph(() => new AwsServiceEndpoints("aws", { placement: placementInAwsx(awsxVpc(), 3), services: ["logs"] })),
      /the VPC has 2 private subnets, not 3/,
    );
  });
});
