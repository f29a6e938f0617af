/** Resources of networks for the tests of what reaches what; ids are what AWS would give, and nothing else is. */
import { type Sample, sample } from "../../../../support/policies";

export const vpc = (name = "net", props: Record<string, unknown> = {}): Sample =>
  sample("aws:ec2/vpc:Vpc", name, {
    id: `vpc-${name}`,
    cidrBlock: "10.0.0.0/16",
    defaultRouteTableId: `rtb-${name}-main`,
    mainRouteTableId: `rtb-${name}-main`,
    defaultNetworkAclId: `acl-${name}-main`,
    ...props,
  });

export const subnet = (name: string, cidrBlock: string, props: Record<string, unknown> = {}): Sample =>
  sample("aws:ec2/subnet:Subnet", name, { id: `subnet-${name}`, vpcId: "vpc-net", cidrBlock, ...props });

export const gateway = (props: Record<string, unknown> = { vpcId: "vpc-net" }): Sample =>
  sample("aws:ec2/internetGateway:InternetGateway", "door", { id: "igw-door", ...props });

export const table = (name: string, props: Record<string, unknown> = {}): Sample =>
  sample("aws:ec2/routeTable:RouteTable", name, { id: `rtb-${name}`, vpcId: "vpc-net", ...props });

export const route = (to: string, props: Record<string, unknown>, name = "out"): Sample =>
  sample("aws:ec2/route:Route", name, { routeTableId: `rtb-${to}`, ...props });

export const associated = (of: string, to: string): Sample =>
  sample("aws:ec2/routeTableAssociation:RouteTableAssociation", `${of}-${to}`, {
    subnetId: `subnet-${of}`,
    routeTableId: `rtb-${to}`,
  });

export const group = (name: string, props: Record<string, unknown> = {}): Sample =>
  sample("aws:ec2/securityGroup:SecurityGroup", name, { id: `sg-${name}`, vpcId: "vpc-net", ...props });

const tcp = (fromPort: unknown, toPort: unknown = fromPort) => ({ fromPort, toPort });

/** A rule beside its group; `peer` is a block, or a group's id. */
export const rule = (direction: "Ingress" | "Egress", of: string, peer: unknown, from: unknown, to = from): Sample =>
  sample(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`, `${of}-${direction}-${String(peer)}`, {
    securityGroupId: `sg-${of}`,
    ipProtocol: "tcp",
    ...tcp(from, to),
    ...(typeof peer === "string" && peer.startsWith("sg-")
      ? { referencedSecurityGroupId: peer }
      : typeof peer === "string" && peer.includes(":")
        ? { cidrIpv6: peer }
        : { cidrIpv4: peer }),
  });

export const allOut = (of: string): Sample =>
  sample("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", `${of}-out`, {
    securityGroupId: `sg-${of}`,
    ipProtocol: "-1",
    cidrIpv4: "0.0.0.0/0",
  });

export const instance = (name: string, props: Record<string, unknown> = {}): Sample =>
  sample("aws:ec2/instance:Instance", name, {
    id: `i-${name}`,
    subnetId: "subnet-a",
    vpcSecurityGroupIds: [`sg-${name}`],
    associatePublicIpAddress: true,
    ...props,
  });

export const database = (props: Record<string, unknown> = {}): Sample =>
  sample("aws:rds/instance:Instance", "orders", {
    id: "db-orders",
    identifier: "orders",
    engine: "postgres",
    port: 5432,
    dbSubnetGroupName: "stores",
    vpcSecurityGroupIds: ["sg-db"],
    publiclyAccessible: false,
    ...props,
  });

export const subnetGroup = (ids: unknown = ["subnet-b"]): Sample =>
  sample("aws:rds/subnetGroup:SubnetGroup", "stores", { id: "stores", name: "stores", subnetIds: ids });

export const balancer = (name: string, props: Record<string, unknown> = {}): Sample =>
  sample("aws:lb/loadBalancer:LoadBalancer", name, {
    id: `lb-${name}`,
    arn: `lb-${name}`,
    internal: false,
    loadBalancerType: "application",
    subnets: ["subnet-a"],
    securityGroups: [`sg-${name}`],
    ...props,
  });

export const targets = (name: string, port: number, props: Record<string, unknown> = {}): Sample =>
  sample("aws:lb/targetGroup:TargetGroup", name, { id: `tg-${name}`, arn: `tg-${name}`, port, ...props });

export const listener = (of: string, port: number, to: string): Sample =>
  sample("aws:lb/listener:Listener", `${of}-${port}`, {
    id: `listener-${of}-${port}`,
    arn: `listener-${of}-${port}`,
    loadBalancerArn: `lb-${of}`,
    port,
    defaultActions: [{ type: "forward", targetGroupArn: `tg-${to}` }],
  });

export const attached = (to: string, targetId: string, props: Record<string, unknown> = {}): Sample =>
  sample("aws:lb/targetGroupAttachment:TargetGroupAttachment", `${to}-${targetId}`, {
    targetGroupArn: `tg-${to}`,
    targetId,
    ...props,
  });

/** Subnet `a` is public, by route table `public`; subnet `b` has a table of its own that leads nowhere. */
export const network: readonly Sample[] = [
  vpc(),
  subnet("a", "10.0.0.0/24"),
  subnet("b", "10.0.1.0/24"),
  gateway(),
  table("public"),
  table("inside"),
  route("public", { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-door" }),
  associated("a", "public"),
  associated("b", "inside"),
];

/** The network with others in the place of resources of the same type and name. */
export const networkWith = (...others: Sample[]): Sample[] => [
  ...network.filter((one) => !others.some(({ type, name }) => type === one.type && name === one.name)),
  ...others,
];

export const networkWithout = (...names: string[]): Sample[] => network.filter(({ name }) => !names.includes(name));
