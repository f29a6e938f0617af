import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** Who may open connections: give one of the three. */
export interface IngressArgs {
  /** Whatever is in this security group. */
  securityGroupId?: pulumi.Input<string>;
  /** Whatever has an address in this IPv4 block, /8 or narrower. */
  cidr?: string;
  /** An AWS service, by its managed prefix list, such as VPC Lattice's. */
  prefixListId?: pulumi.Input<string>;
}

export function checkIngress(checks: ArgumentChecks, path: string, name: string, client: IngressArgs): void {
  const at = `${path}.${name}`;
  checks
    .matches(at, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens")
    .exclusive({
      [`${at}.securityGroupId`]: client.securityGroupId,
      [`${at}.cidr`]: client.cidr,
      [`${at}.prefixListId`]: client.prefixListId,
    })
    .matches(`${at}.securityGroupId`, client.securityGroupId, /^sg-/, "use the id of a security group, sg-…")
    .matches(`${at}.prefixListId`, client.prefixListId, /^pl-/, "use the id of a prefix list, pl-…")
    .cidr(`${at}.cidr`, client.cidr, 8, 32);
}

/** What a rule is made from. */
export interface IngressInput {
  /** Beginning of its name. */
  readonly name: string;
  readonly securityGroupId: pulumi.Input<string>;
  readonly port: number;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Lets a client reach the port. */
export function admit(from: IngressInput, client: string, who: IngressArgs): SecurityGroupIngressRule {
  const name = `${from.name}-from-${client}`;
  return new SecurityGroupIngressRule(
    name,
    {
      securityGroupId: from.securityGroupId,
      description: `From ${client}.`,
      ipProtocol: "tcp",
      fromPort: from.port,
      toPort: from.port,
      referencedSecurityGroupId: who.securityGroupId,
      cidrIpv4: who.cidr,
      prefixListId: who.prefixListId,
      tags: from.tags(name),
    },
    from.child(),
  );
}
