import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { ContainerCluster, ContainerService } from "../../../../infra/compute";
import { type LatticeServiceArgs, ServiceMesh, type ServiceMeshArgs } from "../../../../infra/discovery";
import { graph, type TestGraph } from "../../../../testing";

const AUTHORITY = "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/ca";
const NAMESPACE = "arn:aws:servicediscovery:eu-central-1:123456789012:namespace/ns-1";
const FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:quote";
const CALLER = "arn:aws:iam::123456789012:role/orders";
const LATTICE: ServiceMeshArgs = {
  mode: "lattice",
  networks: { platform: { vpcId: "vpc-1", clients: { orders: { securityGroupId: "sg-orders" } } } },
};

function lattice(args: Record<string, LatticeServiceArgs>, more: ServiceMeshArgs = LATTICE): Promise<TestGraph> {
  return graph(() => {
    const mesh = new ServiceMesh("mesh", more);
    for (const [name, service] of Object.entries(args)) mesh.addService(name, service);
  });
}

describe("ServiceMesh by Service Connect", () => {
  it("makes a namespace, and hands services what they take part by, with a line a request", async () => {
    const seen = await graph(() => {
      const mesh = new ServiceMesh("mesh");
      const { namespaceArn, ...connection } = mesh.connect({ discoveryName: "catalog", requestTimeoutSeconds: 5 });
      assert.ok(namespaceArn);
      assert.deepEqual(connection, { discoveryName: "catalog", requestTimeoutSeconds: 5, accessLogs: true });
    });
    assert.equal(seen.one("mesh-namespace").inputs["name"], "test-mesh");
    assert.deepEqual(Object.keys(seen.types()).sort(), [
      "aws-microservices-platform:discovery:ServiceMesh",
      "aws:servicediscovery/httpNamespace:HttpNamespace",
    ]);
  });

  it("is what a container service connects by", async () => {
    const seen = await graph(() => {
      const mesh = new ServiceMesh("mesh", { namespaceArn: NAMESPACE, certificateAuthorityArn: AUTHORITY });
      new ContainerService("catalog", {
        cluster: new ContainerCluster("shop"),
        placement: { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b"] },
        image: "public.ecr.aws/shop/catalog:1",
        egress: { out: { cidr: "0.0.0.0/0" } },
        port: 8080,
        serviceConnect: mesh.connect({ discoveryName: "catalog", port: 80 }),
      });
    });
    const connect = Object(seen.one("catalog", "aws:ecs/service:Service").inputs["serviceConnectConfiguration"]);
    assert.equal(connect.namespace, NAMESPACE);
    assert.deepEqual(connect.services[0].tls, {
      issuerCertAuthority: { awsPcaAuthorityArn: AUTHORITY },
      roleArn: "arn:aws:iam:eu-central-1:123456789012:mesh-tls-role",
    });
  });

  it("lets ECS issue by the one authority, and keep certificates as secrets of its own", async () => {
    const seen = await graph(() => new ServiceMesh("mesh", { certificateAuthorityArn: AUTHORITY }));
    const { Statement } = Object(seen.json("mesh-tls-policy", "policy"));
    for (const { Action, Resource } of Statement) {
      const wanted = [AUTHORITY, "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecs-sc!*"];
      assert.ok(wanted.includes(Resource), `${Action} on ${Resource}`);
    }
    assert.match(
      JSON.stringify(seen.json("mesh-tls-role", "assumeRolePolicy")),
      /ecs.amazonaws.com.*aws:SourceAccount/,
    );
  });

  it("does not encrypt calls of a service that nobody calls, and keeps no record where that was asked for", () =>
    graph(() => {
      const mesh = new ServiceMesh("mesh", { certificateAuthorityArn: AUTHORITY, withoutAccessLogs: true });
      const { tls, accessLogs } = mesh.connect();
      assert.deepEqual([tls, accessLogs], [undefined, false]);
    }));

  it("refuses what is VPC Lattice's", () =>
    graph(() => {
      const mesh = new ServiceMesh("mesh");
      assert.throws(() => mesh.addService("a", { targets: {} }), /mode is "serviceConnect"; addService/);
      assert.throws(() => mesh.allowFrom("a", "b", { cidr: "10.0.0.0/8" }), /mode is "serviceConnect"; allowFrom/);
    }));
});

describe("ServiceMesh by VPC Lattice", () => {
  it("lets principals of the own account in alone, from named clients, and writes requests down", async () => {
    const seen = await lattice({});
    assert.equal(seen.one("mesh", "aws:vpclattice/serviceNetwork:ServiceNetwork").inputs["authType"], "AWS_IAM");
    assert.deepEqual(seen.json("mesh-auth", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "vpc-lattice-svcs:Invoke",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
        },
      ],
    });
    const { tags: _, ...association } = seen.one("mesh-platform").inputs;
    assert.deepEqual(association, {
      vpcIdentifier: "vpc-1",
      serviceNetworkIdentifier: "mesh-id",
      securityGroupIds: ["mesh-platform-group-id"],
    });
    const client = seen.one("mesh-platform-from-orders").inputs;
    assert.deepEqual([client["fromPort"], client["referencedSecurityGroupId"]], [443, "sg-orders"]);
    const record = seen.one("mesh-requests", "aws:vpclattice/accessLogSubscription:AccessLogSubscription").inputs;
    assert.match(String(record["destinationArn"]), /:mesh-requests$/);
    assert.equal(
      seen.one("mesh-requests", "aws:cloudwatch/logGroup:LogGroup").inputs["namePrefix"],
      "/aws/vendedlogs/lattice/mesh-",
    );
  });

  it("serves tasks by HTTPS, which ECS registers", async () => {
    const seen = await graph(() => {
      const mesh = new ServiceMesh("mesh", LATTICE);
      const { targets } = mesh.addService("catalog", {
        targets: { tasks: { vpcId: "vpc-1", port: 8080, plainTextToTargets: true } },
      });
      assert.deepEqual(Object.keys(targets), ["tasks"]);
    });
    const { tags: _, ...group } = seen.one("mesh-catalog-tasks").inputs;
    assert.deepEqual(group, {
      type: "IP",
      config: {
        vpcIdentifier: "vpc-1",
        port: 8080,
        protocol: "HTTP",
        protocolVersion: "HTTP1",
        healthCheck: {
          path: "/health",
          protocol: "HTTP",
          protocolVersion: "HTTP1",
          healthCheckIntervalSeconds: 10,
          healthyThresholdCount: 2,
          matcher: { value: "200" },
        },
      },
    });
    const listener = seen.one("mesh-catalog", "aws:vpclattice/listener:Listener").inputs;
    assert.deepEqual([listener["protocol"], listener["port"]], ["HTTPS", 443]);
    assert.equal(seen.one("mesh-catalog", "aws:vpclattice/service:Service").inputs["authType"], "AWS_IAM");
    assert.equal(seen.types()["aws:vpclattice/targetGroupAttachment:TargetGroupAttachment"], undefined);
    assert.equal(seen.types()["aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation"], 1);
  });

  it("weighs a function against a load balancer, and lets VPC Lattice invoke the function for these targets only", async () => {
    const loadBalancerArn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/x/1";
    const seen = await lattice({
      quote: {
        targets: {
          old: { kind: "ALB", vpcId: "vpc-1", loadBalancerArn, weight: 90 },
          new: { kind: "LAMBDA", functionArn: FUNCTION, weight: 10 },
        },
      },
    });
    assert.deepEqual(seen.one("mesh-quote", "aws:vpclattice/listener:Listener").inputs["defaultAction"], {
      forwards: [
        {
          targetGroups: [
            { targetGroupIdentifier: "mesh-quote-old-id", weight: 90 },
            { targetGroupIdentifier: "mesh-quote-new-id", weight: 10 },
          ],
        },
      ],
    });
    const attachment = "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment";
    assert.deepEqual(seen.one("mesh-quote-old", attachment).inputs["target"], { id: loadBalancerArn, port: 443 });
    assert.deepEqual(seen.one("mesh-quote-new", attachment).inputs["target"], { id: FUNCTION });
    const permission = seen.one("mesh-quote-new-invoke").inputs;
    assert.equal(permission["principal"], "vpc-lattice.amazonaws.com");
    assert.match(String(permission["sourceArn"]), /:mesh-quote-new$/);
  });

  it("lets named callers call alone, and grants calling one service", async () => {
    const seen = await graph(() => {
      const mesh = new ServiceMesh("mesh", LATTICE);
      mesh.addService("catalog", { callers: [CALLER], targets: { tasks: { vpcId: "vpc-1" } } });
      mesh.grantInvoke("catalog", { role: new Role("orders", { assumeRolePolicy: "{}" }) }, "orders");
      assert.throws(
        () => mesh.grantInvoke("stock", { role: new Role("x", { assumeRolePolicy: "{}" }) }, "x"),
        /serviceName is "stock"; there is catalog/,
      );
    });
    assert.deepEqual(Object(seen.json("mesh-catalog-auth", "policy")).Statement[0].Principal, { AWS: [CALLER] });
    assert.deepEqual(seen.json("mesh-catalog-invoke-orders", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["vpc-lattice-svcs:Invoke"],
          Resource: ["arn:aws:vpclattice:eu-central-1:123456789012:mesh-catalog/*"],
        },
      ],
    });
  });

  it("keeps who may call known at preview", async () => {
    const seen = await graph(
      () => new ServiceMesh("mesh", LATTICE).addService("catalog", { targets: { tasks: { vpcId: "vpc-1" } } }),
      { preview: true },
    );
    seen.assertKnown("mesh-auth", ["policy"]);
    seen.assertKnown("mesh-catalog-auth", ["policy"]);
  });

  it("lets an organisation in just where it is named, and writes requests to more places", async () => {
    const stream = "arn:aws:firehose:eu-central-1:123456789012:deliverystream/requests";
    const seen = await lattice(
      {},
      { ...LATTICE, organizationId: "o-abcdefghij", accessLogDestinationArns: [stream], logRetentionDays: 30 },
    );
    assert.match(JSON.stringify(seen.json("mesh-auth", "policy")), /"aws:PrincipalOrgID":"o-abcdefghij"/);
    assert.equal(seen.one("mesh-requests-1").inputs["destinationArn"], stream);
    const none = await lattice({}, { ...LATTICE, withoutAccessLogs: true });
    assert.equal(none.types()["aws:cloudwatch/logGroup:LogGroup"], undefined);
  });

  const REFUSED: [string, ServiceMeshArgs, RegExp][] = [
    ["a namespace", { ...LATTICE, namespaceArn: NAMESPACE }, /namespaceArn is "given"; leave it out/],
    ["networks of Service Connect", { networks: {} }, /networks is "given"; leave it out/],
    [
      "a place of records that is none",
      { ...LATTICE, accessLogDestinationArns: ["arn:aws:sqs:eu-central-1:123456789012:requests"] },
      /accessLogDestinationArns is .*; use the ARN of a bucket or of a delivery stream/,
    ],
    [
      "a client that is nobody",
      { mode: "lattice", networks: { a: { vpcId: "vpc-1", clients: { b: {} } } } },
      /give one of them/,
    ],
    ["an unknown mode", Object({ mode: "appMesh" }), /mode is "appMesh"/],
  ];
  for (const [what, args, message] of REFUSED) {
    it(`refuses ${what}`, () => graph(() => assert.throws(() => new ServiceMesh("mesh", args), message)));
  }

  const WRONG: [string, LatticeServiceArgs, RegExp][] = [
    ["a service that goes nowhere", { targets: {} }, /targets is 0/],
    ["targets in no network", { targets: { a: {} } }, /targets.a.vpcId is null/],
    [
      "a function with a port",
      { targets: { a: { kind: "LAMBDA", functionArn: FUNCTION, port: 80 } } },
      /leave it out for "LAMBDA"/,
    ],
    ["a balancer that is not said", { targets: { a: { kind: "ALB", vpcId: "vpc-1" } } }, /loadBalancerArn is null/],
    ["everybody as a caller", { callers: ["*"], targets: { a: { vpcId: "vpc-1" } } }, /callers is "\*"/],
    [
      "a name with no certificate",
      { customDomainName: "a.example.com", targets: { a: { vpcId: "vpc-1" } } },
      /give both/,
    ],
    [
      "names that AWS has no room for",
      { targets: { "a-name-that-goes-on-and-on": { vpcId: "vpc-1" } } },
      /together at most 32/,
    ],
  ];
  for (const [what, args, message] of WRONG) {
    it(`refuses ${what}`, () =>
      graph(() => assert.throws(() => new ServiceMesh("mesh", LATTICE).addService("catalog", args), message)));
  }

  it("refuses Service Connect's way of taking part", () =>
    graph(() => assert.throws(() => new ServiceMesh("mesh", LATTICE).connect(), /mode is "lattice"; use addService/)));
});
