import { strict as assert } from "node:assert";
import { ArgumentError } from "../../../../infra/core";
import { LogWarehouse, type LogWarehouseArgs } from "../../../../infra/observability";
import { graph, type TestGraph } from "../../../../testing";

const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ROLE = "aws:iam/role:Role";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:on-call";
const KEY = "arn:aws:kms:eu-central-1:123456789012:warehouse-key";
const BUCKET = "arn:aws:s3:eu-central-1:123456789012:warehouse-files";
const NAMESPACE = "arn:aws:redshiftserverless:eu-central-1:123456789012:warehouse-namespace";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:reader";
const READER = "arn:aws:quicksight:eu-central-1:123456789012:group/default/analysts";

const placement = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", subnetIds: ["subnet-a", "subnet-b", "subnet-c"] };

function build(
  args: Partial<LogWarehouseArgs> = {},
  use: (warehouse: LogWarehouse) => unknown = () => undefined,
  preview = false,
): Promise<TestGraph> {
  const outputs = {
    "aws:redshiftserverless/namespace:Namespace": { adminPasswordSecretArn: "arn:aws:secretsmanager:admin" },
    "aws:redshiftserverless/workgroup:Workgroup": { endpoints: [{ address: "warehouse.example" }] },
  };
  const all = { placement, s3PrefixListId: "pl-1", alarmTopicArn: TOPIC, ...args };
  return graph(() => use(new LogWarehouse("warehouse", all)), { preview, outputs });
}

interface PolicyDocument {
  Statement: { Sid?: string; Action: string | string[]; Resource: string | string[]; Condition?: object }[];
}

const statements = (seen: TestGraph, name: string, property = "policy", type = POLICY) =>
  (seen.json(name, property, type) as PolicyDocument).Statement;

