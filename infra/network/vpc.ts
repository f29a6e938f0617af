import {
  DefaultSecurityGroup,
  Vpc as Ec2Vpc,
  Eip,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  VpcBlockPublicAccessExclusion,
} from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent } from "../core";
import { checkFlowLogs, type FlowLogArgs, recordFlow } from "./flow-logs";
import { checkEndpointPolicy, createGatewayEndpoints, type GatewayEndpointPolicyArgs } from "./gateway-endpoints";
import type { Placement } from "./placement";
import { defaultPrefix, planSubnets, type SubnetPlan } from "./subnets";
import { checkZones, type ZoneArgs, zoneSuffix } from "./zones";

/** How private subnets reach the internet. */
export const NatGateways = {
  /** Not at all: AWS's services by endpoints, everything else not. Costs nothing. */
  None: "None",
  /** All through one zone: cheap, and cut off when that zone fails. */
  SingleZone: "SingleZone",
  /** Each zone through a gateway of its own. */
  PerZone: "PerZone",
} as const;
export type NatGateways = (typeof NatGateways)[keyof typeof NatGateways];

/** Kinds of subnet, by their way to the internet. */
export const SubnetTier = {
  /** By the internet gateway, in both directions. */
  Public: "public",
  /** Outwards by a NAT gateway, where there is one. */
  Private: "private",
  /** None. */
  Isolated: "isolated",
} as const;
export type SubnetTier = (typeof SubnetTier)[keyof typeof SubnetTier];

/** What a VPC may still do where its account blocks public access. Values of `VpcBlockPublicAccessExclusion`. */
export const PublicAccessExclusion = {
  /** Calls out, by NAT gateways. */
  Egress: "allow-egress",
  /** Calls out and is called. */
  Bidirectional: "allow-bidirectional",
} as const;
export type PublicAccessExclusion = (typeof PublicAccessExclusion)[keyof typeof PublicAccessExclusion];

/** Arguments of {@link Vpc}. */
export interface VpcArgs extends PlatformArgs, ZoneArgs {
  /** IPv4 block, /16 to /23, with no host bits. */
  cidrBlock: string;
  /** The private subnets' way out to the internet: none, one for all, or one in each zone. @default "None" */
  natGateways?: NatGateways;
  /** Make a public subnet in each zone, with an internet gateway. @default only where there are NAT gateways */
  publicSubnets?: boolean;
  /** Make a subnet without a way out in each zone, for stores. @default false */
  isolatedSubnets?: boolean;
  /** Prefix length of private subnets, up to 28. @default the VPC's and 4: /20 of a /16 */
  subnetPrefix?: number;
  /** Prefix length of isolated subnets, up to 28. @default that of private subnets */
  isolatedSubnetPrefix?: number;
  /** Prefix length of public subnets, up to 28. @default the VPC's and 6: /22 of a /16 */
  publicSubnetPrefix?: number;
  /** Services with a gateway endpoint in every route table, which costs nothing: `s3`, `dynamodb`. @default both */
  gatewayEndpoints?: string[];
  /**
   * Have gateway endpoints let one's own principals reach one's own buckets and tables, and ECR's image layers, alone. Buckets
   * of others, such as AWS's package repositories, are then out of reach by NAT, too. @default no policy: everything passes
   */
  gatewayEndpointPolicy?: GatewayEndpointPolicyArgs;
  /**
   * Except this VPC from the account's Block Public Access; only with public subnets.
   * @default no exception: where the account blocks public access, this VPC has none
   */
  publicAccessExclusion?: PublicAccessExclusion;
  /** How the record of the traffic is kept. @default kept for 365 days */
  flowLogs?: FlowLogArgs;
  /** Keep no record of the traffic. @default false */
  withoutFlowLogs?: boolean;
}

/**
 * A network over several zones: private subnets, and, where asked for, public and isolated ones.
 * Its default security group lets nothing through. Subnets are handed out as resources, whose ids depend on themselves
 * only, so that a policy can tell where something is placed before it exists.
 */
