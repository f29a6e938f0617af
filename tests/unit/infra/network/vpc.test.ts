import { strict as assert } from "node:assert";
import { SecurityGroup } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import {
  type GatewayEndpointPolicyArgs,
  IsolatedVpc,
  type IsolatedVpcArgs,
  NatGateways,
  PublicAccessExclusion,
  SubnetTier,
  Vpc,
  type VpcArgs,
} from "../../../../infra/network";
import { planSubnets } from "../../../../infra/network/subnets";
import { zoneSuffix } from "../../../../infra/network/zones";
import { graph, type TestGraph } from "../../../../testing";

const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
const args: VpcArgs = { cidrBlock: "10.0.0.0/16", availabilityZones: zones };
const vpc = (more: Partial<VpcArgs> = {}) => graph(() => new Vpc("shop", { ...args, ...more }));
const isolated = (more: Partial<IsolatedVpcArgs> = {}) =>
  graph(() => new IsolatedVpc("vault", { cidrBlock: "10.9.0.0/20", availabilityZones: zones, ...more }));

/** An address block as a range, for overlap. */
function range(cidr: string): [number, number] {
  const [address = "", prefix] = cidr.split("/");
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return [start, start + 2 ** (32 - Number(prefix)) - 1];
}

describe("the plan of subnets", () => {
  const tiers = [
    { name: "private", prefix: 20 },
    { name: "public", prefix: 22 },
  ];

  it("overlaps nowhere and stays within the VPC, for every number of zones", () => {
    for (let count = 1; count <= 6; count++) {
      const plan = planSubnets("10.0.0.0/16", ["a", "b", "c", "d", "e", "f"].slice(0, count), tiers);
      assert.ok(typeof plan !== "string");
      const ranges = plan.map((one) => range(one.cidrBlock)).sort(([one], [other]) => one - other);
      ranges.forEach(([start], index) => {
        assert.ok(start > (ranges[index - 1]?.[1] ?? -1));
      });
      assert.ok(ranges.every(([start, end]) => start >= range("10.0.0.0/16")[0] && end <= range("10.0.0.0/16")[1]));
    }
  });

  it("moves no subnet when a zone is added", () => {
    const two = planSubnets("10.0.0.0/16", ["a", "b"], tiers);
    const three = planSubnets("10.0.0.0/16", ["a", "b", "c"], tiers);
    assert.ok(typeof two !== "string" && typeof three !== "string");
    assert.deepEqual(
      three.filter(({ zone }) => zone !== "c"),
      two,
    );
  });

  it("says how much is missing where the block is too small", () => {
    assert.match(String(planSubnets("10.0.0.0/24", ["a", "b"], tiers)), /256 addresses, and private \/20, public \/22/);
  });
});

