import {
  DefaultNetworkAcl,
  DefaultSecurityGroup,
  Vpc as Ec2Vpc,
  RouteTable,
  RouteTableAssociation,
  Subnet,
} from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import { type PlatformArgs, PlatformComponent } from "../core";
import { checkFlowLogs, type FlowLogArgs, recordFlow } from "./flow-logs";
import type { Placement } from "./placement";
import { defaultPrefix, planSubnets } from "./subnets";
import { checkZones, type ZoneArgs, zoneSuffix } from "./zones";

/** Tag by which the policy pack knows an isolated VPC. */
export const ISOLATION_TAG = { isolation: "isolated" } as const;

/** Arguments of {@link IsolatedVpc}. There is none that opens it. */
export interface IsolatedVpcArgs extends PlatformArgs, ZoneArgs {
  /** IPv4 block, /16 to /24, with no host bits. It may overlap with consumers': PrivateLink does not route. */
  cidrBlock: string;
  /** Prefix length of the subnets, up to 28. @default the VPC's and 3 */
  subnetPrefix?: number;
  /**
   * Let the default network ACL pass traffic inside the VPC only. Not where S3 or DynamoDB are reached by gateway
   * endpoints: their addresses lie outside, and network ACLs can't name them. @default false: AWS's own rules
   */
  networkAclWithinVpc?: boolean;
  /** How the record of the traffic is kept. @default kept for 365 days */
  flowLogs?: FlowLogArgs;
  /** Keep no record of the traffic. @default false */
  withoutFlowLogs?: boolean;
}

/** Every option; what is not here would open the VPC, or is a mistake, and is refused. */
const OPTIONS: Record<keyof IsolatedVpcArgs, true> = {
  cidrBlock: true,
  availabilityZones: true,
  minimumZones: true,
  subnetPrefix: true,
  networkAclWithinVpc: true,
  flowLogs: true,
  withoutFlowLogs: true,
  tags: true,
};

/**
 * A VPC with no way in or out: no gateway, no NAT, no peering, no public address. What runs in it is reached through
 * {@link PrivateService}, and reaches AWS through {@link AwsServiceEndpoints}.
 */
export class IsolatedVpc extends PlatformComponent {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** IPv4 block of the VPC. */
  readonly cidrBlock: pulumi.Output<string>;
  /** One subnet a zone. */
  readonly subnets: Subnet[];
  /** Ids of `subnets`, one output each. */
  readonly subnetIds: pulumi.Output<string>[];
  /** Always: what asks for an isolated network takes this VPC as it is. */
  readonly isolated: boolean = true;
  /** One table, with the local route only, for all subnets. */
  readonly routeTables: RouteTable[];

  /** @throws ArgumentError where zones are too few, the block is too small for its subnets, or an option is none of its own. */
  constructor(name: string, args: IsolatedVpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:IsolatedVpc", name, args, opts);
    const prefix = args.subnetPrefix ?? defaultPrefix(args.cidrBlock, 3);
    const checks = checkZones(this.checks(), args)
      .cidr("cidrBlock", args.cidrBlock, 16, 24)
      .integer("subnetPrefix", args.subnetPrefix, 17, 28);
    checkFlowLogs(checks, args.flowLogs, args.withoutFlowLogs);
    for (const [option, value] of Object.entries(args)) {
      checks.that(option, value, option in OPTIONS, "leave it out: an isolated VPC can't be opened; use Vpc for that");
    }
    const plan = planSubnets(args.cidrBlock, args.availabilityZones, [{ name: "isolated", prefix }]);
    if (typeof plan === "string") checks.fail("cidrBlock", args.cidrBlock, plan);
    checks.done();

    const vpc = new Ec2Vpc(
      name,
      {
        cidrBlock: args.cidrBlock,
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: this.tags(name, ISOLATION_TAG),
      },
      this.child(),
    );
    this.vpcId = vpc.id;
    this.cidrBlock = vpc.cidrBlock;
    new DefaultSecurityGroup(
      `${name}-default`,
      { vpcId: vpc.id, ingress: [], egress: [], tags: this.tags(`${name}-default`) },
      this.child(),
    );
    const table = new RouteTable(name, { vpcId: vpc.id, routes: [], tags: this.tags(name) }, this.child());
    this.routeTables = [table];
    this.subnets = (typeof plan === "string" ? [] : plan).map(({ zone, cidrBlock }) => {
      const child = `${name}-${zoneSuffix(zone)}`;
      const subnet = new Subnet(
        child,
        {
          vpcId: vpc.id,
          cidrBlock,
          availabilityZone: zone,
          mapPublicIpOnLaunch: false,
          tags: this.tags(child, ISOLATION_TAG),
        },
        this.child(),
      );
      new RouteTableAssociation(child, { subnetId: subnet.id, routeTableId: table.id }, this.child());
      return subnet;
    });
    this.subnetIds = this.subnets.map((subnet) => subnet.id);
    if (args.networkAclWithinVpc) {
      const within = {
        protocol: "-1",
        ruleNo: 100,
        action: "allow",
        cidrBlock: args.cidrBlock,
        fromPort: 0,
        toPort: 0,
      };
      new DefaultNetworkAcl(
        `${name}-default`,
        {
          defaultNetworkAclId: vpc.defaultNetworkAclId,
          subnetIds: this.subnetIds,
          ingress: [within],
          egress: [within],
          tags: this.tags(`${name}-default`),
        },
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
    this.registerOutputs({ vpcId: this.vpcId, cidrBlock: this.cidrBlock, subnetIds: this.subnetIds });
  }
  /** Its subnets, for a component to be placed in. */
  get placement(): Placement {
    return { vpcId: this.vpcId, cidrBlock: this.cidrBlock, subnetIds: this.subnetIds };
  }
}
