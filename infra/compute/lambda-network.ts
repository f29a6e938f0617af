import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, Statement } from "../core";
import { onAllResources, unscopedGrants } from "../core";
import type { Placement } from "../network";

/** Whom a function may open TCP connections to: give one of the first three. */
export interface LambdaEgressArgs {
  /** Whatever is in this security group. */
  securityGroupId?: pulumi.Input<string>;
  /** Whatever has an address in this IPv4 block. */
  cidr?: string;
  /** An AWS service behind a gateway endpoint, by its managed prefix list. */
  prefixListId?: pulumi.Input<string>;
  /** First port, 1 to 65,535. @default 443 */
  port?: number;
  /** Last port of a range. @default port */
  toPort?: number;
}

const HTTPS = 443;

export function checkEgress(checks: ArgumentChecks, name: string, egress: LambdaEgressArgs): void {
  const path = `egress.${name}`;
  checks.matches(path, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens");
  checks.exclusive({
    [`${path}.securityGroupId`]: egress.securityGroupId,
    [`${path}.cidr`]: egress.cidr,
    [`${path}.prefixListId`]: egress.prefixListId,
  });
  checks.matches(`${path}.securityGroupId`, egress.securityGroupId, /^sg-/, "use the id of a security group, sg-…");
  checks.matches(`${path}.prefixListId`, egress.prefixListId, /^pl-/, "use the id of a prefix list, pl-…");
  checks.cidr(`${path}.cidr`, egress.cidr, 0, 32);
  checks.integer(`${path}.port`, egress.port, 1, 65_535);
  checks.integer(`${path}.toPort`, egress.toPort, egress.port ?? HTTPS, 65_535);
}

/** What the rules of a function's group are made from. */
export interface LambdaNetworkInput {
  readonly name: string;
  readonly placement: Placement;
  readonly egress: Record<string, LambdaEgressArgs>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** A security group that nothing gets in by, and that lets out to whom was named only. */
export function createLambdaGroup(input: LambdaNetworkInput): SecurityGroup {
  const { name, placement, tags, child } = input;
  const groupName = `${name}-group`;
  const group = new SecurityGroup(
    groupName,
    { vpcId: placement.vpcId, description: `Function ${name}.`, tags: tags(groupName) },
    child(),
  );
  for (const [target, to] of Object.entries(input.egress)) {
    const ruleName = `${name}-to-${target}`;
    const port = to.port ?? HTTPS;
    new SecurityGroupEgressRule(
      ruleName,
      {
        securityGroupId: group.id,
        description: `To ${target}.`,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: to.toPort ?? port,
        referencedSecurityGroupId: to.securityGroupId,
        cidrIpv4: to.cidr,
        prefixListId: to.prefixListId,
        tags: tags(ruleName),
      },
      child(),
    );
  }
  return group;
}

/** Lets Lambda itself make the network interfaces of a placed function. */
export function interfaceStatement(): Statement {
  return onAllResources("NetworkInterfaces");
}

/** Takes from the function's code what just Lambda itself needs: docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export function interfaceRefusal(functionArn: pulumi.Input<string>): Statement {
  return {
    Sid: "NotFromTheCode",
    Effect: "Deny",
    Action: [...unscopedGrants.NetworkInterfaces.actions, "ec2:DetachNetworkInterface"],
    Resource: "*",
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
  };
}
