import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** Whom something may open TCP connections to: give one of the first three. */
export interface EgressArgs {
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

export const HTTPS = 443;

export function checkEgress(checks: ArgumentChecks, name: string, egress: EgressArgs): void {
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

/** What a rule is made from. */
export interface EgressInput {
  /** Name of the component. */
  readonly name: string;
  readonly securityGroupId: pulumi.Input<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Lets whatever is in the group open connections to one target. */
export function allowEgress(input: EgressInput, target: string, to: EgressArgs): SecurityGroupEgressRule {
  const ruleName = `${input.name}-to-${target}`;
  const port = to.port ?? HTTPS;
  return new SecurityGroupEgressRule(
    ruleName,
    {
      securityGroupId: input.securityGroupId,
      description: `To ${target}.`,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: to.toPort ?? port,
      referencedSecurityGroupId: to.securityGroupId,
      cidrIpv4: to.cidr,
      prefixListId: to.prefixListId,
      tags: input.tags(ruleName),
    },
    input.child(),
  );
}
