import { strict as assert } from "node:assert";
import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import {
  IsolatedVpc,
  PrivateService,
  type PrivateServiceArgs,
  PrivateServiceConnection,
  type PrivateServiceConnectionArgs,
} from "../../../../infra/network";
import { graph } from "../../../../testing";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const ACCEPTER = "aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const PRIVATE_DNS = "aws:vpc/endpointPrivateDns:EndpointPrivateDns";
const serviceName = "com.amazonaws.vpce.eu-central-1.vpce-svc-1";
const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-1", "subnet-2"] };
/** What AWS answers of an endpoint that it made. */
const outputs = { [ENDPOINT]: { dnsEntries: [{ dnsName: "vpce-1.example.internal", hostedZoneId: "Z1" }] } };

const service = (more: Partial<PrivateServiceArgs> = {}, opts?: pulumi.ComponentResourceOptions) =>
  new PrivateService(
    "payments",
    {
      vpc: new IsolatedVpc(
        "vault",
        { cidrBlock: "10.9.0.0/20", availabilityZones: ["eu-central-1a", "eu-central-1b"] },
        opts,
      ),
      port: 8443,
      allowedPrincipals: ["arn:aws:iam::210987654321:root"],
      ...more,
    },
    opts,
  );
const connect = (more: Partial<PrivateServiceConnectionArgs>) =>
  graph(() => new PrivateServiceConnection("to-payments", { placement, ...more }), { outputs });
/** A connection to a service of the same program. */
const pair = (ofService: Partial<PrivateServiceArgs>, more: Partial<PrivateServiceConnectionArgs>) =>
  graph(() => new PrivateServiceConnection("to-payments", { placement, service: service(ofService), ...more }), {
    outputs,
  });

