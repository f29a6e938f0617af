import { strict as assert } from "node:assert";
import { ObjectLockMode } from "../../../../infra/audit";
import { EventStore } from "../../../../infra/eventsourcing";
import { graph } from "../../../../testing";
import { orders, refused } from "./fixtures";

const TABLE = "aws:dynamodb/table:Table";
const BUCKET = "test-orders-archive-123456789012-eu-central-1";

describe("EventStore's archive", () => {
  it("is private, versioned, encrypted, answers over TLS alone and outlives the stack", async () => {
    const seen = await orders();
    const { inputs } = seen.one("orders-archive");
    assert.equal(inputs["bucket"], BUCKET);
    assert.equal(inputs["forceDestroy"], false);
    assert.equal(inputs["objectLockEnabled"], false);
    const { bucket: _, ...access } = seen.one("orders-archive-access").inputs;
    assert.deepEqual(access, {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(seen.one("orders-archive-versioning").inputs["versioningConfiguration"], { status: "Enabled" });
    assert.deepEqual(seen.one("orders-archive-ownership").inputs["rule"], { objectOwnership: "BucketOwnerEnforced" });
    assert.deepEqual(seen.one("orders-archive-encryption").inputs["rules"], [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    assert.deepEqual(seen.json("orders-archive-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("never deletes an event, and gets cheaper after 90 days", async () => {
    assert.deepEqual((await orders()).one("orders-archive-lifecycle").inputs["rules"], [
      {
        id: "events",
        status: "Enabled",
        filter: { prefix: "" },
        transitions: [{ days: 90, storageClass: "GLACIER_IR" }],
        noncurrentVersionExpiration: { noncurrentDays: 90 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  it("takes a name, a lock, other days and a bucket for its access log", async () => {
    const seen = await orders({
      archive: {
        bucketName: "shop-events",
        objectLock: { days: 365, mode: ObjectLockMode.Compliance },
        coldAfterDays: 10,
        deepAfterDays: 100,
        supersededDays: 5,
        accessLogBucketName: "logs",
      },
    });
    assert.equal(seen.one("orders-archive").inputs["bucket"], "shop-events");
    assert.equal(seen.one("orders-archive").inputs["objectLockEnabled"], true);
    assert.deepEqual(seen.one("orders-archive-lock").inputs["rule"], {
      defaultRetention: { mode: "COMPLIANCE", days: 365 },
    });
    const rules = JSON.stringify(seen.one("orders-archive-lifecycle").inputs["rules"]);
    assert.ok(rules.includes('[{"days":10,"storageClass":"GLACIER_IR"},{"days":100,"storageClass":"DEEP_ARCHIVE"}]'));
    assert.ok(rules.includes('"noncurrentDays":5'), rules);
    assert.equal(seen.one("orders-archive-logging").inputs["targetBucket"], "logs");
    assert.equal(seen.one("orders-archive-logging").inputs["targetPrefix"], "shop-events/");
  });

  it("locks for everyone but those who may bypass it where no mode is given", async () => {
    const seen = await orders({ archive: { objectLock: { days: 1 } } });
    assert.deepEqual(seen.one("orders-archive-lock").inputs["rule"], {
      defaultRetention: { mode: "GOVERNANCE", days: 1 },
    });
  });

  it("has its policy known at preview", async () => {
    const seen = await orders({}, () => undefined, { preview: true });
    seen.assertKnown("orders-archive-policy", ["policy"]);
    seen.assertKnown("orders-archive", ["bucket", "objectLockEnabled"]);
  });

  it("goes with the stack, as the journal does, where that is asked for", async () => {
    const seen = await orders({ deletableWithEvents: true });
    assert.equal(seen.one("orders-archive").inputs["forceDestroy"], true);
    assert.equal(seen.one("orders-journal", TABLE).inputs["deletionProtectionEnabled"], false);
  });

  it("refuses a stack whose name makes no bucket name, and says how to name the bucket", async () => {
    const message = await refused(() => graph(() => new EventStore("orders", {}), { stack: "feature_1" }));
    assert.match(
      message,
      /EventStore "orders": the bucket's name would be "feature_1-orders-archive-.*give a bucketName/,
    );
  });
});
