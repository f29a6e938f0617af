import { strict as assert } from "node:assert";
import { reachInternetAdmin } from "../../../../../policies/controls/paths/reach-internet-admin";
import { describeControl, judge, sample, UNKNOWN } from "../../../../support/policies";
import { attached, balancer, group, instance, listener, network, networkWith, rule, subnet, targets } from "./network";

const ssh = (peer = "0.0.0.0/0", from = 22, to = from) => [
  ...network,
  group("bastion"),
  rule("Ingress", "bastion", peer, from, to),
];
const host = (props: Record<string, unknown> = {}) => instance("bastion", props);
const six = sample("aws:ec2/route:Route", "six", {
  routeTableId: "rtb-public",
  destinationIpv6CidrBlock: "::/0",
  gatewayId: "igw-door",
});
const saying = /^internet -> igw door -> subnet a -> group bastion -> instance bastion:22$/;

describeControl(reachInternetAdmin, {
  compliant: {
    "a host that nothing leads to": { subject: host({ associatePublicIpAddress: false }) },
  },
  violating: {
    "a host that takes SSH from anywhere": { subject: host(), others: ssh(), at: "", saying },
    "one that takes everything": {
      subject: host(),
      others: ssh("0.0.0.0/0", 0, 65_535),
      at: "",
      saying: /bastion:22\n.*bastion:23\n/,
    },
    "one by IPv6": {
      subject: host({ associatePublicIpAddress: false, ipv6AddressCount: 1 }),
      others: [...ssh("::/0"), six],
      at: "",
      saying,
    },
    "one by IPv6 of its subnet's": {
      subject: host({ associatePublicIpAddress: false }),
      others: [
        ...networkWith(subnet("a", "10.0.0.0/24", { assignIpv6AddressOnCreation: true })),
        ...ssh("::/0").slice(-2),
        six,
      ],
      at: "",
      saying,
    },
    "one on a port of one's own": {
      subject: host(),
      others: ssh("0.0.0.0/0", 2222),
      config: { ports: ["2222"] },
      at: "",
    },
    "one with a card of its own": {
      subject: host({
        subnetId: undefined,
        vpcSecurityGroupIds: undefined,
        associatePublicIpAddress: undefined,
        primaryNetworkInterface: { networkInterfaceId: "eni-1" },
      }),
      others: [
        ...ssh(),
        sample("aws:ec2/networkInterface:NetworkInterface", "card", {
          id: "eni-1",
          subnetId: "subnet-a",
          securityGroups: ["sg-bastion"],
        }),
        sample("aws:ec2/eipAssociation:EipAssociation", "ip", {
          networkInterfaceId: "eni-1",
          allocationId: "eipalloc-1",
        }),
      ],
      at: "",
      saying,
    },
    "one behind a load balancer that passes connections on": {
      subject: host({ associatePublicIpAddress: false, subnetId: "subnet-b" }),
      others: [
        ...ssh("10.0.0.0/24"),
        balancer("front", { loadBalancerType: "network", securityGroups: undefined }),
        listener("front", 2222, "front"),
        targets("front", 22),
        attached("front", "i-bastion"),
      ],
      at: "",
      saying: /load balancer front:2222 -> group bastion -> instance bastion:22$/,
    },
    "one behind a classic load balancer": {
      subject: host({ associatePublicIpAddress: false, subnetId: "subnet-b" }),
      others: [
        ...ssh("10.0.0.0/24"),
        group("front"),
        rule("Ingress", "front", "0.0.0.0/0", 2222),
        rule("Egress", "front", "sg-bastion", 22),
        sample("aws:elb/loadBalancer:LoadBalancer", "front", {
          id: "front",
          subnets: ["subnet-a"],
          securityGroups: ["sg-front"],
          instances: ["i-bastion"],
          listeners: [{ lbPort: 2222, instancePort: 22 }],
        }),
      ],
      at: "",
      saying: /load balancer front:2222 -> group bastion -> instance bastion:22$/,
    },
  },
  undecided: {
    "a rule for addresses that are not known": {
      subject: host(),
      others: ssh(UNKNOWN),
      because: /internet -> igw door.*cidrIpv4 is not known/,
    },
    "a host in the default network": {
      subject: host({ subnetId: undefined, associatePublicIpAddress: undefined }),
      others: ssh(),
      because: /internet -> group bastion -> instance bastion:22: the subnets of bastion are not in this stack/,
    },
    "a setting that is no port": { subject: host(), config: { ports: ["ssh"] }, because: /"ssh", which is no port/ },
  },
  mayBeDropped: {
    subnetId: "a host in no known place is reached by nothing",
    vpcSecurityGroupIds: "the network's own group lets nobody in",
  },
});

