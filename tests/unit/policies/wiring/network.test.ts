import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { networkClientWiring } from "../../../../policies/controls/wiring/network-client";
import { privateLinkWiring } from "../../../../policies/controls/wiring/private-link";
import { securityGroupWiring } from "../../../../policies/controls/wiring/security-groups";
import { wayOutWiring } from "../../../../policies/controls/wiring/way-out";
import { covers } from "../../../../policies/graph/network/cidr";
import { describeControl, judge, type Sample, sample, UNKNOWN } from "../../../support/policies";
import { account, fn, opens, queue, role, securityGroup, table, vpc } from "./samples";

describe("blocks of addresses", () => {
  it("cover what lies in them", () => {
    assert.equal(covers("10.0.0.0/16", "10.0.255.0/24"), true);
    assert.equal(covers("10.0.0.0/16", "10.1.0.0/24"), false);
    assert.equal(covers("10.0.1.0/24", "10.0.0.0/16"), false);
    assert.equal(covers("0.0.0.0/0", "255.255.255.255/32"), true);
    assert.equal(covers("10.0.0.0", "10.0.0.0/16"), undefined);
    assert.equal(covers("10.0.0.300/8", "10.0.0.0/16"), undefined);
  });

  it("cover themselves, and never throw", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.string(), (address, bits, text) => {
        assert.equal(covers(`${address}/${bits}`, `${address}/${bits}`), true);
        assert.equal(covers(`${address}/${bits}`, `${address}/32`), true);
        covers(text, address);
      }),
    );
  });
});

const network = vpc("main");
const vpcId = String(network.props.id);
const clients = securityGroup("clients", vpcId);
const stores = securityGroup("stores", vpcId);
const out = opens("Egress", clients, "sg-stores", 6379);
const into = opens("Ingress", stores, "sg-clients", 6379);

describeControl(securityGroupWiring, {
  compliant: {
    "two halves that meet": { subject: clients, others: [stores, out, into] },
    "the other half by addresses": {
      subject: clients,
      others: [network, stores, out, opens("Ingress", stores, "10.0.0.0/8", 6379)],
    },
    "the other half in the group itself": {
      subject: clients,
      others: [
        securityGroup("stores", vpcId, {
          ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, securityGroups: ["sg-clients"] }],
        }),
        out,
      ],
    },
  },
  violating: {
    "ingress that is not there": {
      subject: clients,
      others: [stores, out],
      at: "egress",
      saying: /security group clients → security group stores without ingress of stores on port 6379/,
    },
    "egress that is not there": {
      subject: stores,
      others: [clients, into],
      at: "ingress",
      saying: /without egress of clients/,
    },
    "another port": {
      subject: clients,
      others: [stores, out, opens("Ingress", stores, "sg-clients", 6380)],
      at: "egress",
    },
    "addresses of others": {
      subject: clients,
      others: [network, stores, out, opens("Ingress", stores, "10.1.0.0/16", 6379)],
      at: "egress",
    },
  },
  undecided: {
    "a port that is not known yet": {
      subject: clients,
      others: [stores, out, opens("Ingress", stores, "sg-clients", UNKNOWN)],
      because: /fromPort is not known/,
    },
    "a rule whose group is not known yet": {
      subject: clients,
      others: [stores, out, { ...into, props: { ...into.props, securityGroupId: UNKNOWN } }],
      because: /securityGroupId is not known/,
    },
  },
  mayBeDropped: {
    securityGroupId: "a rule of no group opens nothing, and asks for nothing",
    referencedSecurityGroupId: "a rule to nobody asks for nothing",
    vpcId: "the groups name each other",
    ipProtocol: "a rule that is not about TCP asks for nothing",
    toPort: "the other half is asked for the first port",
    id: "a group that nobody names asks for nothing",
  },
});