describe("PrivateServiceConnection", () => {
  it("accepts the connection to a service of the same program, and calls it by a private name", async () => {
    const seen = await pair({}, { privateDnsName: "payments.internal" });
    assert.deepEqual(
      seen.all(ACCEPTER).map(({ inputs }) => inputs),
      [{ vpcEndpointServiceId: "payments-id", vpcEndpointId: "to-payments-id" }],
    );
    const zone = seen.one("to-payments", "aws:route53/zone:Zone").inputs;
    assert.deepEqual([zone["name"], zone["vpcs"]], ["payments.internal", [{ vpcId: "vpc-1" }]]);
    assert.equal(seen.all(RULE).find(({ inputs }) => inputs["cidrIpv4"] === "10.0.0.0/16")?.inputs["fromPort"], 8443);
    assert.deepEqual(seen.one("to-payments", "aws:route53/record:Record").inputs["aliases"], [
      { name: "vpce-1.example.internal", zoneId: "Z1", evaluateTargetHealth: true },
    ]);
  });

  it("leaves acceptance to the owner of a service elsewhere", async () => {
    const seen = await connect({ serviceName, serviceRegion: "eu-west-1" });
    assert.equal(seen.all(ACCEPTER).length, 0);
    assert.equal(seen.one("to-payments", ENDPOINT).inputs["serviceRegion"], "eu-west-1");
  });

  it("accepts nothing that accepts itself, or that was left to the owner", async () => {
    assert.equal((await pair({ acceptWithoutReview: true }, {})).all(ACCEPTER).length, 0);
    assert.equal((await pair({}, { withoutAcceptance: true })).all(ACCEPTER).length, 0);
  });

  it("accepts as the service's owner, who may be of another account and region", async () => {
    const used: unknown[] = [];
    const owners: unknown[] = [];
    const record: pulumi.ResourceTransformation = ({ type, opts }) => {
      if (type === ACCEPTER) used.push("provider" in opts ? opts.provider : undefined);
      return undefined;
    };
    const seen = await graph(
      () => {
        const owner = new Provider("owner", { region: "eu-west-1" });
        owners.push(owner);
        new PrivateServiceConnection(
          "to-payments",
          { placement, service: service({}, { provider: owner }), serviceRegion: "eu-west-1" },
          { transformations: [record] },
        );
      },
      { outputs },
    );
    assert.equal(used.length, 1);
    assert.equal(used[0], owners[0]);
    assert.equal(seen.one("to-payments", ACCEPTER).inputs["region"], "eu-west-1");
  });

  it("turns the owner's proved name on after acceptance, which AWS asks for", async () => {
    const after: unknown[] = [];
    const accepters: unknown[] = [];
    const record: pulumi.ResourceTransformation = ({ type, resource, opts }) => {
      if (type === ACCEPTER) accepters.push(resource);
      if (type === PRIVATE_DNS) after.push(opts.dependsOn);
      return undefined;
    };
    const seen = await graph(
      () =>
        new PrivateServiceConnection(
          "to-payments",
          { placement, service: service({ privateDnsName: "payments.example.com" }), useServiceDnsName: true },
          { transformations: [record] },
        ),
      { outputs },
    );
    assert.equal("privateDnsEnabled" in seen.one("to-payments", ENDPOINT).inputs, false);
    assert.deepEqual(seen.one("to-payments", PRIVATE_DNS).inputs, {
      vpcEndpointId: "to-payments-id",
      privateDnsEnabled: true,
    });
    assert.equal(accepters.length, 1);
    assert.deepEqual(after.flat(), accepters);
  });

  it("tells by which name the service is called", async () => {
    const names: string[] = [];
    const named = (ofService: Partial<PrivateServiceArgs>, more: Partial<PrivateServiceConnectionArgs>) =>
      graph(
        () =>
          new PrivateServiceConnection("to-payments", {
            placement,
            service: service(ofService),
            ...more,
          }).dnsName.apply((name) => names.push(name)),
        { outputs },
      );
    await named({}, {});
    await named({}, { privateDnsName: "payments.internal" });
    await named({ privateDnsName: "payments.example.com" }, { useServiceDnsName: true });
    assert.deepEqual(names, ["vpce-1.example.internal", "payments.internal", "payments.example.com"]);
  });

  it("lets in named groups and blocks instead of the whole network", async () => {
    const admitted = async (more: Partial<PrivateServiceConnectionArgs>) =>
      (await connect({ serviceName, ...more }))
        .all(RULE)
        .map(({ inputs }) => [inputs["referencedSecurityGroupId"], inputs["cidrIpv4"], inputs["fromPort"]]);
    assert.deepEqual(await admitted({}), [[undefined, "10.0.0.0/16", 443]]);
    assert.deepEqual(await admitted({ fromSecurityGroupIds: ["sg-1"] }), [["sg-1", undefined, 443]]);
    assert.deepEqual(await admitted({ fromCidrBlocks: ["10.0.4.0/24"], port: 8080 }), [
      [undefined, "10.0.4.0/24", 8080],
    ]);
  });

  it("shows a policy at the first preview who may call, and over which subnets", async () => {
    const seen = await graph(() => new PrivateServiceConnection("to-payments", { placement, serviceName }), {
      preview: true,
      outputs,
    });
    seen.assertKnown("to-payments", ["subnetIds", "vpcEndpointType", "serviceName", "privateDnsEnabled"], ENDPOINT);
    seen.assertKnown("to-payments-endpoint-block-10.0.0.0-16", ["cidrIpv4", "fromPort", "toPort", "ipProtocol"]);
  });

  it("refuses no service, two services, two names, and a name that the service has not", async () => {
    await assert.rejects(connect({}), /service or serviceName is null; give one/);
    await assert.rejects(pair({}, { serviceName }), /service and serviceName/);
    await assert.rejects(
      connect({ serviceName, privateDnsName: "a.internal", useServiceDnsName: true }),
      /privateDnsName and useServiceDnsName/,
    );
    await assert.rejects(pair({}, { useServiceDnsName: true }), /give the service a privateDnsName/);
    await assert.rejects(
      pair({ privateDnsName: "a.example.com" }, { useServiceDnsName: true, withoutAcceptance: true }),
      /leave withoutAcceptance out/,
    );
  });

  it("refuses too few subnets, one subnet twice, and the whole internet as a source", async () => {
    const subnets = (...subnetIds: string[]) => connect({ serviceName, placement: { ...placement, subnetIds } });
    await assert.rejects(subnets("subnet-1"), /placement.subnetIds is "1 subnets"; give 2 to 6/);
    await assert.rejects(subnets("subnet-1", "subnet-1"), /name each subnet once/);
    await assert.rejects(connect({ serviceName, minimumZones: 3 }), /give 3 to 6, .* stops with a zone/);
    await assert.rejects(connect({ serviceName, fromCidrBlocks: ["0.0.0.0/0"] }), /fromCidrBlocks is "0.0.0.0\/0"/);
  });
});
