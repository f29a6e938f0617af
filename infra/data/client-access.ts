import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import type { Placement } from "../network";

/** Who may open connections: give one of the two. */
export interface ClientArgs {
  /** Whatever is in this security group. */
  securityGroupId?: pulumi.Input<string>;
  /** Whatever has an address in this IPv4 block, /8 or narrower. */
  cidr?: string;
}

/** A TCP port that something listens on. */
export interface Port {
  /** What speaks on it, as a name part. */
  readonly name: string;
  readonly from: number;
  /** Last port of a range. @default from */
  readonly to?: number;
}

/** What rules for clients are made from. */
export interface AccessInput {
  readonly name: string;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

export function checkClient(checks: ArgumentChecks, name: string, client: ClientArgs): void {
  const path = `clients.${name}`;
  checks.matches(path, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and hyphens");
  checks.exclusive({ [`${path}.securityGroupId`]: client.securityGroupId, [`${path}.cidr`]: client.cidr });
  checks.matches(`${path}.securityGroupId`, client.securityGroupId, /^sg-/, "use the id of a security group, sg-…");
  checks.cidr(`${path}.cidr`, client.cidr, 8, 32);
}

/** Checks that what is placed can lie in several zones: AWS has one zone a subnet, and these are one subnet a zone. */
export function checkPlacement(checks: ArgumentChecks, placement: Placement, minimumZones: number | undefined): void {
  const least = minimumZones ?? 2;
  checks.integer("minimumZones", minimumZones, 2, 6);
  const { subnetIds } = placement;
  const expected = `give at least ${least}, each in a zone of its own: with fewer, what runs here stops with a zone`;
  if (subnetIds.length < least) checks.fail("placement.subnetIds", `${subnetIds.length} subnets`, expected);
  const literal = subnetIds.filter((id) => typeof id === "string");
  if (new Set(literal).size < literal.length) checks.fail("placement.subnetIds", literal, "name each subnet once");
}

/** A security group with no rule: nothing gets in that was not named, and nothing goes out. */
export function createClosedGroup(input: AccessInput, placement: Placement, description: string): SecurityGroup {
  const name = `${input.name}-group`;
  return new SecurityGroup(name, { vpcId: placement.vpcId, description, tags: input.tags(name) }, input.child());
}

/** Lets a client reach the ports, one rule a port. */
export function admitClient(
  input: AccessInput,
  group: SecurityGroup,
  clientName: string,
  client: ClientArgs,
  ports: readonly Port[],
): void {
  for (const port of ports) {
    const name = `${input.name}-from-${clientName}-${port.name}`;
    new SecurityGroupIngressRule(
      name,
      {
        securityGroupId: group.id,
        description: `${port.name} from ${clientName}`,
        ipProtocol: "tcp",
        fromPort: port.from,
        toPort: port.to ?? port.from,
        referencedSecurityGroupId: client.securityGroupId,
        cidrIpv4: client.cidr,
        tags: input.tags(name),
      },
      input.child(),
    );
  }
}

/** Who was let into a closed security group, each under a name of its own. */
export class Clients {
  private readonly names = new Set<string>();

  /** @param what the group is of, as messages call it: `cache` */
  constructor(
    private readonly what: string,
    private readonly input: AccessInput,
    private readonly group: SecurityGroup,
    private readonly ports: readonly Port[],
  ) {}

  /** Lets in whom the component's arguments name, which it has checked. */
  admit(clients: Record<string, ClientArgs> = {}): void {
    for (const [name, client] of Object.entries(clients)) {
      this.names.add(name);
      admitClient(this.input, this.group, name, client, this.ports);
    }
  }

  /**
   * Lets in whatever is in a security group.
   * @throws ArgumentError where there is a client of that name, or an argument is wrong
   */
  allowFrom(checks: ArgumentChecks, clientName: string, securityGroupId: pulumi.Input<string>): void {
    const client: ClientArgs = { securityGroupId };
    checkClient(checks, clientName, client);
    if (this.names.has(clientName)) checks.fail("clientName", clientName, `the ${this.what} has a client of that name`);
    checks.done();
    this.admit({ [clientName]: client });
  }
}