describe("a service behind PrivateLink", () => {
  const balancer = sample("aws:lb/loadBalancer:LoadBalancer", "nlb", { arn: "nlb", securityGroups: ["sg-nlb"] });
  const group = securityGroup("nlb", vpcId);
  const targets = sample("aws:lb/targetGroup:TargetGroup", "tg", { arn: "tg", port: 8443, vpcId });
  const listener = sample("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: "nlb",
    port: 443,
    defaultActions: [{ type: "forward", targetGroupArn: "tg" }],
  });
  const serviceName = "com.amazonaws.vpce.eu-central-1.vpce-svc-1";
  const service = (more: Record<string, unknown> = {}) =>
    sample("aws:ec2/vpcEndpointService:VpcEndpointService", "svc", {
      id: "vpce-svc-1",
      name: serviceName,
      serviceName,
      acceptanceRequired: true,
      allowedPrincipals: [`arn:aws:iam::${account}:root`],
      networkLoadBalancerArns: ["nlb"],
      ...more,
    });
  const door = securityGroup("door", vpcId);
  const endpoint = (more: Record<string, unknown> = {}) =>
    sample("aws:ec2/vpcEndpoint:VpcEndpoint", "e", {
      id: "vpce-1",
      arn: `arn:aws:ec2:eu-central-1:${account}:vpc-endpoint/vpce-1`,
      serviceName,
      vpcEndpointType: "Interface",
      vpcId,
      securityGroupIds: ["sg-door"],
      ...more,
    });
  const open = opens("Ingress", door, "10.0.0.0/16", 443);
  const toTargets = opens("Egress", group, "10.0.0.0/16", 8443);
  const accepter = sample("aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter", "acc", {
    vpcEndpointId: "vpce-1",
    vpcEndpointServiceId: "vpce-svc-1",
  });
  const all = [network, balancer, group, targets, listener, service(), door, open, toTargets, accepter];
  const without = (...left: Sample[]) => all.filter((one) => !left.includes(one));
  const of = (other: Sample) => [...all.filter(({ name }) => name !== other.name), other];
  it("lets a load balancer out by a rule to the targets' group, on their port", () => {
    const judged = (port: number) =>
      judge(privateLinkWiring, {
        subject: endpoint(),
        others: [...without(toTargets), securityGroup("targets", vpcId), opens("Egress", group, "sg-targets", port)],
      }).kind;
    assert.equal(judged(8443), "pass");
    assert.equal(judged(9443), "fail");
  });

  it("asks nobody to accept what an endpoint accepts itself", () => {
    const verdict = judge(privateLinkWiring, { subject: endpoint({ autoAccept: true }), others: without(accepter) });
    assert.deepEqual(verdict, { kind: "pass" });
  });

  describeControl(privateLinkWiring, {
    compliant: {
      "all that it takes": { subject: endpoint(), others: all },
      "an endpoint of AWS's own services": {
        subject: endpoint({ serviceName: "com.amazonaws.eu-central-1.logs" }),
        others: [door, open],
      },
    },
    violating: {
      "no way into the endpoint": {
        subject: endpoint(),
        others: without(open),
        at: "securityGroupIds",
        saying: /port 443/,
      },
      "no way into an endpoint of AWS's": {
        subject: endpoint({ serviceName: "com.amazonaws.eu-central-1.logs" }),
        others: [door],
        at: "securityGroupIds",
      },
      "a way in on one of two ports": {
        subject: endpoint(),
        others: [...all, { ...listener, name: "second", props: { ...listener.props, port: 8443 } }],
        at: "securityGroupIds",
        saying: /port 8443/,
      },
      "a way out to one of two target groups": {
        subject: endpoint(),
        others: [
          ...all.filter(({ name }) => name !== listener.name),
          sample(targets.type, "far", { arn: "far", port: 9443, vpcId }),
          sample(listener.type, "listener", {
            ...listener.props,
            defaultActions: [
              { type: "forward", targetGroupArn: "tg" },
              { type: "forward", targetGroupArn: "far" },
            ],
          }),
        ],
        at: "serviceName",
        saying: /target group far/,
      },
      "no listener": {
        subject: endpoint(),
        others: without(listener),
        at: "serviceName",
        saying: /without a listener/,
      },
      "a principal of another account": {
        subject: endpoint(),
        others: of(service({ allowedPrincipals: ["arn:aws:iam::999999999999:root"] })),
        at: "serviceName",
        saying: /allowed principal/,
      },
      "a way out of the endpoint's group alone": {
        subject: endpoint(),
        others: [...without(open), opens("Egress", door, "10.0.0.0/16", 443)],
        at: "securityGroupIds",
        saying: /ingress/,
      },
      "a way into the load balancer on its targets' port": {
        subject: endpoint(),
        others: [...without(toTargets), opens("Ingress", group, "sg-door", 8443)],
        at: "serviceName",
        saying: /egress/,
      },
      "a way out of the load balancer to somewhere else": {
        subject: endpoint(),
        others: [...without(toTargets), opens("Egress", group, "192.168.0.0/16", 8443)],
        at: "serviceName",
        saying: /egress/,
      },
      "no way out of the load balancer": {
        subject: endpoint(),
        others: without(toTargets),
        at: "serviceName",
        saying: /egress of the load balancer's security group to target group tg/,
      },
    },
    undecided: {
      "a connection that nobody accepts": {
        subject: endpoint(),
        others: without(accepter),
        because: /has to be accepted/,
      },
      "a service of another stack": { subject: endpoint(), others: [door, open], because: /is not in this stack/ },
      "the network's default group": {
        subject: endpoint({ securityGroupIds: undefined }),
        others: all,
        because: /default security group/,
      },
      "a group of another stack": {
        subject: endpoint({ securityGroupIds: ["sg-x"] }),
        others: all,
        because: /sg-x|not in this stack/,
      },
      "groups that are not known yet": {
        subject: endpoint({ securityGroupIds: UNKNOWN }),
        others: all,
        because: /securityGroupIds/,
      },
      "one of two groups": {
        subject: { ...endpoint({ securityGroupIds: [UNKNOWN] }), from: { securityGroupIds: [door, group] } },
        others: without(open),
        because: /any of/,
      },
      "a load balancer of another stack": {
        subject: endpoint(),
        others: of(service({ networkLoadBalancerArns: ["elsewhere"] })),
        because: /not in this stack/,
      },
      "load balancers that are not known yet": {
        subject: endpoint(),
        others: of(service({ networkLoadBalancerArns: UNKNOWN })),
        because: /networkLoadBalancerArns/,
      },
      "a principal that is not known yet": {
        subject: endpoint(),
        others: of(service({ allowedPrincipals: [UNKNOWN] })),
        because: /allowedPrincipals\[0\] is not known/,
      },
    },
    notApplicable: { "a gateway": { subject: endpoint({ vpcEndpointType: "Gateway" }) } },
    mayBeDropped: {
      serviceName: "without one there is nobody behind it that is known",
      acceptanceRequired: "unless it says so, AWS's default asks for acceptance too",
      securityGroups: "a load balancer without groups lets everything out",
      "defaultActions.targetGroupArn": "a listener without targets has nobody to reach",
    },
  });
});

