import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { KeyType, Table, TableAccelerator, type TableAcceleratorArgs } from "../../../../infra/data";
import { type GraphOptions, graph, type TestGraph } from "../../../../testing";

const CLUSTER = "aws:dax/cluster:Cluster";
const ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/products";
const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };
const outputs = { [CLUSTER]: { clusterAddress: "products.abc.dax-clusters.eu-central-1.amazonaws.com" } };

type Options = Omit<TableAcceleratorArgs, "placement">;

function build(args: Options = { tableArns: [ARN] }, options: GraphOptions = {}): Promise<TestGraph> {
  return graph(() => new TableAccelerator("products", { placement, ...args }), { outputs, ...options });
}

const worker = () => ({ role: new Role("worker", { assumeRolePolicy: "{}" }) });

describe("TableAccelerator", () => {
  it("makes three nodes over the zones, encrypted at rest and in transit, with nothing but a table given", async () => {
    const seen = await build();
    const { tags, ...inputs } = seen.one("products", CLUSTER).inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      clusterName: "test-products",
      description: "Accelerator products.",
      nodeType: "dax.t3.small",
      replicationFactor: 3,
      iamRoleArn: "arn:aws:iam:eu-central-1:123456789012:products-role",
      subnetGroupName: "products-subnets",
      securityGroupIds: ["products-group-id"],
      parameterGroupName: "products-parameters",
      serverSideEncryption: { enabled: true },
      clusterEndpointEncryptionType: "TLS",
      maintenanceWindow: "sun:04:00-sun:05:00",
    });
    assert.deepEqual(seen.one("products-subnets").inputs["subnetIds"], placement.subnetIds);
    assert.deepEqual(seen.one("products-parameters").inputs["parameters"], [
      { name: "query-ttl-millis", value: "300000" },
      { name: "record-ttl-millis", value: "300000" },
    ]);
  });

  it("takes size, lifetimes, window and topic as they are given", async () => {
    const notificationTopicArn = "arn:aws:sns:eu-central-1:123456789012:t";
    const seen = await build({
      tableArns: [ARN],
      clusterName: "fast",
      nodeType: "dax.r7i.large",
      nodes: 5,
      itemTtlSeconds: 60,
      queryTtlSeconds: 1,
      maintenanceWindow: "sat:23:30-sun:01:00",
      notificationTopicArn,
    });
    const cluster = seen.one("products", CLUSTER).inputs;
    assert.equal(cluster["clusterName"], "fast");
    assert.equal(cluster["nodeType"], "dax.r7i.large");
    assert.equal(cluster["replicationFactor"], 5);
    assert.equal(cluster["maintenanceWindow"], "sat:23:30-sun:01:00");
    assert.equal(cluster["notificationTopicArn"], notificationTopicArn);
    assert.deepEqual(seen.one("products-parameters").inputs["parameters"], [
      { name: "query-ttl-millis", value: "1000" },
      { name: "record-ttl-millis", value: "60000" },
    ]);
  });

  it("has one node just where that was asked for by name, still encrypted", async () => {
    const cluster = (await build({ tableArns: [ARN], singleNode: true })).one("products", CLUSTER).inputs;
    assert.equal(cluster["replicationFactor"], 1);
    assert.equal(cluster["clusterEndpointEncryptionType"], "TLS");
  });

  it("lets its role use the named tables and their indexes, and nothing else", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("products-tables", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:BatchGetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:ConditionCheckItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
            "dynamodb:BatchWriteItem",
          ],
          Resource: [ARN, `${ARN}/index/*`],
        },
      ],
    });
    assert.match(JSON.stringify(seen.json("products-role", "assumeRolePolicy")), /"Service":"dax\.amazonaws\.com"/);
    const readOnly = await build({ tableArns: [ARN], readOnly: true });
    assert.doesNotMatch(JSON.stringify(readOnly.json("products-tables", "policy")), /PutItem|Delete|Update|Write/);
  });

  it("takes tables of the platform, with the key and the indexes that they have", async () => {
    const table = () =>
      new Table("stock", {
        partitionKey: { name: "sku", type: KeyType.String },
        indexes: { place: { partitionKey: { name: "place", type: KeyType.String } } },
        kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k",
      });
    const seen = await graph(() => new TableAccelerator("products", { placement, tables: [table()] }));
    const policy = JSON.stringify(seen.json("stock-read-write-products", "policy"));
    assert.match(policy, /:stock","arn[^"]+:stock\/index\/\*".*kms:Decrypt.*key\/k.*dynamodb\.eu-central-1/);
    const readOnly = await graph(
      () => new TableAccelerator("products", { placement, tables: [table()], readOnly: true }),
    );
    assert.doesNotMatch(JSON.stringify(readOnly.json("stock-read-products", "policy")), /PutItem|Delete|Update/);
  });

  it("opens the TLS port, and no other, to named clients, and nothing outwards", async () => {
    const seen = await graph(() => {
      const accelerator = new TableAccelerator("products", {
        placement,
        tableArns: [ARN],
        clients: { office: { cidr: "10.1.0.0/16" } },
      });
      accelerator.allowFrom("service", "sg-1");
    });
    const rules = seen.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs);
    assert.deepEqual(
      rules.map((rule) => [rule["fromPort"], rule["toPort"], rule["cidrIpv4"] ?? rule["referencedSecurityGroupId"]]),
      [
        [9111, 9111, "10.1.0.0/16"],
        [9111, 9111, "sg-1"],
      ],
    );
    assert.equal(seen.types()["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"], undefined);
  });

  it("grants each verb on the cluster alone", async () => {
    let url: unknown;
    const seen = await graph(
      () => {
        const accelerator = new TableAccelerator("products", { placement, tableArns: [ARN] });
        accelerator.grantRead(worker(), "worker");
        accelerator.grantWrite({ role: new Role("writer", { assumeRolePolicy: "{}" }) }, "writer");
        accelerator.grantReadWrite({ role: new Role("both", { assumeRolePolicy: "{}" }) }, "both");
        accelerator.url.apply((text) => {
          url = text;
        });
      },
      { outputs },
    );
    assert.equal(url, "daxs://products.abc.dax-clusters.eu-central-1.amazonaws.com");
    const resource = ["arn:aws:dax:eu-central-1:123456789012:products"];
    const read = ["dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:Scan", "dax:ConditionCheckItem"];
    const write = ["dax:PutItem", "dax:UpdateItem", "dax:DeleteItem", "dax:BatchWriteItem", "dax:ConditionCheckItem"];
    for (const [name, actions] of [
      ["products-read-worker", read],
      ["products-write-writer", write],
      ["products-read-write-both", [...new Set([...read, ...write])]],
    ] as const) {
      assert.deepEqual(seen.json(name, "policy"), {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: actions, Resource: resource }],
      });
    }
  });

  it("knows every input that security hangs on before anything exists", async () => {
    const seen = await build({ tableArns: [ARN] }, { preview: true });
    seen.assertKnown(
      "products",
      ["serverSideEncryption", "clusterEndpointEncryptionType", "replicationFactor"],
      CLUSTER,
    );
    seen.assertKnown("products-tables", ["policy"]);
  });
});

