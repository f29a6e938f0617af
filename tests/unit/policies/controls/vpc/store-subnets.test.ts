import { strict as assert } from "node:assert";
import { storeSubnetsPrivate } from "../../../../../policies/controls/vpc/store-subnets";
import { describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { associated, gateway, network, networkWith, route, subnet, subnetGroup, vpc } from "../paths/network";

const named = (name: string) => network.find((one) => one.name === name) ?? sample("", "");
const [publicSubnet, privateSubnet] = [named("a"), named("b")];
const another = subnet("c", "10.0.2.0/24");
/** A group whose subnets are not known, but come from some. */
const groupFrom = (of: readonly Sample[], subnetIds: unknown = UNKNOWN) => ({
  subject: sample("aws:rds/subnetGroup:SubnetGroup", "stores", { subnetIds }, { from: { subnetIds: of } }),
  others: network,
});
const inGroup = (ids: unknown, others: readonly Sample[] = network) => ({ subject: subnetGroup(ids), others });
const broker = (props: Record<string, unknown>) => ({
  subject: sample("aws:mq/broker:Broker", "warehouse", props),
  others: network,
});
/** The routes of subnet `b` through something. */
const routed = (props: Record<string, unknown>) =>
  inGroup(["subnet-b"], networkWith(route("inside", { destinationCidrBlock: "0.0.0.0/0", ...props }, "in")));

describeControl(storeSubnetsPrivate, {
  compliant: {
    "a private subnet": inGroup(["subnet-b"]),
    "a subnet that is not known yet, but is private": groupFrom([privateSubnet], [UNKNOWN]),
    "some of two private ones": {
      ...groupFrom([privateSubnet, another]),
      others: networkWith(another, associated("c", "inside")),
    },
    "a way out by a NAT gateway": routed({ natGatewayId: "nat-1" }),
    "a gateway of another network": inGroup(["subnet-a"], networkWith(vpc("other"), gateway({ vpcId: "vpc-other" }))),
    "a broker in a private subnet": broker({ subnetIds: ["subnet-b"] }),
  },
  violating: {
    "a public subnet": { ...inGroup(["subnet-a"]), at: "subnetIds", saying: /a, which has a route/ },
    "one of two": { ...inGroup(["subnet-b", "subnet-a"]), at: "subnetIds" },
    "a subnet that is not known yet, but is public": { ...groupFrom([publicSubnet], [UNKNOWN]), at: "subnetIds" },
    "one of two public ones": {
      ...groupFrom([publicSubnet, another]),
      others: networkWith(another, associated("c", "public")),
      at: "subnetIds",
    },
    "half of the internet": {
      ...inGroup(
        ["subnet-b"],
        networkWith(route("inside", { destinationCidrBlock: "128.0.0.0/1", gatewayId: "igw-door" }, "in")),
      ),
      at: "subnetIds",
    },
    "the internet of IPv6": {
      ...inGroup(
        ["subnet-b"],
        networkWith(route("inside", { destinationIpv6CidrBlock: "::/0", gatewayId: "igw-door" }, "in")),
      ),
      at: "subnetIds",
    },
    "the main table's routes, where it has none of its own": {
      ...inGroup(
        ["subnet-c"],
        networkWith(
          another,
          sample(
            "aws:ec2/defaultRouteTable:DefaultRouteTable",
            "main",
            {
              defaultRouteTableId: "rtb-net-main",
              routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-door" }],
            },
            { from: { defaultRouteTableId: network.slice(0, 1) } },
          ),
        ),
      ),
      at: "subnetIds",
    },
    "a route by a gateway of another stack": { ...routed({ gatewayId: "igw-elsewhere" }), at: "subnetIds" },
    "a broker in a public subnet": { ...broker({ subnetIds: ["subnet-a"] }), at: "subnetIds" },
  },
  undecided: {
    "a subnet of another stack": {
      ...inGroup(["subnet-x"]),
      because: /routes of subnet subnet-x are not in this stack/,
    },
    "subnets of nobody knows where": { ...groupFrom([]), because: /subnetIds is not known/ },
    "one of a private one and another stack's": {
      ...groupFrom([privateSubnet, sample("pulumi:pulumi:StackReference", "network")]),
      because: /subnetIds is not known/,
    },
    "one of a public and a private one": {
      ...groupFrom([publicSubnet, privateSubnet]),
      because: /may be any of a, b/,
    },
    "a route through a firewall": { ...routed({ vpcEndpointId: "vpce-1" }), because: /lead through an appliance/ },
    "a route table of another stack": {
      ...inGroup(
        ["subnet-b"],
        networkWith(
          sample(associated("b", "inside").type, "b-inside", { subnetId: "subnet-b", routeTableId: "rtb-x" }),
        ),
      ),
      because: /route table of subnet b is not in this stack/,
    },
    "a route whose destination is not known": {
      ...inGroup(
        ["subnet-b"],
        networkWith(
          sample(
            "aws:ec2/route:Route",
            "in",
            { routeTableId: "rtb-inside", destinationCidrBlock: UNKNOWN, gatewayId: "igw-door" },
            { from: { destinationCidrBlock: [sample("aws:ssm/parameter:Parameter", "block")] } },
          ),
        ),
      ),
      because: /destinationCidrBlock is not known/,
    },
  },
  notApplicable: {
    "a broker where AWS chooses": broker({}),
    "a search domain in no network": { subject: sample("aws:opensearch/domain:Domain", "logs", {}) },
    "a search domain in a network that AWS will tell of": {
      subject: sample("aws:opensearch/domain:Domain", "logs", { vpcOptions: UNKNOWN }),
    },
    "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") },
  },
  mayBeDropped: {
    subnetIds: "it is in no subnet then",
    gatewayId: "the route then leads nowhere",
    destinationCidrBlock: "the route is then for nothing",
    routeTableId: "the route, or the subnet, then has another table",
    subnetId: "the subnet then has the main table, which leads nowhere",
    vpcId: "the gateway is then of no network, and the subnet has a table anyhow",
  },
});

describe("the subnets of stores", () => {
  const places: readonly (readonly [type: string, props: (ids: string[]) => Record<string, unknown>])[] = [
    ...["rds", "elasticache", "memorydb", "docdb", "neptune", "redshift", "dax"].map(
      (service) => [`aws:${service}/subnetGroup:SubnetGroup`, (subnetIds: string[]) => ({ subnetIds })] as const,
    ),
    ["aws:dms/replicationSubnetGroup:ReplicationSubnetGroup", (subnetIds) => ({ subnetIds })],
    ["aws:elasticache/serverlessCache:ServerlessCache", (subnetIds) => ({ subnetIds })],
    ["aws:redshiftserverless/workgroup:Workgroup", (subnetIds) => ({ subnetIds })],
    ["aws:msk/cluster:Cluster", (clientSubnets) => ({ brokerNodeGroupInfo: { clientSubnets } })],
    ["aws:opensearch/domain:Domain", (subnetIds) => ({ vpcOptions: { subnetIds } })],
    ["aws:efs/mountTarget:MountTarget", ([subnetId]) => ({ subnetId })],
  ];
  for (const [type, props] of places) {
    it(`are told public from private in ${type}`, () => {
      const kindIn = (id: string) =>
        judge(storeSubnetsPrivate, { subject: sample(type, "one", props([id])), others: network }).kind;
      assert.equal(kindIn("subnet-a"), "fail");
      assert.equal(kindIn("subnet-b"), "pass");
    });
  }
});
