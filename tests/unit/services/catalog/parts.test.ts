import { strict as assert } from "node:assert";
import type { SQSRecord } from "aws-lambda";
import fc from "fast-check";
import { CircuitBreaker, CircuitOpenError } from "../../../../services/catalog/cache";
import { packed, unpacked } from "../../../../services/catalog/cache/entry";
import { changedSku, UnreadableError } from "../../../../services/catalog/changes";
import { invalidateAll } from "../../../../services/catalog/invalidate";
import { productSchemas } from "../../../../services/catalog/product";
import { migrateSettingsFrom, settingsFrom } from "../../../../services/catalog/settings";
import { EncodingError, encodingOf } from "../../../../services/shared/encoding";

const fails = async () => {
  throw new Error("down");
};

describe("catalog: the circuit breaker", () => {
  const made = () => {
    const clock = { at: 0 };
    const breaker = new CircuitBreaker({ failures: 2, openMs: 100, longestMs: 300, now: () => clock.at });
    return { clock, breaker };
  };

  it("opens after failures in a row only", async () => {
    const { breaker } = made();
    await assert.rejects(breaker.run(fails), /down/);
    await breaker.run(async () => undefined);
    await assert.rejects(breaker.run(fails), /down/);
    assert.equal(breaker.open, false);
    await assert.rejects(breaker.run(fails), /down/);
    assert.equal(breaker.open, true);
  });

  it("lets one call through after a while, and waits longer each time that fails", async () => {
    const { breaker, clock } = made();
    for (let time = 0; time < 2; time++) await assert.rejects(breaker.run(fails));
    for (const waits of [100, 200, 300, 300]) {
      clock.at += waits - 1;
      await assert.rejects(breaker.run(fails), CircuitOpenError);
      clock.at += 1;
      await assert.rejects(breaker.run(fails), /down/);
    }
    clock.at += 300;
    let end: () => void = () => undefined;
    const probe = breaker.run(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    await assert.rejects(
      breaker.run(async () => undefined),
      CircuitOpenError,
    );
    end();
    await probe;
    assert.equal(breaker.open, false);
  });

  it("is not closed by a call that began before it opened", async () => {
    const { breaker } = made();
    let end: () => void = () => undefined;
    const slow = breaker.run(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    for (let time = 0; time < 2; time++) await assert.rejects(breaker.run(fails));
    end();
    await slow;
    assert.equal(breaker.open, true);
  });
});

describe("catalog: entries of the cache", () => {
  it("come back as they were put in, in both encodings", async () => {
    const text = fc.string({ unit: "grapheme" });
    const value = fc.record({
      sku: text,
      name: text,
      description: text,
      priceCents: fc.nat(),
      currency: fc.constant("EUR"),
      version: fc.nat(),
    });
    const entry = fc.record({ freshUntil: fc.nat({ max: 2 ** 42 }), value: fc.option(value, { nil: undefined }) });
    await fc.assert(
      fc.asyncProperty(entry, fc.constantFrom("json", "avro"), async (given, encoding) => {
        const bytes = await packed(given, productSchemas, encodingOf(encoding));
        const found = await unpacked(bytes, productSchemas);
        assert.deepEqual(found, { freshUntil: given.freshUntil, value: given.value && { ...given.value } });
      }),
    );
  });

  it("are told from bytes of something else", async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(9, 1), Buffer.alloc(10, 9), Buffer.alloc(12, 3)]) {
      await assert.rejects(unpacked(bytes, productSchemas), EncodingError);
    }
  });
});

const event = (type: string, detail: unknown) =>
  JSON.stringify({ source: "shop.catalog", "detail-type": type, detail });