describe("TableAccelerator refuses", () => {
  const tableArns = [ARN];
  const refusals: [string, Options, RegExp][] = [
    ["no table", {}, /give at least one table: its role may use no other/],
    ["every table", { tableArns: ["arn:aws:dynamodb:eu-central-1:123456789012:table/*"] }, /use ARNs of tables/],
    ["two nodes", { tableArns, nodes: 2 }, /nodes is 2; use a whole number from 3 to 10 nodes/],
    ["fewer nodes than zones", { tableArns, nodes: 2, minimumZones: 3 }, /nodes is 2/],
    ["nodes of a single node", { tableArns, singleNode: true, nodes: 3 }, /drop it, or singleNode/],
    ["a node of another service", { tableArns, nodeType: "cache.r7g.large" }, /use a node type such as "dax.r5.large"/],
    ["a size that the family has not", { tableArns, nodeType: "dax.t3.large" }, /nodeType is "dax.t3.large"/],
    ["a long name", { tableArns, clusterName: "a".repeat(21) }, /use 1 to 20 lower-case letters/],
    ["a name that AWS refuses", { tableArns, clusterName: "grepper" }, /AWS refuses sudo and grep/],
    ["no lifetime", { tableArns, itemTtlSeconds: 0 }, /itemTtlSeconds is 0; use whole seconds, at least 1/],
    ["a part of a second", { tableArns, queryTtlSeconds: 1.5 }, /queryTtlSeconds is 1.5/],
    ["a short window", { tableArns, maintenanceWindow: "sun:04:00-sun:04:30" }, /at least 60 minutes/],
    ["a topic that is none", { tableArns, notificationTopicArn: "topic" }, /use the ARN of an SNS topic/],
    ["too few zones", { tableArns, minimumZones: 4 }, /placement.subnetIds is "3 subnets"/],
    ["a client of no group", { tableArns, clients: { a: { securityGroupId: "a" } } }, /use the id of a security group/],
  ];
  for (const [what, args, message] of refusals) {
    it(what, async () => {
      await assert.rejects(build(args), message);
    });
  }

  it("a name too long with its stack, and a client of the same name", async () => {
    await assert.rejects(
      build({ tableArns }, { stack: "a-long-stack-name" }),
      /name is "a-long-stack-name-products"; the cluster has this name; use 1 to 20.*or give clusterName/,
    );
    await assert.rejects(
      graph(() => {
        const clients = { a: { cidr: "10.0.0.0/16" } };
        new TableAccelerator("products", { placement, tableArns, clients }).allowFrom("a", "sg-1");
      }),
      /the accelerator has a client of that name/,
    );
  });
});
