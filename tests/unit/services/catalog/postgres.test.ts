import { strict as assert } from "node:assert";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { until } from "../../../../local/until";
import { Announcements } from "../../../../services/catalog/announcements";
import { changedSku } from "../../../../services/catalog/changes";
import { publishChanges } from "../../../../services/catalog/event-bridge";
import { condemns, iamLogin, passes } from "../../../../services/catalog/postgres";
import { bundleInto } from "./bundle";

describe("catalog: the login by an IAM role", () => {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };

  it("signs a token for the host, the port and the user, good for 15 minutes", async () => {
    const login = iamLogin("catalog", { region: "eu-central-1", credentials });
    const { user, password } = await login.credentials("shop.cluster-x.eu-central-1.rds.amazonaws.com", 5432);
    const token = new URL(`https://${await password()}`);
    assert.equal(user, "catalog");
    assert.equal(token.host, "shop.cluster-x.eu-central-1.rds.amazonaws.com:5432");
    const of = (name: string) => token.searchParams.get(name);
    assert.deepEqual([of("Action"), of("DBUser"), of("X-Amz-Expires")], ["connect", "catalog", "900"]);
    assert.match(of("X-Amz-Credential") ?? "", /^AKIDEXAMPLE\/\d{8}\/eu-central-1\/rds-db\/aws4_request$/);
    // There is nothing newer than a token that was just made.
    assert.equal(login.refused(), false);
  });
});

describe("catalog: failures of the database", () => {
  const failure = (code: string) => Object.assign(new Error("told"), { code });

  it("tells those that pass from those that stay", () => {
    for (const code of ["25006", "28P01", "57P01", "57P03", "08006", "53300", "40001", "ECONNRESET", "ENOTFOUND"]) {
      assert.equal(passes(failure(code)), true, code);
    }
    for (const code of ["57014", "23505", "42P01", "42501", "22021", "ERR_TLS_CERT_ALTNAME_INVALID"]) {
      assert.equal(passes(failure(code)), false, code);
    }
    assert.equal(passes(new Error("Connection terminated unexpectedly")), true);
    assert.equal(passes(new AggregateError([failure("ECONNREFUSED"), failure("ECONNREFUSED")])), true);
    assert.equal(passes(new Error("timeout exceeded when trying to connect")), false);
    assert.equal(passes("no error at all"), false);
  });

  it("gives up all connections to a server that has become a reader or went silent, and to no other", () => {
    assert.equal(condemns(failure("25006")), true);
    assert.equal(condemns(new Error("Query read timeout")), true);
    for (const code of ["57P01", "ECONNRESET", "57014"]) assert.equal(condemns(failure(code)), false, code);
  });
});

describe("catalog: announcements", () => {
  it("are made at once when something has changed, and go on while there is more", async () => {
    let left = 25;
    const announcements = new Announcements(
      async (limit) => {
        const announced = Math.min(limit, left);
        left -= announced;
        return { announced, refused: 0 };
      },
      { everyMs: 600_000 },
    );
    announcements.start();
    await until("all are announced", async () => left === 0);
    left = 1;
    announcements.wake();
    await until("the new one is announced", async () => left === 0, { withinMs: 2000 });
    // What was written last, a moment before the end.
    left = 3;
    await announcements.stop();
    assert.equal(left, 0);
  });

  it("are tried again after a failure, and one that comes while another is made is not forgotten", async () => {
    let calls = 0;
    const announcements: Announcements = new Announcements(
      async () => {
        calls++;
        if (calls === 1) throw new Error("the bus is down");
        if (calls === 2) announcements.wake();
        return { announced: 0, refused: 0 };
      },
      { everyMs: 10 },
    );
    announcements.start();
    await until("there was a third look", async () => calls >= 3);
    await announcements.stop();
  });

  it("are events that the catalog's own queue understands; those that were not taken are named", async () => {
    const events = mockClient(EventBridgeClient);
    try {
      events.on(PutEventsCommand).resolves({ Entries: [{ EventId: "1" }, { ErrorCode: "ThrottlingException" }] });
      const change = (id: string, sku: string) => ({
        id,
        sku,
        version: 2,
        changedAt: new Date(0),
        metadata: { "x-correlation-id": "c" },
      });
      const changes = [change("1", "chair"), change("2", "table")];
      assert.deepEqual(await publishChanges(new EventBridgeClient({}), "shop", changes), [1]);
      const [call] = events.commandCalls(PutEventsCommand);
      const [entry] = call?.args[0].input.Entries ?? [];
      const { Source: source, DetailType, Detail = "", EventBusName } = entry ?? {};
      assert.deepEqual([EventBusName, source, DetailType], ["shop", "shop.catalog", "ProductChanged"]);
      assert.deepEqual(JSON.parse(Detail), {
        metadata: { "x-correlation-id": "c" },
        data: { sku: "chair", version: 2 },
      });
      assert.equal(changedSku(JSON.stringify({ "detail-type": DetailType, detail: JSON.parse(Detail) })), "chair");
    } finally {
      events.restore();
    }
  });
});

describe("catalog: the bundles", function () {
  this.timeout(60_000);

  it("can be made of each of its programs, without a warning", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bundle-"));
    try {
      assert.deepEqual(await bundleInto(folder), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