describe("Vpc", () => {
  it("makes a private subnet in each zone, no way to the internet, and a record of the traffic", async () => {
    const seen = await vpc();
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:network:Vpc": 1,
      "aws:ec2/vpc:Vpc": 1,
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
      "aws:ec2/subnet:Subnet": 3,
      "aws:ec2/routeTable:RouteTable": 3,
      "aws:ec2/routeTableAssociation:RouteTableAssociation": 3,
      "aws:ec2/vpcEndpoint:VpcEndpoint": 2,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
      "aws:ec2/flowLog:FlowLog": 1,
    });
  });

  it("empties the default security group", async () => {
    const group = (await vpc()).one("shop-default").inputs;
    assert.deepEqual([group["ingress"], group["egress"]], [[], []]);
  });

  it("gives each zone a NAT gateway of its own, and each private subnet the one of its zone", async () => {
    const seen = await vpc({ natGateways: NatGateways.PerZone });
    assert.equal(seen.all("aws:ec2/natGateway:NatGateway").length, 3);
    for (const zone of ["a", "b", "c"]) {
      assert.equal(
        seen.one(`shop-nat-${zone}`, "aws:ec2/natGateway:NatGateway").inputs["subnetId"],
        `shop-public-${zone}-id`,
      );
      assert.equal(seen.one(`shop-private-${zone}-nat`).inputs["natGatewayId"], `shop-nat-${zone}-id`);
    }
  });

  it("routes every private subnet through one gateway where that was asked for by name", async () => {
    const seen = await vpc({ natGateways: NatGateways.SingleZone });
    const routes = seen.all("aws:ec2/route:Route").filter((route) => "natGatewayId" in route.inputs);
    assert.deepEqual(
      routes.map((route) => route.inputs["natGatewayId"]),
      ["shop-nat-a-id", "shop-nat-a-id", "shop-nat-a-id"],
    );
  });

  it("hands out ids that depend on one subnet each, so that placement is known before anything exists", async () => {
    const seen = await graph(
      () => {
        const made = new Vpc("shop", args);
        assert.equal(made.privateSubnetIds.length, 3);
        const [first] = made.placement().subnetIds;
        new SecurityGroup("probe", { vpcId: made.vpcId, description: first });
      },
      { preview: true },
    );
    for (const zone of ["a", "b", "c"]) {
      seen.assertKnown(
        `shop-private-${zone}`,
        ["availabilityZone", "cidrBlock", "mapPublicIpOnLaunch"],
        "aws:ec2/subnet:Subnet",
      );
    }
    const depended = seen.one("probe").propertyDependencies["description"] ?? [];
    assert.deepEqual(
      depended.map((urn) => urn.split("::").pop()),
      ["shop-private-a"],
    );
  });

  it("places things in the tier that is named, and refuses a tier that it has not", async () => {
    const ids: unknown[] = [];
    await graph(() => {
      const made = new Vpc("shop", { ...args, isolatedSubnets: true });
      pulumi.all(made.placement(SubnetTier.Isolated).subnetIds).apply((all) => ids.push(...all));
    });
    assert.deepEqual(ids, ["shop-isolated-a-id", "shop-isolated-b-id", "shop-isolated-c-id"]);
    await assert.rejects(
      graph(() => new Vpc("shop", args).placement(SubnetTier.Public)),
      /Vpc "shop": tier is "public"; give the VPC publicSubnets/,
    );
  });

  it("sizes each tier by its own prefix", async () => {
    const blocks = async (prefixes: { isolatedSubnetPrefix: number; publicSubnetPrefix?: number }) => {
      const seen = await vpc({ isolatedSubnets: true, publicSubnets: true, ...prefixes });
      return ["private", "public", "isolated"].map(
        (tier) => seen.one(`shop-${tier}-b`, "aws:ec2/subnet:Subnet").inputs["cidrBlock"],
      );
    };
    assert.deepEqual(await blocks({ isolatedSubnetPrefix: 26 }), ["10.0.16.0/20", "10.0.100.0/22", "10.0.120.64/26"]);
    assert.deepEqual(await blocks({ isolatedSubnetPrefix: 26, publicSubnetPrefix: 28 }), [
      "10.0.16.0/20",
      "10.0.97.144/28",
      "10.0.96.64/26",
    ]);
  });

  it("lets everything pass gateway endpoints with nothing given, and what is one's own where a policy is asked for", async () => {
    for (const { inputs } of (await vpc()).all("aws:ec2/vpcEndpoint:VpcEndpoint")) assert.ok(!("policy" in inputs));
    const own = await vpc({ gatewayEndpointPolicy: {} });
    const principals = { "aws:PrincipalAccount": ["123456789012"] };
    const passes = {
      Sid: "OwnPrincipalsToOwnResources",
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { ...principals, "aws:ResourceAccount": ["123456789012"] } },
    };
    const document = (seen: TestGraph, service: string) => Object(seen.json(`shop-${service}`, "policy"))["Statement"];
    assert.deepEqual(document(own, "dynamodb"), [passes]);
    const [first, insecure, layers, ...others] = document(own, "s3");
    assert.deepEqual([first, others], [passes, []]);
    assert.equal(insecure.Effect, "Deny");
    // Without it no task and no node starts: their images' layers come by the same route.
    assert.deepEqual(
      [layers.Effect, layers.Action, layers.Resource, layers.Condition],
      ["Allow", "s3:GetObject", "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*", undefined],
    );
    const shared = await vpc({
      gatewayEndpointPolicy: { organizationId: "o-abcdefghij", resourceAccountIds: ["111122223333"] },
    });
    assert.deepEqual(
      document(shared, "dynamodb").map((one: { Condition: { StringEquals: object } }) => one.Condition.StringEquals),
      [
        { "aws:PrincipalOrgID": "o-abcdefghij", "aws:ResourceOrgID": "o-abcdefghij" },
        { "aws:PrincipalOrgID": "o-abcdefghij", "aws:ResourceAccount": ["111122223333"] },
      ],
    );
    const refused: [GatewayEndpointPolicyArgs, RegExp][] = [
      [{ accountIds: [] }, /gatewayEndpointPolicy\.accountIds is \[\]; give 1 to 100/],
      [{ resourceAccountIds: ["1"] }, /gatewayEndpointPolicy\.resourceAccountIds is "1"; use the 12 digits/],
      [{ organizationId: "shop" }, /gatewayEndpointPolicy\.organizationId is "shop"; use the id of an organization/],
      [{ organizationId: "o-abcdefghij", accountIds: ["111122223333"] }, /give only one/],
    ];
    for (const [policy, message] of refused) await assert.rejects(vpc({ gatewayEndpointPolicy: policy }), message);
  });

  it("reaches by gateway endpoints what is named, and nothing that has none", async () => {
    const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
    const names = (await vpc({ gatewayEndpoints: ["s3"] })).all(ENDPOINT).map(({ inputs }) => inputs["serviceName"]);
    assert.deepEqual(names, ["com.amazonaws.eu-central-1.s3"]);
    assert.deepEqual((await vpc({ gatewayEndpoints: [] })).all(ENDPOINT), []);
    await assert.rejects(vpc({ gatewayEndpoints: ["sqs"] }), /gatewayEndpoints is "sqs"; use one of "s3", "dynamodb"/);
  });

  it("excepts itself from the account's block of public access only where that is asked for", async () => {
    const EXCLUSION = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion";
    assert.equal((await vpc({ publicSubnets: true })).all(EXCLUSION).length, 0);
    const seen = await vpc({ publicSubnets: true, publicAccessExclusion: PublicAccessExclusion.Egress });
    assert.equal(seen.one("shop", EXCLUSION).inputs["internetGatewayExclusionMode"], "allow-egress");
    await assert.rejects(
      vpc({ publicAccessExclusion: PublicAccessExclusion.Egress }),
      /publicAccessExclusion is "allow-egress"; leave it out/,
    );
  });

  it("keeps the record of traffic as long as asked, and refuses times that CloudWatch can't keep", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1";
    const group = (await vpc({ flowLogs: { retentionDays: 30, kmsKeyArn } })).one("shop-flow-logs").inputs;
    assert.deepEqual([group["retentionInDays"], group["kmsKeyId"]], [30, kmsKeyArn]);
    assert.equal((await vpc({ withoutFlowLogs: true })).all("aws:ec2/flowLog:FlowLog").length, 0);
    await assert.rejects(vpc({ flowLogs: { retentionDays: 31 } }), /flowLogs.retentionDays is 31; use one of 0, 1, 3/);
    await assert.rejects(vpc({ flowLogs: {}, withoutFlowLogs: true }), /withoutFlowLogs is true; leave it out/);
  });

  it("keeps isolated subnets without a way out, beside private ones that have one", async () => {
    const seen = await vpc({ natGateways: NatGateways.PerZone, isolatedSubnets: true });
    const routed = seen.all("aws:ec2/route:Route").map((route) => route.inputs["routeTableId"]);
    assert.ok(routed.every((id) => !String(id).includes("isolated")));
    assert.equal(seen.all("aws:ec2/subnet:Subnet").length, 9);
  });

  it("refuses one zone, the same zone twice, and fewer zones than the stack wants, with the reason", async () => {
    await assert.rejects(
      vpc({ availabilityZones: ["eu-central-1a"] }),
      /Vpc "shop": availabilityZones .*stops with a zone/,
    );
    await assert.rejects(vpc({ availabilityZones: ["eu-central-1a", "eu-central-1a"] }), /different zones/);
    await assert.rejects(vpc({ availabilityZones: zones.slice(0, 2), minimumZones: 3 }), /give 3 to 6 different zones/);
    await assert.rejects(vpc({ availabilityZones: ["a", "b"] }), /availabilityZones is "a"; use the name of a zone/);
    await assert.rejects(vpc({ availabilityZones: ["eu-central-1a", "eu-west-1b"] }), /a VPC lies in one region/);
  });

  it("names zones apart, local ones too", () => {
    assert.deepEqual(["us-west-2a", "us-west-2-lax-1a", "us-gov-west-1b"].map(zoneSuffix), ["a", "lax-1a", "b"]);
  });

  it("refuses a block that is too small, and NAT gateways without public subnets", async () => {
    await assert.rejects(vpc({ subnetPrefix: 18 }), /cidrBlock is "10.0.0.0\/16"; .* take/);
    await assert.rejects(
      vpc({ natGateways: NatGateways.PerZone, publicSubnets: false }),
      /NAT gateways stand in public subnets/,
    );
  });
});

