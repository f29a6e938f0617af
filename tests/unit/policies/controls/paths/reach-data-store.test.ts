import { strict as assert } from "node:assert";
import { reachDataStore } from "../../../../../policies/controls/paths/reach-data-store";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import {
  allOut,
  database,
  gateway,
  group,
  instance,
  network,
  networkWith,
  networkWithout,
  route,
  rule,
  subnetGroup,
  table,
  vpc,
} from "./network";

const PUBLIC = { publiclyAccessible: true, vpcSecurityGroupIds: ["sg-db"] };
/** A database in the public subnet, open to everybody but for what a test changes. */
const open = [group("db"), rule("Ingress", "db", "0.0.0.0/0", 5432), subnetGroup(["subnet-a"])];
const exposed = (...others: Sample[]): Case => ({ subject: database(PUBLIC), others: [...others, ...open] });

/** A bastion in the public subnet, and a database in the other that lets it in. */
const bastion = [group("bastion"), rule("Ingress", "bastion", "0.0.0.0/0", 22), instance("bastion")];
const store = [group("db"), subnetGroup()];
const hop = (...others: Sample[]): Case => ({
  subject: database(),
  others: [...network, ...store, ...bastion, ...others],
});
const lets = [rule("Ingress", "db", "sg-bastion", 5432), allOut("bastion")];

const pathOf = (example: Case): string => {
  const verdict = judge(reachDataStore, example);
  return verdict.kind === "fail" ? verdict.findings.map(({ found }) => found).join("\n") : verdict.kind;
};

describeControl(reachDataStore, {
  compliant: {
    "a store that nothing leads to": { subject: database() },
  },
  violating: {
    "a public store": {
      ...exposed(...network),
      at: "",
      saying: /^internet -> igw door -> subnet a -> group db -> database orders:5432$/,
    },
    "a store behind a bastion": {
      ...hop(...lets),
      at: "",
      saying:
        /^internet -> igw door -> subnet a -> group bastion -> instance bastion:22 -> group db -> database orders:5432$/,
    },
  },
  undecided: {
    "a store of which it is not known whether it is public": {
      ...exposed(...network),
      subject: sample(
        "aws:rds/instance:Instance",
        "orders",
        { ...database(PUBLIC).props, publiclyAccessible: UNKNOWN },
        { from: { publiclyAccessible: network.slice(3, 4) } },
      ),
      because: /internet -> igw door.*publiclyAccessible is not known/,
    },
    "a public store in subnets of elsewhere": {
      subject: database(PUBLIC),
      others: [...network, ...open.slice(0, 2), subnetGroup(["subnet-x"])],
      because: /the subnet subnet-x is not in this stack/,
    },
    "a public store in the default network": {
      subject: database({ ...PUBLIC, dbSubnetGroupName: undefined }),
      others: [...network, ...open],
      because: /internet -> group db -> database orders:5432: the subnets of orders are not in this stack/,
    },
    "a public store behind a group of elsewhere": {
      subject: database({ ...PUBLIC, vpcSecurityGroupIds: ["sg-x"] }),
      others: [...network, subnetGroup(["subnet-a"])],
      because: /the security group sg-x is not in this stack/,
    },
  },
  notApplicable: {
    "a search domain outside of every network": {
      subject: sample("aws:opensearch/domain:Domain", "search", { engineVersion: "OpenSearch_2.19" }),
    },
  },
  mayBeDropped: {
    dbSubnetGroupName: "a store in no known place is reached by nothing",
    vpcSecurityGroupIds: "the network's own group lets nobody in",
    publiclyAccessible: "absent is false",
    port: "the engine has one",
  },
});

