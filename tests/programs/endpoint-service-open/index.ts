import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

const balancer = new lb.LoadBalancer("payments", {
  internal: true,
  loadBalancerType: "network",
  subnets: subnets.map((subnet) => subnet.id),
});
const networkLoadBalancerArns = [balancer.arn];
new ec2.VpcEndpointService("everybody", {
  acceptanceRequired: true,
  allowedPrincipals: ["*"],
  networkLoadBalancerArns,
});
new ec2.VpcEndpointService("automatic", {
  acceptanceRequired: false,
  allowedPrincipals: ["arn:aws:iam::210987654321:root"],
  networkLoadBalancerArns,
});
const sound = new ec2.VpcEndpointService("sound", { acceptanceRequired: true, networkLoadBalancerArns });
new ec2.VpcEndpointServiceAllowedPrinciple("sound", {
  vpcEndpointServiceId: sound.id,
  principalArn: "arn:aws:iam::210987654321:root",
});
