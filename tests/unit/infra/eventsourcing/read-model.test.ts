import { strict as assert } from "node:assert";
import { KeyType } from "../../../../infra/data";
import { type EventStoreArgs, ReadModel, type ReadModelArgs } from "../../../../infra/eventsourcing";
import type { TestGraph } from "../../../../testing";
import { ALARM, allows, arn, document, grantee, KEY, keyUse, orders, reader, refused, TOPIC } from "./fixtures";

const TABLE = "aws:dynamodb/table:Table";
const VIEW = arn("dynamodb", "view-table");
const READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:ConditionCheckItem"];
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];
const KEY_ACTIONS = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
const INDEXES = {
  gsi1: {
    partitionKey: { name: "gsi1pk", type: KeyType.String },
    sortKey: { name: "gsi1sk", type: KeyType.String },
  },
};

function view(
  args: Partial<ReadModelArgs> = {},
  wire: (model: ReadModel) => unknown = () => undefined,
  storeArgs: EventStoreArgs = {},
): Promise<TestGraph> {
  return orders({ withoutAlarms: true, ...storeArgs }, (store) => wire(new ReadModel("view", { ...args, store })));
}

describe("ReadModel", () => {
  it("is one table by pk and sk whose old generations expire", async () => {
    const seen = await view();
    const { inputs } = seen.one("view-table", TABLE);
    assert.equal(inputs["hashKey"], "pk");
    assert.equal(inputs["rangeKey"], "sk");
    assert.deepEqual(inputs["ttl"], { enabled: true, attributeName: "expiresAt" });
    assert.equal(inputs["streamEnabled"], false);
    assert.equal(inputs["deletionProtectionEnabled"], true);
    assert.deepEqual(inputs["pointInTimeRecovery"], { enabled: true, recoveryPeriodInDays: 35 });
    assert.equal(inputs["serverSideEncryption"], undefined);
  });

  it("takes indexes, other backups and none, and goes with the stack where asked", async () => {
    const { inputs } = (await view({ indexes: INDEXES, recoveryDays: 3, deletableWithItems: true })).one(
      "view-table",
      TABLE,
    );
    assert.ok(JSON.stringify(inputs["globalSecondaryIndexes"]).includes('"name":"gsi1"'));
    assert.deepEqual(inputs["pointInTimeRecovery"], { enabled: true, recoveryPeriodInDays: 3 });
    assert.equal(inputs["deletionProtectionEnabled"], false);
    const without = await view({ withoutPointInTimeRecovery: true });
    assert.deepEqual(without.one("view-table", TABLE).inputs["pointInTimeRecovery"], { enabled: false });
  });

  it("is encrypted under the store's key, as the events are", async () => {
    const seen = await view({}, () => undefined, { kmsKeyArn: KEY });
    assert.deepEqual(seen.one("view-table", TABLE).inputs["serverSideEncryption"], { enabled: true, kmsKeyArn: KEY });
  });

  it("lets readers query the table and its indexes, and neither write nor go through all", async () => {
    const actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
    const plain = await view({}, (model) => model.grantQuery(grantee(), "api"));
    assert.deepEqual(document(plain, "view-query-api"), allows(actions, [VIEW]));
    const full = await view({ indexes: INDEXES }, (model) => model.grantQuery(grantee(), "api"), { kmsKeyArn: KEY });
    assert.deepEqual(
      document(full, "view-query-api"),
      allows(actions, [VIEW, `${VIEW}/index/*`], keyUse(["kms:Decrypt"], "dynamodb")),
    );
  });

  it("lets a rebuild read the archive and write the table, with the item that says what is active", async () => {
    const seen = await view({}, (model) => model.grantRebuild(grantee(), "command"), { kmsKeyArn: KEY });
    assert.deepEqual(
      document(seen, "view-rebuild-command"),
      allows([...READ, "dynamodb:Scan", ...WRITE], [VIEW], keyUse(KEY_ACTIONS, "dynamodb")),
    );
    const bucket = arn("s3", "orders-archive");
    assert.deepEqual(
      document(seen, "orders-archive-read-view-command"),
      allows(["s3:ListBucket", "s3:GetObject"], [bucket, `${bucket}/*`], keyUse(["kms:Decrypt"], "s3")),
    );
  });
});

describe("ReadModel's projection", () => {
  it("lets the function write generations, and not make one active", async () => {
    const seen = await view({ indexes: INDEXES }, (model) => model.projectWith(reader()), { kmsKeyArn: KEY });
    assert.deepEqual(document(seen, "view-project-projection"), {
      Version: "2012-10-17",
      Statement: [
        { Sid: "ReadItems", Effect: "Allow", Action: READ, Resource: [VIEW, `${VIEW}/index/*`] },
        {
          Sid: "WriteGenerations",
          Effect: "Allow",
          Action: WRITE,
          Resource: VIEW,
          Condition: { "ForAllValues:StringNotEquals": { "dynamodb:LeadingKeys": ["#active"] } },
        },
        {
          Sid: "UseKey",
          Effect: "Allow",
          Action: KEY_ACTIONS,
          Resource: KEY,
          Condition: { StringEquals: { "kms:ViaService": "dynamodb.eu-central-1.amazonaws.com" } },
        },
      ],
    });
  });

  it("needs no key where AWS owns it", async () => {
    const seen = await view({}, (model) => model.projectWith(reader()));
    const text = JSON.stringify(document(seen, "view-project-projection"));
    assert.ok(!text.includes("kms:"), text);
  });

  it("reads the store's stream with the given settings, and alarms on lag", async () => {
    const seen = await view({}, (model) =>
      model.projectWith(reader(), "orders", { eventTypes: ["OrderPlaced"], maxLagSeconds: 10, alarmTopicArn: TOPIC }),
    );
    const mapping = seen.one("view-reader-from-view-orders");
    assert.ok(JSON.stringify(mapping.inputs["filterCriteria"]).includes("OrderPlaced"));
    assert.equal(seen.one("view-orders-lag", ALARM).inputs["threshold"], 10_000);
    assert.deepEqual(seen.one("view-orders-lag", ALARM).inputs["alarmActions"], [TOPIC]);
  });

  it("does not begin before the function may write: the first events would be given up on", async () => {
    const seen = await view({}, (model) => model.projectWith(reader()));
    const { propertyDependencies } = seen.one("view-reader-from-view-projection");
    const policy = seen.one("view-project-projection").urn;
    assert.ok(propertyDependencies["eventSourceArn"]?.includes(policy), JSON.stringify(propertyDependencies));
  });
});

describe("ReadModel refuses", () => {
  it("backups of 36 days", async () => {
    assert.match(await refused(() => view({ recoveryDays: 36 })), /recoveryDays is 36/);
  });

  it("a setting of the projection that is wrong, under the projection's name", async () => {
    const program = () => view({}, (model) => model.projectWith(reader(), "orders", { batchSize: 0 }));
    assert.match(await refused(program), /consumeStream "view-orders" of view-reader: batchSize is 0/);
  });
});
