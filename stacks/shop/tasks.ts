import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "./network";

/** Security group that a service's tasks will be in: nothing reaches them, and they reach nothing that is not named. */
export function createTaskGroup(name: string, network: Network): SecurityGroup {
  return new SecurityGroup(`${name}-tasks`, {
    vpcId: network.vpc.vpcId,
    description: `Tasks of ${name}`,
    tags: { Name: `${name}-tasks` },
  });
}

/** Lets tasks open connections to whatever is in another security group. */
export function allowTo(
  name: string,
  tasks: SecurityGroup,
  target: { securityGroupId: pulumi.Input<string>; port: number },
): void {
  new SecurityGroupEgressRule(name, {
    securityGroupId: tasks.id,
    referencedSecurityGroupId: target.securityGroupId,
    description: `${name}, port ${target.port}`,
    ipProtocol: "tcp",
    fromPort: target.port,
    toPort: target.port,
  });
}