describe("catalog: changes of products", () => {
  it("finds the sku in an event, and in a notification around it", () => {
    const changed = event("ProductChanged", { sku: "chair" });
    assert.equal(changedSku(changed), "chair");
    assert.equal(changedSku(JSON.stringify({ Type: "Notification", Message: changed })), "chair");
    assert.equal(changedSku(event("ProductChanged", { metadata: {}, data: { sku: "table" } })), "table");
  });

  it("passes over other events and refuses what is none", () => {
    assert.equal(changedSku(event("OrderPlaced", {})), undefined);
    for (const body of ["", "{}", "null", event("ProductChanged", {}), event("ProductChanged", { sku: "" })]) {
      assert.throws(() => changedSku(body), UnreadableError, body);
    }
  });

  it("reports exactly the messages that failed", async () => {
    const record = (messageId: string, body: string): SQSRecord => ({
      messageId,
      body,
      receiptHandle: "",
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: "",
        SenderId: "",
        ApproximateFirstReceiveTimestamp: "",
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "",
      awsRegion: "",
    });
    const invalidated: string[] = [];
    const invalidate = async (sku: string) => {
      if (sku === "stuck") throw new Error("the cache is down");
      invalidated.push(sku);
    };
    const Records = [
      record("1", event("ProductChanged", { sku: "chair" })),
      record("2", event("ProductChanged", { sku: "stuck" })),
      record("3", "poison"),
      record("4", event("OrderPlaced", {})),
    ];
    const { batchItemFailures } = await invalidateAll({ Records }, { invalidate });
    assert.deepEqual(batchItemFailures, [{ itemIdentifier: "2" }, { itemIdentifier: "3" }]);
    assert.deepEqual(invalidated, ["chair"]);
  });
});

describe("catalog: settings", () => {
  it("names every variable that is missing or wrong", () => {
    assert.throws(
      () => settingsFrom({ PORT: "-1" }),
      /DATABASE_HOST.*DATABASE_NAME.*DATABASE_CA_FILE.*CACHE_URL.*INVALIDATION_QUEUE_URL.*PORT/s,
    );
  });

  const complete = {
    CACHE_URL: "rediss://cache",
    INVALIDATION_QUEUE_URL: "https://queue",
    DATABASE_HOST: "writer",
    DATABASE_NAME: "shop",
    DATABASE_CA_FILE: "/etc/ssl/rds.pem",
    DATABASE_USER: "catalog",
  };

  it("takes one way to log in, not none and not two", () => {
    assert.equal(settingsFrom(complete).DATABASE_PORT, 5432);
    const { DATABASE_USER: _, ...without } = complete;
    const both = { ...complete, DATABASE_SECRET_ARN: "arn" };
    for (const wrong of [without, both]) {
      assert.throws(() => settingsFrom(wrong), /set either DATABASE_USER.*or DATABASE_SECRET_ARN/);
      assert.throws(() => migrateSettingsFrom(wrong), /set either DATABASE_USER.*or DATABASE_SECRET_ARN/);
    }
  });

  it("opens writing only together with a bus for its events, and never on the port that all reach", () => {
    assert.equal(settingsFrom(complete).OPERATOR_PORT, undefined);
    const open = { ...complete, OPERATOR_PORT: "8081" };
    assert.throws(() => settingsFrom(open), /set EVENT_BUS_NAME too/);
    assert.equal(settingsFrom({ ...open, EVENT_BUS_NAME: "shop" }).OPERATOR_PORT, 8081);
    const same = { ...open, EVENT_BUS_NAME: "shop", PORT: "8081" };
    assert.throws(() => settingsFrom(same), /OPERATOR_PORT has to be another than PORT/);
  });

  it("reads the users that the migrate command grants to", () => {
    assert.deepEqual(migrateSettingsFrom(complete).DATABASE_GRANT_TO, []);
    const DATABASE_GRANT_TO = "catalog, catalog_clone,";
    const { DATABASE_GRANT_TO: users } = migrateSettingsFrom({ ...complete, DATABASE_GRANT_TO });
    assert.deepEqual(users, ["catalog", "catalog_clone"]);
  });
});