describe("a way from the internet to a public store", () => {
  const open4 = (props: Record<string, unknown>, ...more: Sample[]) =>
    exposed(...networkWith(route("public", { destinationCidrBlock: "0.0.0.0/0", ...props })), ...more);
  const split = (block: string, name: string) =>
    route("public", { destinationCidrBlock: block, gatewayId: "igw-door" }, name);
  const acl = (props: Record<string, unknown>) =>
    sample("aws:ec2/networkAcl:NetworkAcl", "acl", {
      id: "acl-1",
      vpcId: "vpc-net",
      subnetIds: ["subnet-a"],
      ...props,
    });
  const line = (ruleNo: number, action: string, ports: [number, number] = [0, 65_535], cidrBlock = "0.0.0.0/0") => ({
    ruleNo,
    action,
    protocol: "tcp",
    fromPort: ports[0],
    toPort: ports[1],
    cidrBlock,
  });
  const [all, reply] = [[line(100, "allow")], [line(100, "allow", [1024, 65_535])]];
  const aclRule = (egress: boolean, ruleNumber: number, ruleAction: string, toPort = 65_535) =>
    sample("aws:ec2/networkAclRule:NetworkAclRule", `r-${egress}-${ruleNumber}`, {
      networkAclId: "acl-1",
      egress,
      ruleNumber,
      ruleAction,
      protocol: "-1",
      cidrBlock: "0.0.0.0/0",
      fromPort: 0,
      toPort,
    });
  const aclAt = (networkAclId: string) =>
    sample("aws:ec2/networkAclAssociation:NetworkAclAssociation", "at", { subnetId: "subnet-a", networkAclId });
  const block = (internetGatewayBlockMode: unknown) =>
    sample("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", { internetGatewayBlockMode });
  const exclusion = (internetGatewayExclusionMode: string, where: Record<string, unknown> = { vpcId: "vpc-net" }) =>
    sample("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "except", {
      internetGatewayExclusionMode,
      ...where,
    });
  const six = sample("aws:ec2/route:Route", "six", {
    routeTableId: "rtb-public",
    destinationIpv6CidrBlock: "::/0",
    gatewayId: "igw-door",
  });

  const yes = /^internet -> .*database orders:5432$/;
  const cases: Record<string, [Case, RegExp]> = {
    "is closed without a route": [exposed(...networkWithout("out")), /^pass$/],
    "is closed without a gateway in the network": [exposed(...networkWith(gateway({}))), /^pass$/],
    "is closed with a gateway of another network": [
      exposed(...networkWith(gateway({ vpcId: "vpc-other" })), vpc("other")),
      /^pass$/,
    ],
    "is open with a gateway that is attached beside": [
      exposed(
        ...networkWith(gateway({})),
        sample("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "at", {
          internetGatewayId: "igw-door",
          vpcId: "vpc-net",
        }),
      ),
      yes,
    ],
    "is open through a gateway of elsewhere": [open4({ gatewayId: "igw-elsewhere" }), /igw igw-elsewhere -> subnet a/],
    "is closed by a route outwards only": [open4({ natGatewayId: "nat-1" }), /^pass$/],
    "is closed by a virtual private gateway": [open4({ gatewayId: "vgw-1" }), /^pass$/],
    "can't be told through a firewall": [open4({ vpcEndpointId: "vpce-1" }), /^undecided$/],
    "is closed by a black hole": [open4({ gatewayId: "igw-door", state: "blackhole" }), /^pass$/],
    "is open with a default route in two halves": [
      exposed(...networkWithout("out"), split("0.0.0.0/1", "low"), split("128.0.0.0/1", "high")),
      yes,
    ],
    "is open with one half of it": [exposed(...networkWithout("out"), split("128.0.0.0/1", "high")), yes],
    "is closed by narrower routes to elsewhere": [
      exposed(
        ...network,
        route("public", { destinationCidrBlock: "0.0.0.0/1", natGatewayId: "nat-1" }, "low"),
        route("public", { destinationCidrBlock: "128.0.0.0/1", natGatewayId: "nat-1" }, "high"),
      ),
      /^pass$/,
    ],
    "is closed with a route to a partner only": [
      exposed(...networkWithout("out"), split("203.0.113.0/24", "partner")),
      /^pass$/,
    ],
    "is closed for IPv4 by a route for IPv6": [exposed(...networkWithout("out"), six), /^pass$/],
    "is open by a route in its table": [
      exposed(
        ...networkWithout("out", "public"),
        table("public", { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-door" }] }),
      ),
      yes,
    ],
    "can't be told where routes are not known": [
      exposed(
        ...networkWithout("out", "public"),
        sample(
          "aws:ec2/routeTable:RouteTable",
          "public",
          {
            id: "rtb-public",
            vpcId: "vpc-net",
            routes: UNKNOWN,
          },
          { from: { routes: network.slice(3, 4) } },
        ),
      ),
      /^undecided$/,
    ],
    "is open by the main table, where it is the subnet's": [
      exposed(
        ...networkWithout("a-public"),
        sample("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", {
          vpcId: "vpc-net",
          routeTableId: "rtb-public",
        }),
      ),
      yes,
    ],
    "is closed by the main table that a network comes with": [exposed(...networkWithout("a-public")), /^pass$/],
    "is open by the default table": [
      exposed(
        ...networkWithout("a-public"),
        sample(
          "aws:ec2/defaultRouteTable:DefaultRouteTable",
          "default",
          {
            id: "rtb-net-main",
            defaultRouteTableId: "rtb-net-main",
            routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-door" }],
          },
          { from: { defaultRouteTableId: network.slice(0, 1) } },
        ),
      ),
      yes,
    ],
    "is open by ACLs that let in and answer": [exposed(...network, acl({ ingress: all, egress: reply })), yes],
    "is closed by an ACL that lets nothing in": [exposed(...network, acl({ ingress: [], egress: reply })), /^pass$/],
    "is closed by an ACL that lets no answers out": [
      exposed(...network, acl({ ingress: all, egress: [line(100, "allow", [443, 443])] })),
      /^pass$/,
    ],
    "is closed by a refusal with a lower number": [
      exposed(...network, acl({ ingress: [line(100, "allow"), line(90, "deny", [5432, 5432])], egress: reply })),
      /^pass$/,
    ],
    "is open in spite of a refusal with a higher number": [
      exposed(...network, acl({ ingress: [line(110, "deny"), line(100, "allow")], egress: reply })),
      yes,
    ],
    "is closed by an ACL for others' addresses": [
      exposed(...network, acl({ ingress: [line(100, "allow", [0, 65_535], "10.0.0.0/8")], egress: reply })),
      /^pass$/,
    ],
    "is open by rules beside their ACL": [
      exposed(...network, acl({}), aclRule(false, 100, "allow", 0), aclRule(true, 100, "allow", 0)),
      yes,
    ],
    "is closed by a rule beside its ACL": [
      exposed(
        ...network,
        acl({}),
        aclRule(false, 100, "allow"),
        aclRule(true, 100, "allow"),
        aclRule(false, 9, "deny"),
      ),
      /^pass$/,
    ],
    "is closed by an ACL that is put on it beside": [
      exposed(...network, acl({ subnetIds: [] }), aclAt("acl-1")),
      /^pass$/,
    ],
    "can't be told with an ACL of elsewhere": [exposed(...network, aclAt("acl-9")), /^undecided$/],
    "is closed by the network's own ACL": [
      exposed(
        ...network,
        sample(
          "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
          "default",
          { id: "acl-net-main", defaultNetworkAclId: "acl-net-main", ingress: [], egress: reply },
          { from: { defaultNetworkAclId: network.slice(0, 1) } },
        ),
      ),
      /^pass$/,
    ],
    "is closed by an ACL for others' addresses, whatever the protocol": [
      exposed(
        ...network,
        acl({ ingress: [{ ...line(100, "allow", [0, 1], "10.0.0.0/8"), protocol: UNKNOWN }], egress: reply }),
      ),
      /^pass$/,
    ],
    "is closed by an ACL for another protocol": [
      exposed(...network, acl({ ingress: [{ ...line(100, "allow"), protocol: "udp" }], egress: reply })),
      /^pass$/,
    ],
    "can't be told with a rule of unknown ports": [
      exposed(...network, acl({ ingress: [{ ...line(100, "allow"), toPort: UNKNOWN }], egress: reply })),
      /^undecided$/,
    ],
    "is closed by Block Public Access": [exposed(...network, block("block-ingress")), /^pass$/],
    "is closed by it in both directions": [exposed(...network, block("block-bidirectional")), /^pass$/],
    "is open where it is of another region": [
      exposed(
        ...networkWith(vpc("net", { region: "eu-central-1" })),
        sample("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", {
          internetGatewayBlockMode: "block-ingress",
          region: "us-east-1",
        }),
      ),
      yes,
    ],
    "is closed where it is of this region": [
      exposed(
        ...networkWith(vpc("net", { region: "eu-central-1" })),
        sample("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", {
          internetGatewayBlockMode: "block-ingress",
          region: "eu-central-1",
        }),
      ),
      /^pass$/,
    ],
    "is open where it is off": [exposed(...network, block("off")), yes],
    "is open where the network is excepted": [
      exposed(...network, block("block-ingress"), exclusion("allow-bidirectional")),
      yes,
    ],
    "is open where the subnet is excepted": [
      exposed(...network, block("block-ingress"), exclusion("allow-bidirectional", { subnetId: "subnet-a" })),
      yes,
    ],
    "is closed where the exception is for calls out": [
      exposed(...network, block("block-ingress"), exclusion("allow-egress")),
      /^pass$/,
    ],
    "can't be told where its mode is not known": [exposed(...network, block(UNKNOWN)), /^undecided$/],
    "is closed for another port": [
      { subject: database({ ...PUBLIC, port: 5433 }), others: [...network, ...open] },
      /^pass$/,
    ],
    "is closed for an office's addresses": [
      {
        subject: database(PUBLIC),
        others: [...network, group("db"), rule("Ingress", "db", "198.51.100.0/24", 5432), subnetGroup(["subnet-a"])],
      },
      /^pass$/,
    ],
    "is open for half of the world": [
      {
        subject: database(PUBLIC),
        others: [...network, group("db"), rule("Ingress", "db", "128.0.0.0/1", 5432), subnetGroup(["subnet-a"])],
      },
      yes,
    ],
    "is closed for IPv6, which the store does not have": [
      {
        subject: database(PUBLIC),
        others: [...network, six, group("db"), rule("Ingress", "db", "::/0", 5432), subnetGroup(["subnet-a"])],
      },
      /^pass$/,
    ],
    "is open by a rule in its group": [
      {
        subject: database(PUBLIC),
        others: [
          ...network,
          group("db", { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }),
          subnetGroup(["subnet-a"]),
        ],
      },
      yes,
    ],
    "is open by a prefix list of the stack": [
      {
        subject: database(PUBLIC),
        others: [
          ...network,
          group("db", { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, prefixListIds: ["pl-1"] }] }),
          sample("aws:ec2/managedPrefixList:ManagedPrefixList", "list", {
            id: "pl-1",
            entries: [{ cidr: "10.0.0.0/8" }],
          }),
          sample("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "entry", {
            prefixListId: "pl-1",
            cidr: "0.0.0.0/0",
          }),
          subnetGroup(["subnet-a"]),
        ],
      },
      yes,
    ],
    "can't be told with a prefix list of elsewhere": [
      {
        subject: database(PUBLIC),
        others: [
          ...network,
          group("db", { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, prefixListIds: ["pl-9"] }] }),
          subnetGroup(["subnet-a"]),
        ],
      },
      /^undecided$/,
    ],
  };
  for (const [name, [example, expected]] of Object.entries(cases)) {
    it(name, () => assert.match(pathOf(example), expected));
  }
});
