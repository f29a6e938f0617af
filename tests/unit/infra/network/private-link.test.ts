import { strict as assert } from "node:assert";
import {
  AwsServiceEndpoints,
  type AwsServiceEndpointsArgs,
  IsolatedVpc,
  PrivateService,
  type PrivateServiceArgs,
  PrivateServiceConnection,
  type PrivateServiceConnectionArgs,
} from "../../../../infra/network";
import { type GraphOptions, graph } from "../../../../testing";

const zones = ["eu-central-1a", "eu-central-1b"];
const consumer = "arn:aws:iam::210987654321:root";
const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-1", "subnet-2"] };
/** What AWS answers of an endpoint that it made. */
const outputs = {
  "aws:ec2/vpcEndpoint:VpcEndpoint": { dnsEntries: [{ dnsName: "vpce-1.example.internal", hostedZoneId: "Z1" }] },
};
const vault = () => new IsolatedVpc("vault", { cidrBlock: "10.9.0.0/20", availabilityZones: zones });

const service = (more: Partial<PrivateServiceArgs> = {}, options: GraphOptions = {}) =>
  graph(
    () => new PrivateService("payments", { vpc: vault(), port: 443, allowedPrincipals: [consumer], ...more }),
    options,
  );
const connection = (more: Partial<PrivateServiceConnectionArgs>) =>
  graph(() => new PrivateServiceConnection("to-payments", { placement, ...more }), { outputs });
const endpoints = (more: Partial<AwsServiceEndpointsArgs>) =>
  graph(() => new AwsServiceEndpoints("aws", { placement, services: ["logs"], ...more }));