describe("IsolatedVpc", () => {
  it("has subnets over zones and nothing that leads in or out", async () => {
    const seen = await isolated();
    const types = Object.keys(seen.types());
    assert.equal(seen.all("aws:ec2/subnet:Subnet").length, 3);
    assert.deepEqual(
      types.filter((type) => /[gG]ateway|Eip|[pP]eering|Route$/.test(type)),
      [],
    );
  });

  it("is tagged as isolated, which the policy pack goes by, and hands out no public address", async () => {
    const seen = await isolated();
    assert.deepEqual(seen.one("vault", "aws:ec2/vpc:Vpc").inputs["tags"], {
      "platform-component": "network:IsolatedVpc/vault",
      Name: "vault",
      isolation: "isolated",
    });
    for (const subnet of seen.all("aws:ec2/subnet:Subnet")) assert.equal(subnet.inputs["mapPublicIpOnLaunch"], false);
  });

  it("lets its flow logs' role write to its own log group only, for this account", async () => {
    const seen = await isolated();
    assert.deepEqual(seen.json("vault-flow-logs-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: [
            "arn:aws:cloudwatch:eu-central-1:123456789012:vault-flow-logs",
            "arn:aws:cloudwatch:eu-central-1:123456789012:vault-flow-logs:*",
          ],
        },
      ],
    });
    assert.match(
      JSON.stringify(seen.json("vault-flow-logs-role", "assumeRolePolicy")),
      /"aws:SourceAccount":"123456789012"/,
    );
  });

  it("limits its network ACL to its own block where that is asked for", async () => {
    assert.equal((await isolated()).all("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl").length, 0);
    const acl = (await isolated({ networkAclWithinVpc: true })).one(
      "vault-default",
      "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    ).inputs;
    const within = { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "10.9.0.0/20", fromPort: 0, toPort: 0 };
    assert.deepEqual([acl["ingress"], acl["egress"]], [[within], [within]]);
    assert.deepEqual(acl["subnetIds"], ["vault-a-id", "vault-b-id", "vault-c-id"]);
  });

  it("shows a policy at the first preview that it is isolated", async () => {
    const seen = await graph(
      () => new IsolatedVpc("vault", { cidrBlock: "10.9.0.0/20", availabilityZones: zones, networkAclWithinVpc: true }),
      { preview: true },
    );
    seen.assertKnown("vault", ["tags", "cidrBlock"], "aws:ec2/vpc:Vpc");
    seen.assertKnown("vault", ["routes"], "aws:ec2/routeTable:RouteTable");
    seen.assertKnown("vault-default", ["ingress", "egress"], "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    seen.assertKnown("vault-default", ["ingress", "egress"], "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl");
    for (const zone of ["a", "b", "c"]) {
      seen.assertKnown(`vault-${zone}`, ["tags", "mapPublicIpOnLaunch", "availabilityZone"], "aws:ec2/subnet:Subnet");
    }
  });

  it("refuses what would open it, also from a program that no compiler checks", async () => {
    const opened: IsolatedVpcArgs = Object.assign(
      { cidrBlock: "10.9.0.0/20", availabilityZones: zones },
      { natGateways: NatGateways.PerZone, publicSubnets: true },
    );
    await assert.rejects(
      graph(() => new IsolatedVpc("vault", opened)),
      /natGateways is "PerZone"; leave it out: an isolated VPC.*\n.*publicSubnets is true; leave it out/,
    );
  });

  it("refuses one zone", async () => {
    await assert.rejects(isolated({ availabilityZones: ["eu-central-1a"] }), /IsolatedVpc "vault": availabilityZones/);
  });
});
