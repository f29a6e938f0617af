import * as alb from "@pulumi/aws/alb";
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

const balancer = new lb.LoadBalancer("web", { internal: true, subnets: subnets.map((subnet) => subnet.id) });
const targets = new lb.TargetGroup("web", { port: 8443, protocol: "HTTPS", targetType: "ip", vpcId: vpc.id });
const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/1";
const defaultActions = [{ type: "forward", targetGroupArn: targets.arn }];
new alb.Listener("old", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS-1-0-2015-04",
  certificateArn,
  defaultActions,
});
new lb.Listener("default", {
  loadBalancerArn: balancer.arn,
  port: 8443,
  protocol: "HTTPS",
  certificateArn,
  defaultActions,
});