export class Vpc extends PlatformComponent {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** IPv4 block of the VPC. */
  readonly cidrBlock: pulumi.Output<string>;
  /** Public subnets, one a zone; empty where there are none. */
  readonly publicSubnets: Subnet[];
  /** Private subnets, one a zone. */
  readonly privateSubnets: Subnet[];
  /** Subnets without a way out, one a zone; empty where there are none. */
  readonly isolatedSubnets: Subnet[];
  /** Ids of `publicSubnets`, one output each. */
  readonly publicSubnetIds: pulumi.Output<string>[];
  /** Ids of `privateSubnets`, one output each. */
  readonly privateSubnetIds: pulumi.Output<string>[];
  /** Ids of `isolatedSubnets`, one output each. */
  readonly isolatedSubnetIds: pulumi.Output<string>[];
  /** Route tables of the private and isolated subnets, one a tier and zone, in the order of the subnets. */
  readonly routeTables: RouteTable[];
  /** Managed prefix lists of the services behind gateway endpoints, by service: what security groups' rules name. */
  readonly gatewayPrefixListIds: Record<string, pulumi.Output<string>>;

  /** @throws ArgumentError where zones are too few, or the block is too small for its subnets. */
  constructor(name: string, args: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:Vpc", name, args, opts);
    const nat = args.natGateways ?? NatGateways.None;
    const wantsPublic = args.publicSubnets ?? nat !== NatGateways.None;
    const prefix = args.subnetPrefix ?? defaultPrefix(args.cidrBlock, 4);
    const tiers = [
      { name: "private", prefix },
      ...(args.isolatedSubnets ? [{ name: "isolated", prefix: args.isolatedSubnetPrefix ?? prefix }] : []),
      ...(wantsPublic ? [{ name: "public", prefix: args.publicSubnetPrefix ?? defaultPrefix(args.cidrBlock, 6) }] : []),
    ];
    const plan = this.plan(args, tiers, wantsPublic, nat);

    const vpc = new Ec2Vpc(
      name,
      { cidrBlock: args.cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags: this.tags(name) },
      this.child(),
    );
    this.vpcId = vpc.id;
    this.cidrBlock = vpc.cidrBlock;
    new DefaultSecurityGroup(
      `${name}-default`,
      { vpcId: vpc.id, ingress: [], egress: [], tags: this.tags(`${name}-default`) },
      this.child(),
    );
    const made = (tier: string) =>
      plan.filter((one) => one.tier === tier).map((one) => this.subnet(`${name}-${tier}`, vpc.id, one));
    this.privateSubnets = made("private");
    this.isolatedSubnets = made("isolated");
    this.publicSubnets = made("public");
    const zones = args.availabilityZones.map(zoneSuffix);
    const gateways = this.ways(name, vpc.id, nat, zones);
    const table = (tier: string, subnet: Subnet, index: number, gateway?: NatGateway) =>
      this.tableOf(`${name}-${tier}-${zones[index]}`, vpc.id, subnet, gateway);
    this.routeTables = [
      ...this.privateSubnets.map((subnet, index) =>
        table("private", subnet, index, gateways[nat === NatGateways.SingleZone ? 0 : index]),
      ),
      ...this.isolatedSubnets.map((subnet, index) => table("isolated", subnet, index)),
    ];
    const { partition, region, accountId } = this;
    const endpoints = createGatewayEndpoints({
      name,
      services: args.gatewayEndpoints ?? ["s3", "dynamodb"],
      vpcId: vpc.id,
      routeTableIds: this.routeTables.map((table) => table.id),
      policy: args.gatewayEndpointPolicy,
      partition,
      region,
      accountId,
      tags: (child) => this.tags(child),
      child: () => this.child(),
    });
    this.gatewayPrefixListIds = Object.fromEntries(
      Object.entries(endpoints).map(([service, { prefixListId }]) => [service, prefixListId]),
    );
    if (args.publicAccessExclusion !== undefined) {
      new VpcBlockPublicAccessExclusion(
        name,
        { vpcId: vpc.id, internetGatewayExclusionMode: args.publicAccessExclusion, tags: this.tags(name) },
        this.child(),
      );
    }
    if (!args.withoutFlowLogs) {
      recordFlow(
        {
          name,
          vpcId: vpc.id,
          accountId: this.accountId,
          tags: (child) => this.tags(child),
          child: () => this.child(),
        },
        args.flowLogs ?? {},
      );
    }
    this.publicSubnetIds = this.publicSubnets.map((subnet) => subnet.id);
    this.privateSubnetIds = this.privateSubnets.map((subnet) => subnet.id);
    this.isolatedSubnetIds = this.isolatedSubnets.map((subnet) => subnet.id);
    this.registerOutputs({
      vpcId: this.vpcId,
      cidrBlock: this.cidrBlock,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
    });
  }

