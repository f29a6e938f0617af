import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import {
  KeyType,
  Projection,
  ReplicaConsistency,
  StreamView,
  Table,
  type TableArgs,
  TableClass,
} from "../../../../infra/data";
import { graph, type TestGraph } from "../../../../testing";

const TABLE = "aws:dynamodb/table:Table";
const ARN = "arn:aws:dynamodb:eu-central-1:123456789012:orders";
const STREAM_ARN = `${ARN}/stream/1`;
const KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1234";
const PK = { name: "pk", type: KeyType.String };
const SK = { name: "sk", type: KeyType.String };
const SCALE = { read: { min: 5, max: 50 }, write: { min: 1, max: 10, targetPercent: 50 } };
const GSI = {
  partitionKey: { name: "gsi1pk", type: KeyType.String },
  sortKey: { name: "gsi1sk", type: KeyType.Number },
};

function build(args: Partial<TableArgs> = {}, use: (table: Table) => unknown = () => undefined): Promise<TestGraph> {
  return graph(() => use(new Table("orders", { partitionKey: PK, ...args })), {
    outputs: { [TABLE]: { streamArn: STREAM_ARN } },
  });
}

async function inputs(args: Partial<TableArgs>): Promise<Readonly<Record<string, unknown>>> {
  return (await build(args)).one("orders", TABLE).inputs;
}

/** The policy that a grant makes. */
function granted(args: Partial<TableArgs>, verb: "Read" | "Write" | "ReadWrite" | "Stream"): Promise<unknown> {
  return statementsOf(args, (table, to) => table[`grant${verb}`](to, "api"));
}

async function statementsOf(
  args: Partial<TableArgs>,
  use: (table: Table, to: { role: Role }) => unknown,
): Promise<unknown> {
  const seen = await build(args, (table) => use(table, { role: new Role("api", { assumeRolePolicy: "{}" }) }));
  const [policy] = seen.all("aws:iam/rolePolicy:RolePolicy");
  const document: { Statement: unknown } = JSON.parse(String(policy?.inputs["policy"]));
  return document.Statement;
}

const READ = ["GetItem", "BatchGetItem", "Query", "Scan", "ConditionCheckItem", "DescribeTable"];
const WRITE = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];
const dynamodb = (actions: string[]) => actions.map((action) => `dynamodb:${action}`);

