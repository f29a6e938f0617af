import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { IsolatedVpc, PrivateService, type PrivateServiceArgs, TargetType } from "../../../../infra/network";
import { type GraphOptions, graph } from "../../../../testing";

const zones = ["eu-central-1a", "eu-central-1b"];
const consumer = "arn:aws:iam::210987654321:root";
const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/1";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const GROUP = "aws:lb/targetGroup:TargetGroup";
const PRINCIPAL = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple";

const make = (more: Partial<PrivateServiceArgs>) =>
  new PrivateService("payments", {
    vpc: new IsolatedVpc("vault", { cidrBlock: "10.9.0.0/20", availabilityZones: zones }),
    port: 443,
    allowedPrincipals: [consumer],
    ...more,
  });
const service = (more: Partial<PrivateServiceArgs> = {}, options: GraphOptions = {}) =>
  graph(() => make(more), options);
const principals = (seen: Awaited<ReturnType<typeof service>>) => seen.all(PRINCIPAL).map(({ name }) => name);

describe("PrivateService", () => {
  it("is an internal load balancer over zones, and asks for acceptance and named principals", async () => {
    const seen = await service();
    const balancer = seen.one("payments", BALANCER).inputs;
    assert.equal(balancer["internal"], true);
    assert.equal(balancer["loadBalancerType"], "network");
    assert.equal(balancer["enableDeletionProtection"], true);
    assert.equal(balancer["enableCrossZoneLoadBalancing"], true);
    assert.deepEqual(balancer["subnets"], ["vault-a-id", "vault-b-id"]);
    const endpoint = seen.one("payments", "aws:ec2/vpcEndpointService:VpcEndpointService").inputs;
    assert.equal(endpoint["acceptanceRequired"], true);
    assert.deepEqual(
      seen.all(PRINCIPAL).map(({ inputs }) => inputs["principalArn"]),
      [consumer],
    );
  });

  it("shows a policy at the first preview that it is private, over which subnets, and for whom", async () => {
    const seen = await service({ certificateArn }, { preview: true });
    seen.assertKnown("payments", ["internal", "loadBalancerType", "enableDeletionProtection"], BALANCER);
    seen.assertKnown("payments", ["acceptanceRequired"], "aws:ec2/vpcEndpointService:VpcEndpointService");
    seen.assertKnown("payments", ["protocol", "sslPolicy", "certificateArn"], "aws:lb/listener:Listener");
    seen.assertKnown(principals(seen)[0] ?? "", ["principalArn"]);
    const subnets = seen.one("payments", BALANCER).propertyDependencies["subnets"] ?? [];
    assert.deepEqual(
      subnets.map((urn) => urn.split("::").pop()),
      ["vault-a", "vault-b"],
    );
  });

  it("ends TLS with a current policy and calls its tasks by TLS, where it has a certificate", async () => {
    const seen = await service({ certificateArn });
    const listener = seen.one("payments", "aws:lb/listener:Listener").inputs;
    assert.deepEqual([listener["protocol"], listener["sslPolicy"]], ["TLS", "ELBSecurityPolicy-TLS13-1-2-2021-06"]);
    assert.equal(seen.one("payments", GROUP).inputs["protocol"], "TLS");
    const plain = await service({ certificateArn, plainTextToTargets: true });
    assert.equal(plain.one("payments", GROUP).inputs["protocol"], "TCP");
  });

  it("passes TCP through where it has none", async () => {
    const seen = await service();
    const listener = seen.one("payments", "aws:lb/listener:Listener").inputs;
    assert.deepEqual([listener["protocol"], "sslPolicy" in listener], ["TCP", false]);
    assert.equal(seen.one("payments", GROUP).inputs["protocol"], "TCP");
  });

  it("checks health by a path, over TLS", async () => {
    const check = (await service({ healthCheckPath: "/health" })).one("payments", GROUP).inputs["healthCheck"];
    assert.deepEqual(check, { protocol: "HTTPS", path: "/health", interval: 10 });
  });

  it("chooses nothing that a load balancer as the target decides itself", async () => {
    const group = (await service({ targetType: TargetType.Alb, healthCheckPath: "/" })).one("payments", GROUP).inputs;
    assert.deepEqual(
      [group["targetType"], "preserveClientIp" in group, "connectionTermination" in group],
      ["alb", false, false],
    );
  });

  it("lets the load balancer call its tasks' port only", async () => {
    const rule = (await service({ targetPort: 8443 })).one("payments-load-balancer-targets").inputs;
    assert.deepEqual([rule["fromPort"], rule["toPort"], rule["cidrIpv4"]], [8443, 8443, "10.9.0.0/20"]);
  });

  it("records connections, opens to other regions, and tells a topic, where that is asked for", async () => {
    const notificationTopicArn = "arn:aws:sns:eu-central-1:123456789012:connections";
    const seen = await service({
      certificateArn,
      accessLogs: { bucket: "logs", prefix: "payments" },
      consumerRegions: ["eu-west-1"],
      privateDnsName: "payments.example.com",
      notificationTopicArn,
    });
    assert.deepEqual(seen.one("payments", BALANCER).inputs["accessLogs"], {
      bucket: "logs",
      prefix: "payments",
      enabled: true,
    });
    const endpoint = seen.one("payments", "aws:ec2/vpcEndpointService:VpcEndpointService").inputs;
    assert.deepEqual(
      [endpoint["supportedRegions"], endpoint["privateDnsName"]],
      [["eu-west-1"], "payments.example.com"],
    );
    assert.equal(seen.one("payments-notification").inputs["connectionNotificationArn"], notificationTopicArn);
  });

  it("keeps the other principals as they are when one leaves the list", async () => {
    const others = ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/caller"];
    const before = principals(await service({ allowedPrincipals: [consumer, ...others] }));
    const after = principals(await service({ allowedPrincipals: others }));
    assert.equal(before.length, 3);
    assert.deepEqual(after, before.slice(1));
  });

  it("lets a consumer in that is named later, and nobody by a wildcard", async () => {
    const seen = await graph(() => make({}).allowConsumer("billing", "arn:aws:iam::111122223333:root"));
    assert.equal(seen.one("payments-consumer-billing").inputs["principalArn"], "arn:aws:iam::111122223333:root");
    await assert.rejects(
      graph(() => make({}).allowConsumer("all", "*")),
      /principalArn is "\*"; name accounts/,
    );
  });

  it("hands out the record that proves its name to AWS", async () => {
    const proof = { name: "_1", type: "TXT", value: "vpce:1", state: "pendingVerification" };
    const handed: unknown[] = [];
    await graph(
      () => make({ privateDnsName: "payments.example.com" }).privateDnsProof.apply((all) => handed.push(all)),
      {
        outputs: { "aws:ec2/vpcEndpointService:VpcEndpointService": { privateDnsNameConfigurations: [proof] } },
      },
    );
    assert.deepEqual(handed, [[{ name: "_1", type: "TXT", value: "vpce:1" }]]);
  });

  it("weakens by name only", async () => {
    const seen = await service({ acceptWithoutReview: true, withoutDeletionProtection: true });
    assert.equal(seen.one("payments", BALANCER).inputs["enableDeletionProtection"], false);
    const endpoint = seen.one("payments", "aws:ec2/vpcEndpointService:VpcEndpointService").inputs;
    assert.equal(endpoint["acceptanceRequired"], false);
  });

  it("refuses everybody, wildcards and ports that are none", async () => {
    await assert.rejects(service({ allowedPrincipals: ["*"] }), /allowedPrincipals is "\*"; name accounts/);
    await assert.rejects(service({ allowedPrincipals: ["arn:aws:iam::*:root"] }), /without a wildcard/);
    await assert.rejects(service({ allowedPrincipals: ["arn:aws:iam::123456789012:role/*"] }), /without a wildcard/);
    await assert.rejects(service({ allowedPrincipals: [] }), /allowedPrincipals is \[\]/);
    await assert.rejects(service({ allowedPrincipals: [consumer, consumer] }), /name each principal once/);
    await assert.rejects(service({ port: 0 }), /port is 0; use a whole number from 1 to 65535/);
  });

  it("refuses everybody also where the principal is an output", async () => {
    await assert.rejects(service({ allowedPrincipals: [pulumi.output("*")] }), /allowedPrincipals is "\*"/);
  });

  it("refuses fewer zones than the stack wants, with the reason", async () => {
    await assert.rejects(
      service({ minimumZones: 3 }),
      /PrivateService "payments": vpc.subnetIds is "2 subnets"; give 3 to 6, .* stops with a zone/,
    );
  });

  it("refuses a network that is not isolated", async () => {
    const open = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-1", "subnet-2"], isolated: false };
    await assert.rejects(service({ vpc: open }), /vpc.isolated is false; use an IsolatedVpc/);
  });

  it("refuses options that do nothing together", async () => {
    await assert.rejects(service({ accessLogs: { bucket: "logs" } }), /accessLogs .*; give certificateArn with it/);
    await assert.rejects(service({ plainTextToTargets: true }), /plainTextToTargets is true; give certificateArn/);
    await assert.rejects(service({ targetType: TargetType.Alb }), /targetType is "alb"; give healthCheckPath/);
    await assert.rejects(
      service({ targetType: TargetType.Alb, healthCheckPath: "/", certificateArn }),
      /targetType is "alb"; leave certificateArn out/,
    );
    await assert.rejects(service({ consumerRegions: ["europe"] }), /consumerRegions is "europe"; use regions/);
  });
});