describe("what calls stores and AWS from a network", () => {
  const endpointName = "clustercfg.cache.abc123.euc1.cache.amazonaws.com";
  const cache = sample("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
    id: "cache",
    port: 6379,
    securityGroupIds: ["sg-stores"],
    configurationEndpointAddress: endpointName,
  });
  const client = (more: Record<string, unknown> = {}) =>
    fn("f", {
      role: role("r", "lambda.amazonaws.com").props.arn,
      environment: { variables: { CACHE: `rediss://${endpointName}:6379` } },
      vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-clients"] },
      ...more,
    });
  const tasks = (value: unknown) =>
    sample("aws:ecs/taskDefinition:TaskDefinition", "td", {
      arn: "td",
      containerDefinitions: JSON.stringify([{ name: "main", environment: [{ name: "CACHE", value }] }]),
    });
  const service = sample("aws:ecs/service:Service", "s", {
    taskDefinition: "td",
    networkConfiguration: { subnets: ["subnet-a"], securityGroups: ["sg-clients"] },
  });
  const all = [cache, network, clients, stores, out, into];
  const elsewhere = securityGroup("stores", "vpc-other");
  describeControl(networkClientWiring, {
    compliant: {
      "a function that both groups let through": { subject: client(), others: all },
      "a service of tasks": { subject: service, others: [...all, tasks(endpointName)] },
    },
    violating: {
      "a function outside of the network": {
        subject: client({ vpcConfig: undefined }),
        others: all,
        at: "vpcConfig.subnetIds",
        saying: /function f → cache cache without a place in the network/,
      },
      "no way out of the client": {
        subject: client(),
        others: all.filter((one) => one !== out),
        at: "vpcConfig.securityGroupIds",
        saying: /without egress of its security group on port 6379/,
      },
      "no way into the store": {
        subject: client(),
        others: all.filter((one) => one !== into),
        at: "vpcConfig.securityGroupIds",
        saying: /without ingress of the cache's security group on port 6379/,
      },
      "another port": {
        subject: client(),
        others: [...all.filter((one) => one !== into), opens("Ingress", stores, "sg-clients", 6380)],
        at: "vpcConfig.securityGroupIds",
      },
    },
    undecided: {
      "two networks": {
        subject: client(),
        others: [...all.filter((one) => one !== stores), elsewhere],
        because: /not in one VPC/,
      },
      "groups that are not known yet": {
        subject: client({ vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: [UNKNOWN] } }),
        others: all,
        because: /securityGroupIds.* is not known/,
      },
      "groups of another stack": {
        subject: client({ vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-x"] } }),
        others: all,
        because: /sg-x is not in this stack/,
      },
    },
    mayBeDropped: {
      "environment.variables.CACHE": "what is told of no store calls none",
      configurationEndpointAddress: "a store whose endpoint nobody was given is called by nobody",
      containerDefinitions: "tasks that are told of no store call none",
      taskDefinition: "a service without tasks calls nobody",
      port: "6379 is the default",
      cidrBlock: "the groups name each other",
    },
  });

  describe("a proxy of a database", () => {
    const host = "pool.proxy-abc123.eu-central-1.rds.amazonaws.com";
    const proxy = (props: Record<string, unknown> = {}) =>
      sample("aws:rds/proxy:Proxy", "pool", {
        id: "pool",
        name: "pool",
        engineFamily: "POSTGRESQL",
        endpoint: host,
        requireTls: true,
        vpcSecurityGroupIds: ["sg-stores"],
        ...props,
      });
    const readers = sample("aws:rds/proxyEndpoint:ProxyEndpoint", "readers", {
      dbProxyName: "pool",
      endpoint: `readers.endpoint.${host}`,
      vpcSecurityGroupIds: ["sg-stores"],
    });
    const through = (port: number) => [
      network,
      clients,
      stores,
      opens("Egress", clients, "sg-stores", port),
      opens("Ingress", stores, "sg-clients", port),
    ];
    const told = (address: string) => client({ environment: { variables: { DATABASE_URL: address } } });
    const verdict = (address: string, port: number, ...others: Sample[]) =>
      judge(networkClientWiring, { subject: told(address), others: [...through(port), ...others] });
    const found = (address: string, port: number, ...others: Sample[]) => {
      const said = verdict(address, port, ...others);
      return said.kind === "fail" ? said.findings.map((one) => one.found).join("; ") : said.kind;
    };

    it("is reached on its family's port, whatever the database's is", () => {
      assert.equal(found(`postgres://${host}/shop`, 5432, proxy()), "pass");
      assert.equal(found(`mysql://${host}/shop`, 3306, proxy({ engineFamily: "MYSQL" })), "pass");
      assert.match(found(`postgres://${host}/shop`, 6432, proxy()), /database proxy pool without egress .* port 5432/);
      assert.match(
        found(`mysql://${host}/shop`, 5432, proxy({ engineFamily: "MYSQL" })),
        /without ingress .* port 3306/,
      );
      assert.equal(found(`sqlserver://${host}`, 1433, proxy({ engineFamily: "SQLSERVER" })), "undecided");
    });

    it("has endpoints, which are reached on the port of their proxy", () => {
      const address = `postgres://readers.endpoint.${host}/shop`;
      assert.equal(found(address, 5432, proxy(), readers), "pass");
      assert.match(found(address, 3306, proxy(), readers), /endpoint of a database proxy readers without egress/);
      assert.equal(found(address, 5432, readers), "undecided");
    });

    it("refuses clients whose addresses turn TLS off, if it asks for TLS", () => {
      for (const plain of ["sslmode=disable", "ssl=false", "useSSL=false"]) {
        const address = `postgres://${host}/shop?${plain}`;
        assert.match(found(address, 5432, proxy()), new RegExp(`pool refused: its address has ${plain}`));
        assert.equal(found(address, 5432, proxy({ requireTls: false })), "pass");
      }
      assert.equal(found(`postgres://${host}/shop?sslmode=require`, 5432, proxy()), "pass");
    });
  });

  const orders = table("orders");
  const told = (names: Record<string, string>) =>
    fn("f", {
      vpcConfig: { subnetIds: ["subnet-a"], securityGroupIds: ["sg-clients"] },
      environment: { variables: names },
    });
  const subnet = sample("aws:ec2/subnet:Subnet", "a", { id: "subnet-a", vpcId });
  const routeTable = sample("aws:ec2/routeTable:RouteTable", "rt", { id: "rtb-1", vpcId });
  const association = sample("aws:ec2/routeTableAssociation:RouteTableAssociation", "as", {
    subnetId: "subnet-a",
    routeTableId: "rtb-1",
  });
  const route = sample("aws:ec2/route:Route", "nat", {
    routeTableId: "rtb-1",
    destinationCidrBlock: "0.0.0.0/0",
    natGatewayId: "nat-1",
  });
  const gateway = (tables: unknown[]) =>
    sample("aws:ec2/vpcEndpoint:VpcEndpoint", "ddb", {
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.eu-central-1.dynamodb",
      routeTableIds: tables,
    });
  const leave = opens("Egress", clients, "0.0.0.0/0", 443);
  const placed = [network, subnet, routeTable, association, orders, clients];
  const world = [...placed, leave];
  const placedIn = (vpcConfig: Record<string, unknown>) =>
    fn("f", { vpcConfig, environment: { variables: { TABLE: "orders" } } });

  it("asks for no way where nothing is to be called", () => {
    for (const others of [[], [network, subnet, clients]]) {
      assert.deepEqual(judge(wayOutWiring, { subject: told({ LEVEL: "info" }), others }), { kind: "pass" });
    }
  });

  describeControl(wayOutWiring, {
    compliant: {
      "a default route": { subject: told({ TABLE: "orders" }), others: [...world, route] },
      "a queue among the sources of values that are known": {
        subject: { ...told({ TABLE: "orders" }), from: { environment: [queue("q")] } },
        others: [...world, gateway(["rtb-1"])],
      },
      "a gateway in the route table": { subject: told({ TABLE: "orders" }), others: [...world, gateway(["rtb-1"])] },
    },
    violating: {
      "a security group that lets nothing out": {
        subject: told({ TABLE: "orders" }),
        others: [...placed, route],
        at: "vpcConfig.securityGroupIds",
        saying: /without egress of its security groups on port 443/,
      },
      "a security group that lets out to a store alone": {
        subject: told({ TABLE: "orders" }),
        others: [...placed, route, out],
        at: "vpcConfig.securityGroupIds",
      },
      "no way at all": {
        subject: told({ TABLE: "orders" }),
        others: world,
        at: "vpcConfig.subnetIds",
        saying: /without a route from each of its subnets to dynamodb/,
      },
      "no way to a table whose name is not known yet": {
        subject: { ...told({ TABLE: UNKNOWN, LEVEL: "info" }), from: { environment: [orders] } },
        others: world,
        at: "vpcConfig.subnetIds",
        saying: /to dynamodb/,
      },
      "no way to a table in an environment that is not known yet": {
        subject: {
          ...told({}),
          props: { ...told({}).props, environment: UNKNOWN },
          from: { environment: [orders] },
        },
        others: world,
        at: "vpcConfig.subnetIds",
        saying: /to dynamodb/,
      },
      "a gateway in another route table": {
        subject: told({ TABLE: "orders" }),
        others: [...world, gateway(["rtb-2"])],
        at: "vpcConfig.subnetIds",
      },
      "an endpoint of another service": {
        subject: told({ QUEUE: String(queue("q").props.id) }),
        others: [...world, queue("q"), gateway(["rtb-1"])],
        at: "vpcConfig.subnetIds",
        saying: /to sqs/,
      },
    },
    undecided: {
      "groups of another stack": {
        subject: told({ TABLE: "orders" }),
        others: [network, subnet, routeTable, association, orders, route],
        because: /security group/,
      },
      "the network's main route table": {
        subject: told({ TABLE: "orders" }),
        others: [network, subnet, orders, clients, leave],
        because: /route table of subnet a/,
      },
      "subnets of another stack": {
        subject: told({ TABLE: "orders" }),
        others: [orders, clients, leave],
        because: /subnets are not in this stack/,
      },
      "one of two subnets": {
        subject: {
          ...placedIn({ subnetIds: ["subnet-a", UNKNOWN], securityGroupIds: ["sg-clients"] }),
          from: { vpcConfig: [subnet, ...["b", "c"].map((name) => sample(subnet.type, name, { id: UNKNOWN, vpcId }))] },
        },
        others: [...world, route],
        because: /any of b, c/,
      },
      "subnets that are not known yet": {
        subject: placedIn({ subnetIds: UNKNOWN, securityGroupIds: ["sg-clients"] }),
        others: [...world, route],
        because: /subnetIds/,
      },
      "groups that are not known yet": {
        subject: placedIn({ subnetIds: ["subnet-a"], securityGroupIds: UNKNOWN }),
        others: [...placed, route],
        because: /securityGroupIds/,
      },
    },
    notApplicable: { "a function outside of every network": { subject: fn("f") } },
    mayBeDropped: {
      "environment.variables.TABLE": "what is told of nothing calls nothing",
      vpcEndpointType: "a gateway is the default",
      vpcId: "a default route leads out of any network",
    },
  });
});