describe("Table", () => {
  it("is on demand, can be taken back for 35 days, and can't be deleted by mistake, with just a key given", async () => {
    const seen = await build();
    assert.deepEqual(seen.types(), { "aws-microservices-platform:data:Table": 1, [TABLE]: 1 });
    const { tags, ...rest } = seen.one("orders", TABLE).inputs;
    assert.ok(tags);
    assert.deepEqual(rest, {
      hashKey: "pk",
      attributes: [PK],
      billingMode: "PAY_PER_REQUEST",
      tableClass: "STANDARD",
      streamEnabled: false,
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      deletionProtectionEnabled: true,
    });
  });

  it("hands each plain option on", async () => {
    const made = await inputs({
      sortKey: SK,
      stream: StreamView.NewImage,
      ttlAttribute: "expiresAt",
      maxThroughput: { read: 100 },
      warmThroughput: { read: 12_000, write: 4000 },
      tableClass: TableClass.InfrequentAccess,
      kmsKeyArn: KEY_ARN,
      recoveryDays: 7,
      deletableWithItems: true,
    });
    assert.deepEqual([made["rangeKey"], made["attributes"]], ["sk", [PK, SK]]);
    assert.deepEqual([made["streamEnabled"], made["streamViewType"]], [true, "NEW_IMAGE"]);
    assert.deepEqual(made["ttl"], { enabled: true, attributeName: "expiresAt" });
    assert.deepEqual(made["onDemandThroughput"], { maxReadRequestUnits: 100, maxWriteRequestUnits: -1 });
    assert.deepEqual(made["warmThroughput"], { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4000 });
    assert.deepEqual([made["tableClass"], made["deletionProtectionEnabled"]], ["STANDARD_INFREQUENT_ACCESS", false]);
    assert.deepEqual(made["serverSideEncryption"], { enabled: true, kmsKeyArn: KEY_ARN });
    assert.deepEqual(made["pointInTimeRecovery"], { enabled: true, recoveryPeriodInDays: 7 });
    assert.deepEqual((await inputs({ withoutPointInTimeRecovery: true }))["pointInTimeRecovery"], { enabled: false });
  });

  it("has indexes of one and of several key attributes, each attribute declared once", async () => {
    const made = await inputs({
      sortKey: SK,
      indexes: {
        gsi1: GSI,
        gsi2: {
          partitionKey: PK,
          morePartitionKeys: [{ name: "region", type: KeyType.String }],
          sortKey: { name: "year", type: KeyType.Number },
          moreSortKeys: [SK],
          projection: Projection.Include,
          includedAttributes: ["total"],
          maxThroughput: { write: 10 },
          warmThroughput: { write: 5000 },
        },
      },
      localIndexes: { byTotal: { sortKey: { name: "total", type: KeyType.Number }, projection: Projection.KeysOnly } },
    });
    assert.deepEqual(made["attributes"], [
      PK,
      SK,
      GSI.partitionKey,
      GSI.sortKey,
      { name: "region", type: "S" },
      { name: "year", type: "N" },
      { name: "total", type: "N" },
    ]);
    assert.deepEqual(made["globalSecondaryIndexes"], [
      {
        name: "gsi1",
        keySchemas: [
          { attributeName: "gsi1pk", keyType: "HASH" },
          { attributeName: "gsi1sk", keyType: "RANGE" },
        ],
        projectionType: "ALL",
      },
      {
        name: "gsi2",
        keySchemas: [
          { attributeName: "pk", keyType: "HASH" },
          { attributeName: "region", keyType: "HASH" },
          { attributeName: "year", keyType: "RANGE" },
          { attributeName: "sk", keyType: "RANGE" },
        ],
        projectionType: "INCLUDE",
        nonKeyAttributes: ["total"],
        onDemandThroughput: { maxReadRequestUnits: -1, maxWriteRequestUnits: 10 },
        warmThroughput: { writeUnitsPerSecond: 5000 },
      },
    ]);
    assert.deepEqual(made["localSecondaryIndexes"], [
      { name: "byTotal", rangeKey: "total", projectionType: "KEYS_ONLY" },
    ]);
  });

  it("scales the table and every index, reads and writes each for itself", async () => {
    const own = { read: { min: 2, max: 20 }, write: { min: 3, max: 30 } };
    const seen = await build({
      provisioned: SCALE,
      indexes: { gsi1: GSI, gsi2: { partitionKey: PK, provisioned: own } },
    });
    const made = seen.one("orders", TABLE).inputs;
    assert.deepEqual([made["billingMode"], made["readCapacity"], made["writeCapacity"]], ["PROVISIONED", 5, 1]);
    const indexes = JSON.stringify(made["globalSecondaryIndexes"]);
    assert.match(indexes, /"name":"gsi1".*"readCapacity":5,"writeCapacity":1/);
    assert.match(indexes, /"name":"gsi2".*"readCapacity":2,"writeCapacity":3/);
    const targets = seen
      .all("aws:appautoscaling/target:Target")
      .map(({ inputs: of }) => [of["resourceId"], of["scalableDimension"], of["minCapacity"], of["maxCapacity"]]);
    assert.deepEqual(targets, [
      ["table/orders", "dynamodb:table:ReadCapacityUnits", 5, 50],
      ["table/orders", "dynamodb:table:WriteCapacityUnits", 1, 10],
      ["table/orders/index/gsi1", "dynamodb:index:ReadCapacityUnits", 5, 50],
      ["table/orders/index/gsi1", "dynamodb:index:WriteCapacityUnits", 1, 10],
      ["table/orders/index/gsi2", "dynamodb:index:ReadCapacityUnits", 2, 20],
      ["table/orders/index/gsi2", "dynamodb:index:WriteCapacityUnits", 3, 30],
    ]);
    const tracking = (name: string) => seen.one(name).inputs["targetTrackingScalingPolicyConfiguration"];
    assert.deepEqual(tracking("orders-read-scaling"), {
      predefinedMetricSpecification: { predefinedMetricType: "DynamoDBReadCapacityUtilization" },
      targetValue: 70,
    });
    assert.deepEqual(tracking("orders-write-scaling"), {
      predefinedMetricSpecification: { predefinedMetricType: "DynamoDBWriteCapacityUtilization" },
      targetValue: 50,
    });
  });

  it("has a rotated key of its own that just this account uses", async () => {
    const seen = await build({ customerKey: true });
    const key = seen.one("orders-key").inputs;
    assert.equal(key["enableKeyRotation"], true);
    assert.equal(JSON.stringify(key["policy"]).match(/Effect/g)?.length, 1);
    assert.deepEqual(seen.one("orders", TABLE).inputs["serverSideEncryption"], {
      enabled: true,
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:orders-key",
    });
  });

  it("keeps copies as well protected as the original, and has the stream that they are written from", async () => {
    const made = await inputs({ replicas: { "eu-west-1": {}, "eu-west-2": {} } });
    const replica = {
      consistencyMode: "EVENTUAL",
      pointInTimeRecovery: true,
      deletionProtectionEnabled: true,
      propagateTags: true,
    };
    assert.deepEqual(made["replicas"], [
      { regionName: "eu-west-1", ...replica },
      { regionName: "eu-west-2", ...replica },
    ]);
    assert.deepEqual([made["streamEnabled"], made["streamViewType"]], [true, "NEW_AND_OLD_IMAGES"]);
  });

  it("takes strong consistency with a region that only votes", async () => {
    const strong = { consistency: ReplicaConsistency.Strong };
    const made = await inputs({ replicas: { "eu-west-1": strong }, witnessRegion: "eu-west-2" });
    assert.deepEqual(made["globalTableWitness"], { regionName: "eu-west-2" });
    assert.match(JSON.stringify(made["replicas"]), /"consistencyMode":"STRONG"/);
  });

  it("attaches a resource policy, and counts keys of the table and its indexes", async () => {
    const seen = await build({ resourcePolicy: "{}", contributorInsights: true, indexes: { gsi1: GSI } });
    assert.deepEqual(seen.one("orders-policy").inputs, { resourceArn: ARN, policy: "{}" });
    assert.deepEqual(
      seen.all("aws:dynamodb/contributorInsights:ContributorInsights").map((one) => one.inputs),
      [{ tableName: "orders" }, { tableName: "orders", indexName: "gsi1" }],
    );
  });

  it("grants reading of the table and its indexes, and of the table alone where it has none", async () => {
    assert.deepEqual(await granted({ indexes: { gsi1: GSI } }, "Read"), [
      { Effect: "Allow", Action: dynamodb(READ), Resource: [ARN, `${ARN}/index/*`] },
    ]);
    assert.deepEqual(await granted({}, "Read"), [{ Effect: "Allow", Action: dynamodb(READ), Resource: [ARN] }]);
  });

  it("grants writing without reading, which needs no index", async () => {
    assert.deepEqual(await granted({ indexes: { gsi1: GSI } }, "Write"), [
      { Effect: "Allow", Action: dynamodb([...WRITE, "ConditionCheckItem", "DescribeTable"]), Resource: [ARN] },
    ]);
  });

  it("grants both at once", async () => {
    assert.deepEqual(await granted({ indexes: { gsi1: GSI } }, "ReadWrite"), [
      { Effect: "Allow", Action: dynamodb([...READ, ...WRITE]), Resource: [ARN, `${ARN}/index/*`] },
    ]);
  });

  it("grants just the actions that are named, of those that read or write items", async () => {
    const some = (...actions: string[]) => statementsOf({}, (table, to) => table.grantActions(to, "api", actions));
    assert.deepEqual(await some("GetItem", "PutItem", "GetItem"), [
      { Effect: "Allow", Action: dynamodb(["GetItem", "PutItem"]), Resource: [ARN] },
    ]);
    for (const wrong of [["*"], ["Scan", "DeleteTable"], []]) {
      await assert.rejects(some(...wrong), /Table "orders": actions is /, String(wrong));
    }
  });

  it("grants the stream and not the table", async () => {
    assert.deepEqual(await granted({ stream: StreamView.KeysOnly }, "Stream"), [
      {
        Effect: "Allow",
        Action: dynamodb(["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"]),
        Resource: [STREAM_ARN],
      },
    ]);
    await assert.rejects(granted({}, "Stream"), /Table "orders" has no stream: set stream/);
  });

  it("grants the key with it, through DynamoDB only, and no more of it than is needed", async () => {
    const key = (...Action: string[]) => ({
      Effect: "Allow",
      Action,
      Resource: KEY_ARN,
      Condition: { StringEquals: { "kms:ViaService": "dynamodb.eu-central-1.amazonaws.com" } },
    });
    const withKey = { kmsKeyArn: KEY_ARN, stream: StreamView.NewImage };
    const second = (statements: unknown): unknown => (Array.isArray(statements) ? statements[1] : undefined);
    const of = async (verb: "Read" | "Write" | "ReadWrite" | "Stream") => second(await granted(withKey, verb));
    const some = async (...actions: string[]) =>
      second(await statementsOf(withKey, (table, to) => table.grantActions(to, "api", actions)));
    assert.deepEqual(await of("Read"), key("kms:Decrypt"));
    assert.deepEqual(await of("Stream"), key("kms:Decrypt"));
    assert.deepEqual(await of("Write"), key("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"));
    assert.deepEqual(await of("ReadWrite"), key("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"));
    assert.deepEqual(await some("GetItem"), key("kms:Decrypt"));
    assert.deepEqual(await some("PutItem"), key("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"));
  });

  it("keeps what policies look at known at a first preview", async () => {
    const args = { partitionKey: PK, indexes: { gsi1: GSI }, provisioned: SCALE, stream: StreamView.NewImage };
    const seen = await graph(() => new Table("orders", args), { preview: true });
    const names = ["billingMode", "pointInTimeRecovery", "deletionProtectionEnabled", "attributes", "streamViewType"];
    seen.assertKnown("orders", names, TABLE);
  });
});

