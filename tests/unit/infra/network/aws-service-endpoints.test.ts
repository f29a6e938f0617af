import { strict as assert } from "node:assert";
import { AwsServiceEndpoints, type AwsServiceEndpointsArgs } from "../../../../infra/network";
import { type GraphOptions, graph } from "../../../../testing";

const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-1", "subnet-2"] };
const tables = { routeTableIds: ["rtb-1"] };
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const endpoints = (more: Partial<AwsServiceEndpointsArgs>, options: GraphOptions = {}) =>
  graph(() => new AwsServiceEndpoints("aws", { placement, services: ["logs"], ...more }), options);
const policy = async (service: string, more: Partial<AwsServiceEndpointsArgs>) =>
  (await endpoints({ services: [service], ...more })).json(`aws-${service.replaceAll(".", "-")}`, "policy");
const statement = (Sid: string, equals: Record<string, unknown>) => ({
  Sid,
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: equals },
});
const document = (...Statement: unknown[]) => ({ Version: "2012-10-17", Statement });

describe("AwsServiceEndpoints", () => {
  it("reaches services over HTTPS from the network only, by names that resolve privately", async () => {
    const seen = await endpoints({ services: ["logs", "ecr.api"] });
    const rules = seen.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs);
    assert.deepEqual(
      rules.map((rule) => [rule["fromPort"], rule["toPort"], rule["cidrIpv4"]]),
      [[443, 443, "10.0.0.0/16"]],
    );
    const { policy: _, tags: __, ...endpoint } = seen.one("aws-ecr-api", ENDPOINT).inputs;
    assert.deepEqual(endpoint, {
      vpcId: "vpc-1",
      serviceName: "com.amazonaws.eu-central-1.ecr.api",
      vpcEndpointType: "Interface",
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["aws-endpoints-id"],
      privateDnsEnabled: true,
    });
  });

  it("makes routes for s3 and dynamodb, and no security group for them alone", async () => {
    const seen = await endpoints({ services: ["s3", "dynamodb"], ...tables });
    assert.deepEqual(
      seen.all(ENDPOINT).map(({ inputs }) => [inputs["vpcEndpointType"], inputs["routeTableIds"], inputs["subnetIds"]]),
      [
        ["Gateway", ["rtb-1"], undefined],
        ["Gateway", ["rtb-1"], undefined],
      ],
    );
    assert.equal(seen.all("aws:ec2/securityGroup:SecurityGroup").length, 0);
  });

  it("lets principals of this account reach resources of this account, and nothing else", async () => {
    const own = { "aws:PrincipalAccount": ["123456789012"], "aws:ResourceAccount": ["123456789012"] };
    const expected = document(statement("OwnPrincipalsToOwnResources", own));
    assert.deepEqual(await policy("logs", {}), expected);
    assert.deepEqual(await policy("dynamodb", tables), expected);
  });

  it("lets an organization through instead, and named accounts' resources", async () => {
    const organizationId = "o-abcdefghij";
    assert.deepEqual(
      await policy("logs", { organizationId, resourceAccountIds: ["602401143452"] }),
      document(
        statement("OwnPrincipalsToOwnResources", {
          "aws:PrincipalOrgID": organizationId,
          "aws:ResourceOrgID": organizationId,
        }),
        statement("OwnPrincipalsToNamedAccounts", {
          "aws:PrincipalOrgID": organizationId,
          "aws:ResourceAccount": ["602401143452"],
        }),
      ),
    );
  });

  it("lets images be pulled from ECR's own bucket, only where ECR is reached", async () => {
    const withEcr = await endpoints({ services: ["s3", "ecr.dkr"], ...tables });
    assert.match(
      JSON.stringify(withEcr.json("aws-s3", "policy")),
      /"Action":"s3:GetObject","Resource":"arn:aws:s3:::prod-eu-central-1-starport-layer-bucket\/\*"/,
    );
    assert.doesNotMatch(JSON.stringify(withEcr.json("aws-ecr-dkr", "policy")), /starport/);
    assert.doesNotMatch(JSON.stringify(await policy("s3", tables)), /starport/);
  });

  it("refuses plain HTTP to S3, which would take it", async () => {
    const { Statement } = JSON.parse(JSON.stringify(await policy("s3", tables)));
    assert.deepEqual(Statement[1], {
      Sid: "DenyInsecureTransport",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    assert.doesNotMatch(JSON.stringify(await policy("dynamodb", tables)), /SecureTransport/);
  });

  it("lets what AWS publishes be read, and a federated identity take a role of one's own", async () => {
    assert.match(JSON.stringify(await policy("ssm", {})), /"arn:aws:ssm:eu-central-1::parameter\/aws\/\*"/);
    const sts = await policy("sts", {});
    assert.deepEqual(JSON.parse(JSON.stringify(sts)).Statement[1], {
      ...statement("FederatedToOwnRoles", { "aws:ResourceAccount": ["123456789012"] }),
      Action: ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"],
    });
  });

  it("gives no policy to an endpoint that takes none, by name only", async () => {
    const seen = await endpoints({ services: ["logs", "mq"], servicesWithoutPolicy: ["mq"] });
    assert.deepEqual(
      ["aws-logs", "aws-mq"].map((name) => "policy" in seen.one(name).inputs),
      [true, false],
    );
  });

  it("shows a policy at the first preview what passes, and from where", async () => {
    const seen = await endpoints({ services: ["logs", "s3", "ecr.dkr"], ...tables }, { preview: true });
    seen.assertKnown("aws-logs", ["policy", "subnetIds", "vpcEndpointType", "serviceName", "privateDnsEnabled"]);
    seen.assertKnown("aws-s3", ["policy", "routeTableIds"]);
    seen.assertKnown(
      "aws-endpoints",
      ["cidrIpv4", "fromPort", "toPort"],
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    );
  });

  it("refuses gateways without route tables, services that are named twice, and full names", async () => {
    await assert.rejects(endpoints({ services: ["s3"] }), /give routeTableIds/);
    await assert.rejects(endpoints({ services: ["s3"], routeTableIds: [] }), /give routeTableIds/);
    await assert.rejects(endpoints({ services: ["logs", "logs"] }), /name each service once/);
    await assert.rejects(endpoints({ services: ["com.amazonaws.eu-central-1.logs"] }), /use the short name/);
    await assert.rejects(endpoints({ services: [] }), /services is \[\]/);
  });

  it("refuses accounts beside an organization, accounts that are none, and policies left out of nothing", async () => {
    await assert.rejects(
      endpoints({ accountIds: ["123456789012"], organizationId: "o-abcdefghij" }),
      /accountIds and organizationId .*only one/,
    );
    await assert.rejects(endpoints({ accountIds: [] }), /accountIds is \[\]/);
    await assert.rejects(endpoints({ resourceAccountIds: ["*"] }), /is "\*"; use the 12 digits/);
    await assert.rejects(endpoints({ organizationId: "mine" }), /organizationId is "mine"/);
    await assert.rejects(endpoints({ servicesWithoutPolicy: ["sqs"] }), /servicesWithoutPolicy is "sqs"/);
  });

  it("refuses too few zones, with the reason", async () => {
    const one = { ...placement, subnetIds: ["subnet-1"] };
    await assert.rejects(endpoints({ placement: one }), /placement.subnetIds is "1 subnets"; .* stops with a zone/);
    await assert.rejects(endpoints({ minimumZones: 3 }), /give 3 to 6/);
    await assert.rejects(endpoints({ minimumZones: 1 }), /minimumZones is 1; use a whole number from 2 to 6/);
  });
});