  /**
   * The subnets of a tier, for a component to be placed in.
   * @throws ArgumentError where the VPC was made without that tier.
   */
  placement(tier: SubnetTier = SubnetTier.Private): Placement {
    const subnetIds = {
      [SubnetTier.Public]: this.publicSubnetIds,
      [SubnetTier.Private]: this.privateSubnetIds,
      [SubnetTier.Isolated]: this.isolatedSubnetIds,
    }[tier];
    this.checks()
      .that("tier", tier, subnetIds.length > 0, `give the VPC ${tier}Subnets: it has none`)
      .done();
    return { vpcId: this.vpcId, cidrBlock: this.cidrBlock, subnetIds };
  }

  private plan(
    args: VpcArgs,
    tiers: { name: string; prefix: number }[],
    wantsPublic: boolean,
    nat: NatGateways,
  ): SubnetPlan[] {
    const checks = checkZones(this.checks(), args)
      .cidr("cidrBlock", args.cidrBlock, 16, 23)
      .oneOf("natGateways", args.natGateways, Object.values(NatGateways))
      .integer("subnetPrefix", args.subnetPrefix, 17, 28)
      .integer("isolatedSubnetPrefix", args.isolatedSubnetPrefix, 17, 28)
      .integer("publicSubnetPrefix", args.publicSubnetPrefix, 17, 28)
      .that(
        "publicSubnets",
        args.publicSubnets,
        wantsPublic || nat === NatGateways.None,
        "leave it out: NAT gateways stand in public subnets",
      )
      .oneOf("publicAccessExclusion", args.publicAccessExclusion, Object.values(PublicAccessExclusion))
      .that(
        "publicAccessExclusion",
        args.publicAccessExclusion,
        wantsPublic,
        "leave it out: without public subnets there is no public access",
      );
    checkFlowLogs(checks, args.flowLogs, args.withoutFlowLogs);
    for (const service of args.gatewayEndpoints ?? []) {
      checks.oneOf("gatewayEndpoints", service, ["s3", "dynamodb"]);
    }
    checkEndpointPolicy(checks, args.gatewayEndpointPolicy);
    const plan = planSubnets(args.cidrBlock, args.availabilityZones, tiers);
    if (typeof plan === "string") checks.fail("cidrBlock", args.cidrBlock, plan);
    checks.done();
    return typeof plan === "string" ? [] : plan;
  }

  private subnet(prefix: string, vpcId: pulumi.Input<string>, { zone, cidrBlock }: SubnetPlan): Subnet {
    const name = `${prefix}-${zoneSuffix(zone)}`;
    return new Subnet(
      name,
      { vpcId, cidrBlock, availabilityZone: zone, mapPublicIpOnLaunch: false, tags: this.tags(name) },
      this.child(),
    );
  }

  /** The NAT gateways, with the public tier's way to the internet where there are public subnets. */
  private ways(name: string, vpcId: pulumi.Input<string>, nat: NatGateways, zones: string[]): NatGateway[] {
    if (this.publicSubnets.length === 0) return [];
    const internet = new InternetGateway(
      `${name}-internet`,
      { vpcId, tags: this.tags(`${name}-internet`) },
      this.child(),
    );
    const table = new RouteTable(`${name}-public`, { vpcId, tags: this.tags(`${name}-public`) }, this.child());
    const out = new Route(
      `${name}-public-internet`,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet.id },
      this.child(),
    );
    this.publicSubnets.forEach((subnet, index) => {
      new RouteTableAssociation(
        `${name}-public-${zones[index]}`,
        { subnetId: subnet.id, routeTableId: table.id },
        this.child(),
      );
    });
    const count = { None: 0, SingleZone: 1, PerZone: this.publicSubnets.length }[nat];
    return this.publicSubnets.slice(0, count).map((subnet, index) => {
      const child = `${name}-nat-${zones[index]}`;
      const address = new Eip(child, { domain: "vpc", tags: this.tags(child) }, this.child());
      return new NatGateway(
        child,
        { subnetId: subnet.id, allocationId: address.id, tags: this.tags(child) },
        this.child({ dependsOn: out }),
      );
    });
  }

  private tableOf(name: string, vpcId: pulumi.Input<string>, subnet: Subnet, gateway?: NatGateway): RouteTable {
    const table = new RouteTable(name, { vpcId, tags: this.tags(name) }, this.child());
    new RouteTableAssociation(name, { subnetId: subnet.id, routeTableId: table.id }, this.child());
    if (gateway) {
      new Route(
        `${name}-nat`,
        { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
        this.child(),
      );
    }
    return table;
  }
}