const STRONG = { consistency: ReplicaConsistency.Strong };
/** Arguments that are wrong, and what the message has to say of them. */
const WRONG: [Partial<TableArgs>, RegExp][] = [
  [{ partitionKey: { name: "", type: "S" } }, /partitionKey\.name is ""; use 1 to 255 characters/],
  [{ sortKey: { name: "x".repeat(256), type: "S" } }, /sortKey\.name is "x/],
  [{ customerKey: true, kmsKeyArn: KEY_ARN }, /customerKey and kmsKeyArn .* give only one of them/],
  [{ kmsKeyArn: "alias/mine" }, /kmsKeyArn is "alias\/mine"; use the ARN of a KMS key/],
  [{ recoveryDays: 36 }, /recoveryDays is 36; use a whole number from 1 to 35 days/],
  [
    { recoveryDays: 7, withoutPointInTimeRecovery: true },
    /recoveryDays is 7; leave it out, or withoutPointInTimeRecovery/,
  ],
  [{ ttlAttribute: "" }, /ttlAttribute is ""; use 1 to 255 characters/],
  [{ maxThroughput: { read: 0 } }, /maxThroughput\.read is 0/],
  [{ warmThroughput: { read: 11_999 } }, /warmThroughput\.read is 11999; .*from 12000/],
  [{ warmThroughput: { write: 3999 } }, /warmThroughput\.write is 3999; .*from 4000/],
  [{ maxThroughput: { read: 5 }, provisioned: SCALE }, /maxThroughput is .*leave it out, or provisioned/],
  [{ provisioned: { ...SCALE, read: { min: 0, max: 1 } } }, /provisioned\.read\.min is 0/],
  [{ provisioned: { ...SCALE, write: { min: 5, max: 4 } } }, /provisioned\.write\.max is 4; .*at least min/],
  [
    { provisioned: { ...SCALE, read: { min: 1, max: 2, targetPercent: 91 } } },
    /targetPercent is 91; .*20 to 90 percent/,
  ],
  [{ indexes: { g: GSI } }, /indexes\.g is "g"; name it with 3 to 255/],
  [
    { indexes: { gsi1: { ...GSI, provisioned: SCALE } } },
    /indexes\.gsi1\.provisioned is .*set provisioned of the table too/,
  ],
  [
    { indexes: { gsi1: { ...GSI, projection: "INCLUDE" } } },
    /indexes\.gsi1\.includedAttributes is null; name attributes/,
  ],
  [{ indexes: { gsi1: { ...GSI, includedAttributes: ["a"] } } }, /indexes\.gsi1\.includedAttributes is \["a"\]/],
  [
    { indexes: { gsi1: { partitionKey: PK, moreSortKeys: [SK] } } },
    /indexes\.gsi1\.sortKey is null; give the first attribute/,
  ],
  [
    { indexes: { gsi1: { ...GSI, morePartitionKeys: [PK, SK, PK, SK] } } },
    /morePartitionKeys is .*give 0 to 3 of them/,
  ],
  [{ indexes: { gsi1: { partitionKey: { name: "pk", type: "N" } } } }, /pk is \["S","N"\]; give an attribute one type/],
  [
    { indexes: { gsi1: { ...GSI, maxThroughput: { read: 5 } } }, provisioned: SCALE },
    /indexes\.gsi1\.maxThroughput is/,
  ],
  [
    { indexes: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`gsi${index}`, GSI])) },
    /indexes is .*give 0 to 20 of them/,
  ],
  [{ localIndexes: { byTotal: { sortKey: SK } } }, /localIndexes\.byTotal is "byTotal"; give the table a sortKey/],
  [
    { sortKey: SK, indexes: { gsi1: GSI }, localIndexes: { gsi1: { sortKey: SK } } },
    /localIndexes\.gsi1 is "gsi1"; name it otherwise/,
  ],
  [{ replicas: { europe: {} } }, /replicas\.europe is "europe"; name a region/],
  [{ replicas: { "eu-west-1": {} }, stream: "NEW_IMAGE" }, /stream is "NEW_IMAGE"; use NEW_AND_OLD_IMAGES/],
  [{ replicas: { "eu-west-1": {} }, kmsKeyArn: KEY_ARN }, /replicas\.eu-west-1\.kmsKeyArn is null; give every copy/],
  [{ replicas: { "eu-west-1": { kmsKeyArn: KEY_ARN } } }, /replicas\.eu-west-1\.kmsKeyArn is .*give every copy/],
  [{ replicas: { "eu-west-1": STRONG } }, /replicas is \["eu-west-1"\]; strong consistency takes three regions/],
  [{ replicas: { "eu-west-1": STRONG, "eu-west-2": {} } }, /replicas is .*strong consistency takes three regions/],
  [{ witnessRegion: "eu-west-2" }, /witnessRegion is "eu-west-2"; give one replica/],
  [
    { replicas: { "eu-west-1": STRONG, "eu-west-2": STRONG }, ttlAttribute: "expiresAt" },
    /ttlAttribute is "expiresAt"; leave it out: strong consistency has no TTL/,
  ],
];

describe("Table refuses", () => {
  for (const [args, message] of WRONG) {
    it(`${JSON.stringify(args).slice(0, 90)}, by name, value and fix`, async () => {
      await assert.rejects(build(args), message);
    });
  }
});
