import { parseCidr } from "../core";

/** A kind of subnet, of which a VPC has one in each zone. */
export interface Tier {
  name: string;
  /** Prefix length of each of its subnets, up to 28. */
  prefix: number;
}

/** Where one subnet lies. */
export interface SubnetPlan {
  tier: string;
  zone: string;
  cidrBlock: string;
}

/** Zones that a plan leaves room for: AWS has no region with more. A new zone takes its place and moves no other. */
const ZONE_SLOTS = 6;

function toText(address: number, prefix: number): string {
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${parts.join(".")}/${prefix}`;
}

/**
 * Cuts a VPC's block into one subnet a tier and zone. The result depends on the block, the tiers and a zone's place in
 * the list only: each tier takes the room of six zones, larger subnets first, so that every subnet is aligned.
 * @returns the plan, or a text that says why the block is too small
 */
export function planSubnets(vpcCidr: string, zones: readonly string[], tiers: readonly Tier[]): SubnetPlan[] | string {
  const vpc = parseCidr(vpcCidr);
  if (!vpc) return `${vpcCidr} is no IPv4 CIDR block`;
  const plans: SubnetPlan[] = [];
  let next = vpc.address;
  for (const { name, prefix } of [...tiers].sort((one, other) => one.prefix - other.prefix)) {
    const size = 2 ** (32 - prefix);
    next = Math.ceil(next / size) * size;
    zones.forEach((zone, index) => {
      plans.push({ tier: name, zone, cidrBlock: toText(next + index * size, prefix) });
    });
    next += ZONE_SLOTS * size;
  }
  const needed = next - vpc.address;
  const available = 2 ** (32 - vpc.prefix);
  if (needed <= available) return plans;
  const sizes = tiers.map(({ name, prefix }) => `${name} /${prefix}`).join(", ");
  return `${vpcCidr} has ${available} addresses, and ${sizes} for ${ZONE_SLOTS} zones take ${needed}; give a larger block or smaller subnets`;
}

/** Prefix of a tier's subnets where none is given: the VPC's and `bits`, at most 28, which is AWS's own limit. */
export function defaultPrefix(vpcCidr: string, bits: number): number {
  return Math.min(28, (parseCidr(vpcCidr)?.prefix ?? 16) + bits);
}
