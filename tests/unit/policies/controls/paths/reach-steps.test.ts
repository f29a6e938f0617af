import { strict as assert } from "node:assert";
import { reachDataStore } from "../../../../../policies/controls/paths/reach-data-store";
import { type Case, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import {
  allOut,
  associated,
  attached,
  balancer,
  database,
  group,
  instance,
  listener,
  network,
  networkWith,
  route,
  rule,
  subnet,
  subnetGroup,
  table,
  targets,
  vpc,
} from "./network";

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

describe("a way from the internet to a store in several steps", () => {
  const app = [group("app"), instance("app", { subnetId: "subnet-b", associatePublicIpAddress: false })];
  const web = [group("web"), rule("Ingress", "web", "0.0.0.0/0", 443), allOut("web")];
  const behind = (type: string, port: number, target = "i-app") => [
    balancer("web", { loadBalancerType: type }),
    listener("web", 443, "app"),
    targets("app", port),
    attached("app", target),
    ...web,
    ...app,
    rule("Ingress", "app", "sg-web", port),
    rule("Ingress", "db", "sg-app", 5432),
    allOut("app"),
  ];
  const three = (...others: Sample[]): Case => ({ subject: database(), others: [...network, ...store, ...others] });
  const ecs = (assignPublicIp: boolean) =>
    sample("aws:ecs/service:Service", "shop", {
      id: "shop",
      networkConfiguration: { subnets: ["subnet-a"], securityGroups: ["sg-web"], assignPublicIp },
    });
  const other = [
    vpc("far", { cidrBlock: "10.1.0.0/16" }),
    subnet("far", "10.1.0.0/24", { vpcId: "vpc-far" }),
    table("far", { vpcId: "vpc-far" }),
    associated("far", "far"),
    sample("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "pair", {
      id: "pcx-1",
      vpcId: "vpc-net",
      peerVpcId: "vpc-far",
    }),
  ];
  const there = route("public", { destinationCidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: "pcx-1" }, "there");
  const back = route("far", { destinationCidrBlock: "10.0.0.0/16", vpcPeeringConnectionId: "pcx-1" }, "back");
  const far = (...others: Sample[]): Case => ({
    subject: database(),
    others: [
      ...network,
      ...other,
      ...bastion,
      allOut("bastion"),
      group("db", { vpcId: "vpc-far" }),
      subnetGroup(["subnet-far"]),
      rule("Ingress", "db", "10.0.0.0/16", 5432),
      ...others,
    ],
  });
  const cases: Record<string, [Case, RegExp]> = {
    "passes the ordinary three tiers": [three(...behind("application", 8080)), /^pass$/],
    "passes them behind a network load balancer": [three(...behind("network", 8080)), /^pass$/],
    "finds a bastion behind a load balancer": [
      three(...behind("network", 22)),
      /^internet -> igw door -> subnet a -> group web -> load balancer web:443 -> group app -> instance app:22 -> group db -> database orders:5432$/,
    ],
    "finds a store behind a load balancer": [
      three(
        balancer("web", { loadBalancerType: "network" }),
        listener("web", 443, "db"),
        targets("db", 5432),
        sample(
          "aws:lb/targetGroupAttachment:TargetGroupAttachment",
          "db",
          { targetGroupArn: "tg-db", targetId: "10.0.1.7" },
          { from: { targetId: [database()] } },
        ),
        ...web,
        rule("Ingress", "db", "sg-web", 5432),
      ),
      /load balancer web:443 -> group db -> database orders:5432$/,
    ],
    "passes an internal load balancer": [
      three(
        ...behind("network", 22).filter(({ name }) => name !== "web"),
        ...web.slice(1),
        group("web"),
        balancer("web", { internal: true }),
      ),
      /^pass$/,
    ],
    "finds a second host behind the first": [
      three(
        ...bastion,
        allOut("bastion"),
        ...app,
        rule("Ingress", "app", "sg-bastion", 8080),
        rule("Ingress", "db", "sg-app", 5432),
        allOut("app"),
      ),
      /instance bastion:22 -> group app -> instance app:8080 -> group db -> database orders:5432$/,
    ],
    "finds a store that lets its own group in, where the host is in that, too": [
      three(
        ...bastion.slice(0, 2),
        instance("bastion", { vpcSecurityGroupIds: ["sg-bastion", "sg-db"] }),
        sample("aws:ec2/securityGroupRule:SecurityGroupRule", "self", {
          securityGroupId: "sg-db",
          type: "ingress",
          protocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          self: true,
        }),
        allOut("db"),
      ),
      /instance bastion:22 -> group db -> database orders:5432$/,
    ],
    "finds a host that a rule of the older kind lets everybody in to": [
      three(
        group("bastion"),
        sample("aws:ec2/securityGroupRule:SecurityGroupRule", "ssh", {
          securityGroupId: "sg-bastion",
          type: "ingress",
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrBlocks: ["0.0.0.0/0"],
        }),
        instance("bastion"),
        ...lets,
      ),
      /instance bastion:22/,
    ],
    "passes where the host's group lets nothing out": [hop(rule("Ingress", "db", "sg-bastion", 5432)), /^pass$/],
    "passes where the host's group lets it out elsewhere": [
      hop(rule("Ingress", "db", "sg-bastion", 5432), rule("Egress", "bastion", "10.0.7.0/24", 5432)),
      /^pass$/,
    ],
    "finds it where both halves are by address": [
      hop(rule("Ingress", "db", "10.0.0.0/24", 5432), rule("Egress", "bastion", "10.0.1.0/24", 5432)),
      /database orders/,
    ],
    "passes where the address is another subnet's": [
      hop(rule("Ingress", "db", "10.0.7.0/24", 5432), allOut("bastion")),
      /^pass$/,
    ],
    "passes where the ACL between the subnets does not let it through": [
      hop(
        ...lets,
        sample("aws:ec2/networkAcl:NetworkAcl", "acl", {
          id: "acl-1",
          vpcId: "vpc-net",
          subnetIds: ["subnet-b"],
          ingress: [],
          egress: [],
        }),
      ),
      /^pass$/,
    ],
    "passes a host that has no public address": [
      three(
        bastion[0] ?? group("x"),
        bastion[1] ?? group("y"),
        instance("bastion", { associatePublicIpAddress: false }),
        ...lets,
      ),
      /^pass$/,
    ],
    "finds a host with an address of its own": [
      three(
        ...bastion.slice(0, 2),
        instance("bastion", { associatePublicIpAddress: false }),
        sample("aws:ec2/eip:Eip", "ip", { instance: "i-bastion" }),
        ...lets,
      ),
      /instance bastion:22/,
    ],
    "finds a host with an address from its subnet": [
      {
        subject: database(),
        others: [
          ...networkWith(subnet("a", "10.0.0.0/24", { mapPublicIpOnLaunch: true })),
          ...store,
          ...bastion.slice(0, 2),
          instance("bastion", { associatePublicIpAddress: undefined }),
          ...lets,
        ],
      },
      /instance bastion:22/,
    ],
    "finds machines that are made from a template": [
      three(
        ...bastion.slice(0, 2),
        sample("aws:ec2/launchTemplate:LaunchTemplate", "t", {
          id: "lt-1",
          networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: ["sg-bastion"] }],
        }),
        sample("aws:autoscaling/group:Group", "fleet", {
          launchTemplate: { id: "lt-1" },
          vpcZoneIdentifiers: ["subnet-a"],
        }),
        ...lets,
      ),
      /autoscaling group fleet:22 -> group db/,
    ],
    "finds tasks with a public address": [
      three(...web, ecs(true), rule("Ingress", "db", "sg-web", 5432)),
      /service shop:443 -> group db/,
    ],
    "passes tasks without one": [three(...web, ecs(false), rule("Ingress", "db", "sg-web", 5432)), /^pass$/],
    "passes hosts that are no way in, where only those that are logged in to count": [
      { ...three(...web, ecs(true), rule("Ingress", "db", "sg-web", 5432)), config: { steppingStones: "admin" } },
      /^pass$/,
    ],
    "finds a store in a network beside": [far(there, back), /group db -> database orders:5432$/],
    "passes it without a route there": [far(back), /^pass$/],
    "can't tell of a network behind a transit gateway, whose own routes are not followed": [
      far(
        ...["net", "far"].map((name) =>
          sample("aws:ec2transitgateway/vpcAttachment:VpcAttachment", name, {
            transitGatewayId: "tgw-1",
            vpcId: `vpc-${name}`,
          }),
        ),
        route("public", { destinationCidrBlock: "10.1.0.0/16", transitGatewayId: "tgw-1" }, "there"),
        route("far", { destinationCidrBlock: "10.0.0.0/16", transitGatewayId: "tgw-1" }, "back"),
      ),
      /^undecided$/,
    ],
    "is certain of one way, where another is not certain": [
      {
        ...hop(...lets),
        subject: sample(
          "aws:rds/instance:Instance",
          "orders",
          { ...database().props, publiclyAccessible: UNKNOWN, vpcSecurityGroupIds: ["sg-db", "sg-office"] },
          { from: { publiclyAccessible: network.slice(3, 4) } },
        ),
        others: [
          ...networkWith(route("inside", { destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-door" }, "in")),
          ...store,
          ...bastion,
          ...lets,
          group("office"),
          rule("Ingress", "office", "0.0.0.0/0", 5432),
        ],
      },
      /instance bastion:22 -> group db -> database orders:5432$/,
    ],
    "is not certain of what comes after a step that is not": [
      {
        ...hop(),
        others: [
          ...network,
          ...store,
          group("bastion"),
          rule("Ingress", "bastion", UNKNOWN, 22),
          instance("bastion"),
          ...lets,
        ],
      },
      /^undecided$/,
    ],
    "passes it without a route back": [far(there), /^pass$/],
    "finds a store behind an endpoint": [
      three(
        ...bastion,
        allOut("bastion"),
        group("end"),
        rule("Ingress", "end", "sg-bastion", 443),
        sample("aws:ec2/vpcEndpoint:VpcEndpoint", "end", {
          id: "vpce-1",
          vpcEndpointType: "Interface",
          vpcId: "vpc-net",
          subnetIds: ["subnet-a"],
          securityGroupIds: ["sg-end"],
          serviceName: "vpce-svc-1",
        }),
        sample("aws:ec2/vpcEndpointService:VpcEndpointService", "svc", {
          id: "svc-1",
          serviceName: "vpce-svc-1",
          networkLoadBalancerArns: ["lb-inner"],
        }),
        balancer("inner", {
          internal: true,
          loadBalancerType: "network",
          subnets: ["subnet-b"],
          enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
        }),
        group("inner"),
        allOut("inner"),
        listener("inner", 443, "db"),
        targets("db", 5432),
        sample(
          "aws:lb/targetGroupAttachment:TargetGroupAttachment",
          "db",
          { targetGroupArn: "tg-db", targetId: "10.0.1.7" },
          { from: { targetId: [database()] } },
        ),
        rule("Ingress", "db", "10.0.1.0/24", 5432),
      ),
      /instance bastion:22 -> group end -> endpoint end:443 -> load balancer inner:443 -> group db -> database orders:5432$/,
    ],
  };
  for (const [name, [example, expected]] of Object.entries(cases)) {
    it(name, () => assert.match(pathOf(example), expected));
  }
});