describe("a port to log in by", () => {
  const says = (others: ReturnType<typeof ssh>, props: Record<string, unknown> = {}) =>
    judge(reachInternetAdmin, { subject: host(props), others }).kind;
  it("may be open to an office", () => assert.equal(says(ssh("198.51.100.7/32")), "pass"));
  it("is open by the network's own group, where a host is given none", () => {
    const own = sample("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
      id: "sg-default",
      vpcId: "vpc-net",
      ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
    });
    assert.equal(says([...network, own], { vpcSecurityGroupIds: [] }), "fail");
    assert.equal(says([...network, own], { vpcSecurityGroupIds: undefined }), "fail");
    assert.equal(says([...network, own, group("bastion")]), "pass");
  });
  it("may be open to the network", () => assert.equal(says(ssh("10.0.0.0/8")), "pass"));
  it("is none that serves", () => assert.equal(says(ssh("0.0.0.0/0", 443)), "pass"));
  it("is none where a range stops short of it", () => assert.equal(says(ssh("0.0.0.0/0", 0, 21)), "pass"));
  it("needs a public address", () => assert.equal(says(ssh(), { associatePublicIpAddress: false }), "pass"));
  it("needs a subnet with a way to the internet", () => assert.equal(says(ssh(), { subnetId: "subnet-b" }), "pass"));
});

describe("a port to log in by, behind a load balancer", () => {
  const front = [
    ...ssh("10.0.0.0/24"),
    balancer("front", { loadBalancerType: "network", securityGroups: undefined }),
    targets("front", 22),
  ];
  const service = (containerPort: number) =>
    sample("aws:ecs/service:Service", "bastion", {
      id: "bastion",
      networkConfiguration: { subnets: ["subnet-b"], securityGroups: ["sg-bastion"] },
      loadBalancers: [{ targetGroupArn: "tg-front", containerPort }],
    });
  const template = sample("aws:ec2/launchTemplate:LaunchTemplate", "t", {
    id: "lt-1",
    vpcSecurityGroupIds: ["sg-bastion"],
  });
  const fleet = (props: Record<string, unknown> = {}) =>
    sample("aws:autoscaling/group:Group", "bastion", {
      id: "fleet",
      name: "fleet",
      launchTemplate: { id: "lt-1" },
      vpcZoneIdentifiers: ["subnet-b"],
      ...props,
    });
  const plain = sample("aws:lb/listener:Listener", "front-80", {
    id: "listener-80",
    arn: "listener-80",
    loadBalancerArn: "lb-front",
    port: 2222,
    defaultActions: [{ type: "fixed-response" }],
  });
  const inside = host({ associatePublicIpAddress: false, subnetId: "subnet-b" });
  const to = [listener("front", 2222, "front")];
  const cases: Record<string, [ReturnType<typeof host>, ReturnType<typeof ssh>, string]> = {
    "by a rule of its listener": [
      inside,
      [
        plain,
        sample("aws:lb/listenerRule:ListenerRule", "r", {
          listenerArn: "listener-80",
          actions: [{ type: "forward", targetGroupArn: "tg-front" }],
        }),
        attached("front", "i-bastion"),
      ],
      "fail",
    ],
    "by one of several target groups": [
      inside,
      [
        sample("aws:lb/listener:Listener", "front", {
          ...plain.props,
          defaultActions: [{ type: "forward", forward: { targetGroups: [{ arn: "tg-other" }, { arn: "tg-front" }] } }],
        }),
        attached("front", "i-bastion"),
      ],
      "fail",
    ],
    "by no rule of its listener": [inside, [plain, attached("front", "i-bastion")], "pass"],
    "by a port of its own": [inside, [...to, attached("front", "i-bastion", { port: 443 })], "pass"],
    "of tasks": [service(22), to, "fail"],
    "of tasks, on a port that serves": [service(443), to, "pass"],
    "of a fleet": [fleet({ targetGroupArns: ["tg-front"] }), [...to, template], "fail"],
    "of a fleet that is put behind it": [
      fleet(),
      [
        ...to,
        template,
        sample("aws:autoscaling/attachment:Attachment", "a", {
          autoscalingGroupName: "fleet",
          lbTargetGroupArn: "tg-front",
        }),
      ],
      "fail",
    ],
    "of a fleet that is not": [fleet(), [...to, template], "pass"],
    "behind another one": [
      inside,
      [
        ...to,
        attached("front", "lb-inner"),
        balancer("inner", {
          internal: true,
          securityGroups: undefined,
          loadBalancerType: "network",
          subnets: ["subnet-a"],
        }),
        listener("inner", 22, "inner"),
        targets("inner", 22),
        attached("inner", "i-bastion"),
      ],
      "fail",
    ],
    "behind another one, on another port": [
      inside,
      [
        ...to,
        attached("front", "lb-inner"),
        balancer("inner", {
          internal: true,
          securityGroups: undefined,
          loadBalancerType: "network",
          subnets: ["subnet-a"],
        }),
        listener("inner", 2022, "inner"),
        targets("inner", 22),
        attached("inner", "i-bastion"),
      ],
      "pass",
    ],
  };
  for (const [name, [subject, others, kind]] of Object.entries(cases)) {
    it(`${name}: ${kind}`, () => {
      assert.equal(judge(reachInternetAdmin, { subject, others: [...front, ...others] }).kind, kind);
    });
  }
});