describe("LogWarehouse", () => {
  it("is encrypted, audited, and has a password that nobody sees", async () => {
    const seen = await build();
    // The provider takes the user's name for a secret.
    const { tags, adminUsername, ...namespace } = seen.one("warehouse-namespace").inputs;
    assert.ok(tags && adminUsername);
    const role = "arn:aws:iam:eu-central-1:123456789012:warehouse-load-role";
    assert.deepEqual(namespace, {
      namespaceName: "test-warehouse",
      dbName: "logs",
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: KEY,
      kmsKeyId: KEY,
      iamRoles: [role],
      defaultIamRoleArn: role,
      logExports: ["userlog", "connectionlog", "useractivitylog"],
    });
    assert.equal(
      seen.one("warehouse-connectionlog").inputs.name,
      "/aws/redshift/test-warehouse/connectionlog",
      "without it, Redshift makes the log group, without a retention",
    );
  });

  it("lies in three zones of the VPC, over TLS, with all its traffic in the VPC and a limit of use that tells", async () => {
    const seen = await build();
    const { tags, ...workgroup } = seen.one("warehouse", "aws:redshiftserverless/workgroup:Workgroup").inputs;
    assert.ok(tags);
    assert.deepEqual(workgroup, {
      workgroupName: "test-warehouse",
      namespaceName: "test-warehouse",
      baseCapacity: 8,
      maxCapacity: 32,
      enhancedVpcRouting: true,
      publiclyAccessible: false,
      subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
      securityGroupIds: ["warehouse-group-id"],
      port: 5439,
      configParameters: [
        { parameterKey: "require_ssl", parameterValue: "true" },
        { parameterKey: "enable_user_activity_logging", parameterValue: "true" },
      ],
    });
    const { resourceArn, ...limit } = seen.one("warehouse-usage-limit").inputs;
    assert.ok(resourceArn);
    assert.deepEqual(limit, {
      usageType: "serverless-compute",
      amount: 100,
      period: "daily",
      breachAction: "emit-metric",
    });
  });

  it("lets nobody in who was not named, and reaches S3 alone", async () => {
    const none = await build();
    assert.equal(none.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").length, 0);
    const [egress] = none.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    assert.deepEqual([egress?.inputs.prefixListId, egress?.inputs.toPort], ["pl-1", 443]);
    const seen = await build({ clients: { bi: { cidr: "10.1.0.0/16" } } }, (warehouse) =>
      warehouse.allowFrom("jobs", "sg-jobs"),
    );
    const rules = seen
      .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ inputs }) => [inputs.fromPort, inputs.cidrIpv4 ?? inputs.referencedSecurityGroupId]);
    assert.deepEqual(rules.sort(), [
      [5439, "10.1.0.0/16"],
      [5439, "sg-jobs"],
    ]);
  });

  it("reads its files as a role of its own database users, and nothing else", async () => {
    const seen = await build();
    const [trust] = statements(seen, "warehouse-load-role", "assumeRolePolicy", ROLE);
    assert.deepEqual(trust?.Condition, {
      StringLike: {
        "sts:ExternalId": "arn:aws:redshift:eu-central-1:123456789012:dbuser:serverless-123456789012-*/*",
      },
    });
    assert.deepEqual(statements(seen, "warehouse-load"), [
      { Effect: "Allow", Action: ["s3:GetBucketLocation", "s3:ListBucket"], Resource: BUCKET },
      { Effect: "Allow", Action: "s3:GetObject", Resource: `${BUCKET}/load/*` },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: KEY,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
      },
    ]);
  });

  it("is told of new files of this bucket, for integrations of this account alone", async () => {
    const seen = await build();
    const policy = statements(seen, "warehouse-files-policy", "policy", "aws:s3/bucketPolicy:BucketPolicy");
    const told = policy.find(({ Sid }) => Sid === "RedshiftIsToldOfNewFiles");
    assert.deepEqual(told?.Condition, {
      StringLike: { "aws:SourceArn": "arn:aws:redshift:eu-central-1:123456789012:integration:*" },
      StringEquals: { "aws:SourceAccount": "123456789012" },
    });
    const [inbound] = statements(seen, "warehouse-inbound", "policy", "aws:redshift/resourcePolicy:ResourcePolicy");
    assert.deepEqual(inbound?.Condition, { StringEquals: { "aws:SourceArn": BUCKET } });
    const { sourceArn, targetArn, integrationName } = seen.one("warehouse-integration").inputs;
    assert.deepEqual([sourceArn, targetArn, integrationName], [BUCKET, NAMESPACE, "test-warehouse"]);
  });

  it("loads each file into a table by a COPY job, with the administrator's secret", async () => {
    const seen = await build();
    const table = seen.one("warehouse-table").inputs;
    assert.equal(table.secretArn, "arn:aws:secretsmanager:admin");
    assert.match(String(table.sql), /^CREATE TABLE IF NOT EXISTS public\.logs \(.*logevents super/);
    assert.equal(
      seen.one("warehouse-job").inputs.sql,
      "COPY public.logs (messagetype, owner, loggroup, logstream, subscriptionfilters, logevents) " +
        "FROM 's3://test-warehouse-files-123456789012-eu-central-1/load/' " +
        "IAM_ROLE 'arn:aws:iam:eu-central-1:123456789012:warehouse-load-role' " +
        "FORMAT JSON 'auto ignorecase' GZIP JOB CREATE log_load AUTO ON",
    );
  });

  it("is fed by subscriptions, into the folder that it loads, and alarms where that stops", async () => {
    const seen = await build({}, (warehouse) => warehouse.subscribe("orders", "/shop/orders"));
    assert.equal(seen.one("warehouse-from-orders").inputs.logGroup, "/shop/orders");
    const delivery = JSON.stringify(seen.one("warehouse-delivery-stream").inputs.extendedS3Configuration);
    assert.match(delivery, /"prefix":"load\/day=/);
    assert.match(delivery, /"compressionFormat":"GZIP"/);
    for (const { inputs } of seen.all(ALARM)) {
      assert.deepEqual(inputs.dimensions, { DeliveryStreamName: "test-warehouse" });
      assert.deepEqual(inputs.alarmActions, [TOPIC]);
    }
  });

  it("shows QuickSight a data source by a way into the VPC that leads to the warehouse alone", async () => {
    const seen = await build({ quickSight: { secretArn: SECRET, readerArns: [READER] } });
    const source = seen.one("warehouse-quicksight-source").inputs;
    assert.deepEqual(source.parameters, { redshift: { database: "logs", host: "warehouse.example", port: 5439 } });
    assert.deepEqual(source.sslProperties, { disableSsl: false });
    assert.deepEqual(source.permissions, [
      {
        principal: READER,
        actions: [
          "quicksight:DescribeDataSource",
          "quicksight:DescribeDataSourcePermissions",
          "quicksight:PassDataSource",
        ],
      },
    ]);
    const out = seen.one("warehouse-quicksight-out").inputs;
    assert.deepEqual([out.referencedSecurityGroupId, out.toPort], ["warehouse-group-id", 5439]);
    const into = seen.one("warehouse-from-quicksight-redshift").inputs;
    assert.equal(into.referencedSecurityGroupId, "warehouse-quicksight-group-id");
  });

  it("knows placement, encryption in transit and the load role's trust in a preview", async () => {
    const seen = await build({}, undefined, true);
    seen.assertKnown(
      "warehouse",
      ["publiclyAccessible", "enhancedVpcRouting", "configParameters", "subnetIds"],
      "aws:redshiftserverless/workgroup:Workgroup",
    );
    seen.assertKnown("warehouse-load-role", ["assumeRolePolicy"], ROLE);
    seen.assertKnown("warehouse-files-policy", ["policy"], "aws:s3/bucketPolicy:BucketPolicy");
  });

  const refused: [string, Partial<LogWarehouseArgs>, RegExp][] = [
    [
      "two zones",
      { placement: { ...placement, subnetIds: ["a", "b"] } },
      /placement\.subnetIds is "2 subnets"; give 3/,
    ],
    ["no prefix list", { s3PrefixListId: "s3" }, /s3PrefixListId is "s3"/],
    ["units between the steps", { baseCapacity: 12 }, /baseCapacity is 12; use a multiple of 8/],
    ["a ceiling below the floor", { baseCapacity: 16, maxCapacity: 8 }, /maxCapacity is 8; .*from 16/],
    ["a port that Redshift has not", { port: 5432 + 100 }, /port is 5532/],
    ["a buffer of a second", { bufferSeconds: 1 }, /bufferSeconds is 1/],
    ["a client that is everybody", { clients: { all: { cidr: "0.0.0.0/0" } } }, /clients\.all\.cidr/],
    [
      "a password for a secret",
      { quickSight: { secretArn: "hunter2", readerArns: [READER] } },
      /quickSight\.secretArn/,
    ],
    ["QuickSight for nobody", { quickSight: { secretArn: SECRET, readerArns: [] } }, /quickSight\.readerArns/],
    ["two topics", { emails: ["a@example.com"] }, /alarmTopicArn and emails/],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        build(args),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }
});