describe("PrivateService", () => {
  it("is an internal load balancer over zones, and asks for acceptance and named principals", async () => {
    const seen = await service();
    const balancer = seen.one("payments", "aws:lb/loadBalancer:LoadBalancer").inputs;
    assert.equal(balancer["internal"], true);
    assert.equal(balancer["loadBalancerType"], "network");
    assert.equal(balancer["enableDeletionProtection"], true);
    assert.deepEqual(balancer["subnets"], ["vault-a-id", "vault-b-id"]);
    assert.equal(
      seen.one("payments", "aws:ec2/vpcEndpointService:VpcEndpointService").inputs["acceptanceRequired"],
      true,
    );
    assert.equal(seen.one("payments-principal-0").inputs["principalArn"], consumer);
  });

  it("shows a policy at the first preview that it is private and asks for acceptance", async () => {
    const seen = await service({}, { preview: true });
    seen.assertKnown("payments", ["internal", "loadBalancerType"], "aws:lb/loadBalancer:LoadBalancer");
    seen.assertKnown("payments", ["acceptanceRequired"], "aws:ec2/vpcEndpointService:VpcEndpointService");
    seen.assertKnown("payments-principal-0", ["principalArn"]);
  });

  it("ends TLS with a current policy where it has a certificate, and passes TCP through where not", async () => {
    const tls = (await service({ certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1" })).one(
      "payments",
      "aws:lb/listener:Listener",
    ).inputs;
    assert.deepEqual([tls["protocol"], tls["sslPolicy"]], ["TLS", "ELBSecurityPolicy-TLS13-1-2-2021-06"]);
    const tcp = (await service()).one("payments", "aws:lb/listener:Listener").inputs;
    assert.deepEqual([tcp["protocol"], "sslPolicy" in tcp], ["TCP", false]);
  });

  it("lets the load balancer call its tasks' port only", async () => {
    const rule = (await service({ targetPort: 8443 })).one("payments-load-balancer-targets").inputs;
    assert.deepEqual([rule["fromPort"], rule["toPort"], rule["cidrIpv4"]], [8443, 8443, "10.9.0.0/20"]);
  });

  it("refuses everybody, wildcards and ports that are none", async () => {
    await assert.rejects(service({ allowedPrincipals: ["*"] }), /allowedPrincipals is "\*"; name accounts/);
    await assert.rejects(service({ allowedPrincipals: ["arn:aws:iam::*:root"] }), /without a wildcard/);
    await assert.rejects(service({ allowedPrincipals: [] }), /allowedPrincipals is \[\]/);
    await assert.rejects(service({ port: 0 }), /port is 0; use a whole number from 1 to 65535/);
  });
});

describe("PrivateServiceConnection", () => {
  it("accepts the connection to a service of the same program, and calls it by a private name", async () => {
    const seen = await graph(
      () => {
        const payments = new PrivateService("payments", { vpc: vault(), port: 8443, allowedPrincipals: [consumer] });
        new PrivateServiceConnection("to-payments", {
          placement,
          service: payments,
          privateDnsName: "payments.internal",
        });
      },
      { outputs },
    );
    assert.equal(seen.all("aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter").length, 1);
    assert.equal(seen.one("to-payments", "aws:route53/zone:Zone").inputs["name"], "payments.internal");
    assert.equal(seen.one("to-payments-endpoint-block-0").inputs["fromPort"], 8443);
    assert.deepEqual(seen.one("to-payments", "aws:route53/record:Record").inputs["aliases"], [
      { name: "vpce-1.example.internal", zoneId: "Z1", evaluateTargetHealth: true },
    ]);
  });

  it("leaves acceptance to the owner of a service elsewhere", async () => {
    const seen = await connection({
      serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
      serviceRegion: "eu-west-1",
    });
    assert.equal(seen.all("aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter").length, 0);
    assert.equal(seen.one("to-payments", "aws:ec2/vpcEndpoint:VpcEndpoint").inputs["serviceRegion"], "eu-west-1");
  });

  it("lets in named groups instead of the whole network", async () => {
    const seen = await connection({ serviceName: "com.amazonaws.vpce.x", fromSecurityGroupIds: ["sg-1"] });
    const rules = seen.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map((rule) => rule.inputs);
    assert.deepEqual(
      rules.map((rule) => [rule["referencedSecurityGroupId"], rule["cidrIpv4"], rule["fromPort"]]),
      [["sg-1", undefined, 443]],
    );
  });

  it("refuses no service, two services, two names and one subnet", async () => {
    await assert.rejects(connection({}), /service or serviceName is null; give one/);
    await assert.rejects(
      connection({ serviceName: "x", privateDnsName: "a.internal", useServiceDnsName: true }),
      /privateDnsName and useServiceDnsName/,
    );
    await assert.rejects(
      connection({ serviceName: "x", placement: { ...placement, subnetIds: ["subnet-1"] } }),
      /placement.subnetIds/,
    );
  });
});

describe("AwsServiceEndpoints", () => {
  it("reaches services over HTTPS from the network only, for principals of this account", async () => {
    const seen = await endpoints({ services: ["logs", "ecr.api"] });
    const rule = seen.one("aws-endpoints", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs;
    assert.deepEqual([rule["fromPort"], rule["toPort"], rule["cidrIpv4"]], [443, 443, "10.0.0.0/16"]);
    assert.deepEqual(seen.json("aws-ecr-api", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "OwnAccounts",
          Effect: "Allow",
          Principal: "*",
          Action: "*",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalAccount": ["123456789012"] } },
        },
      ],
    });
  });

  it("lets images be pulled from ECR's own bucket, only where ECR is reached", async () => {
    const tables = { routeTableIds: ["rtb-1"] };
    const withEcr = await endpoints({ services: ["s3", "ecr.dkr"], ...tables });
    assert.match(JSON.stringify(withEcr.json("aws-s3", "policy")), /prod-eu-central-1-starport-layer-bucket\/\*/);
    const without = await endpoints({ services: ["s3"], ...tables });
    assert.doesNotMatch(JSON.stringify(without.json("aws-s3", "policy")), /starport/);
    assert.match(JSON.stringify(without.json("aws-s3", "policy")), /"aws:ResourceAccount":\["123456789012"\]/);
  });

  it("refuses gateways without route tables, services that are named twice, and full names", async () => {
    await assert.rejects(endpoints({ services: ["s3"] }), /give routeTableIds/);
    await assert.rejects(endpoints({ services: ["logs", "logs"] }), /name each service once/);
    await assert.rejects(endpoints({ services: ["com.amazonaws.LOGS"] }), /use the short name/);
  });
});
