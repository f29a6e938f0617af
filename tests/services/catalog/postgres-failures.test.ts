import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { announcePending, type Login, secretLogin } from "../../../services/catalog/postgres";
import { PostgresProducts } from "../../../services/catalog/postgres-products";
import { VersionConflictError } from "../../../services/catalog/products";
import { certificateAt, startPostgres, TOKEN_USER } from "../../support/servers/postgres";
import { temporaryDirectory, useServer } from "../../support/servers/process";
import { Databases, migrated, ServiceUser } from "./postgres-world";

const content = { name: "A chair", description: "", priceCents: 1999, currency: "EUR" };
const one = { name: "one", text: "select 1 as one" };
/** Ends every session of the service, as a database that restarts does. */
const END_SESSIONS = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'catalog'";

describe("catalog's database, when something is wrong with it", function () {
  this.timeout(90_000);
  const server = useServer("PostgreSQL", startPostgres);
  const databases = new Databases();
  const manager = new SecretsManagerClient({});
  // This one client only: others of the same process talk to an emulator.
  const secrets = mockClient(manager);
  let user: ServiceUser;

  before(async () => {
    user = await new ServiceUser(server(), "catalog_service").create();
    await migrated(server(), user);
  });
  beforeEach(() => secrets.reset());
  afterEach(async () => {
    await databases.close();
    await server().sql("truncate products, product_changes");
  });
  const endSessions = () => server().sql(END_SESSIONS);

  for (const [how, signal] of [
    ["in order", "SIGINT"],
    ["by a crash", "SIGQUIT"],
  ] as const) {
    it(`loses nothing that it acknowledged when the server ends ${how} and comes back, and works on by itself`, async () => {
      const failures: unknown[] = [];
      const database = databases.of(server(), user.login, { attempts: 12, failed: (error) => failures.push(error) });
      const store = new PostgresProducts(database, database);
      const acknowledged: Record<string, number> = {};
      let going = true;
      const writer = async (sku: string) => {
        let version: number | undefined;
        while (going) {
          version = (await store.save(sku, content, version)).version;
          acknowledged[sku] = version;
          assert.equal((await store.load(sku))?.version, version);
        }
      };
      const writers = ["a", "b", "c", "d"].map(writer);
      const all = Promise.all(writers);
      for (let time = 0; time < 2; time++) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await server().process.stop(signal);
        await server().process.start();
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      going = false;
      await all;
      assert(failures.length > 0, "the servers' ends were not felt");
      const rows = await server().sql("select sku, version from products order by sku");
      // No version was skipped and none made twice: each writer's own count is the database's.
      assert.deepEqual(Object.fromEntries(rows.map(({ sku, version }) => [sku, version])), acknowledged);
      const changes = await server().sql("select sku, count(*)::int as count from product_changes group by sku");
      assert.deepEqual(Object.fromEntries(changes.map(({ sku, count }) => [sku, count])), acknowledged);
    });
  }

  it("announces again what was announced just before the connection broke", async () => {
    const database = databases.of(server(), user.login);
    await new PostgresProducts(database, database).save("chair", content, undefined);
    let times = 0;
    const outcome = await announcePending(database, 10, async () => {
      times++;
      if (times === 1) await endSessions();
      return [];
    });
    assert.deepEqual([outcome.announced, times], [1, 2]);
    assert.deepEqual(await server().sql("select 1 from product_changes"), []);
  });

  it("leaves a server that has become a reader, on all connections at once", async () => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => failures.push(error);
    const database = databases.of(server(), user.login, { connections: 3, attempts: 20, failed });
    const store = new PostgresProducts(database, database);
    const demote = (readOnly: boolean) =>
      server().sql(`alter role catalog_service set default_transaction_read_only = ${readOnly ? "on" : "off"}`);
    await demote(true);
    // Three connections to what was the writer and is a reader now.
    await Promise.all([1, 2, 3].map(() => database.query({ name: "sleep", text: "select pg_sleep(0.2)" })));
    await demote(false);
    assert.equal((await store.save("chair", content, undefined)).version, 1);
    assert.deepEqual(
      failures.map((error) => Object(error).code),
      ["25006"],
    );
  });

  it("tells that the database is away, after the attempts that it has", async () => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => failures.push(error);
    const [port, attempts] = [1, 3];
    const database = databases.of(server(), user.login, { port, attempts, pauseMs: 1, failed });
    await assert.rejects(database.query(one), /ECONNREFUSED/);
    assert.equal(failures.length, attempts);
  });

  it("begins no attempt once its patience is over", async () => {
    const options = { port: 1, attempts: 1000, pauseMs: 20, patienceMs: 200 };
    const start = performance.now();
    await assert.rejects(databases.of(server(), user.login, options).query(one), /ECONNREFUSED/);
    const took = performance.now() - start;
    assert(took >= 200 && took < 5000, `it took ${took} ms`);
  });

  it("does not repeat what can't come right", async () => {
    const failures: unknown[] = [];
    const database = databases.of(server(), user.login, { failed: (error) => failures.push(error) });
    await assert.rejects(database.query({ name: "wrong", text: "select nothing" }), { code: "42703" });
    const store = new PostgresProducts(database, database);
    await assert.rejects(store.save("chair", content, 1), VersionConflictError);
    assert.deepEqual(failures, []);
  });

  it("asks for a password for each connection: a token is never used for a second one", async () => {
    let asked = 0;
    const byToken = await new ServiceUser(server(), TOKEN_USER).create();
    const login: Login = {
      credentials: async () => ({
        user: byToken.name,
        password: async () => {
          asked++;
          return byToken.password;
        },
      }),
      refused: () => false,
    };
    const database = databases.of(server(), login, { connections: 2 });
    await database.query(one);
    await database.query(one);
    assert.equal(asked, 1);
    await endSessions();
    await database.query(one);
    assert.equal(asked, 2);
  });

  it("reads its secret again when the password was changed, and logs in by the new one", async () => {
    const login = secretLogin(manager, "arn:secret");
    secrets.on(GetSecretValueCommand).callsFake(() => secret(user.name, user.password));
    const database = databases.of(server(), login);
    await database.query(one);
    await user.rotate();
    // Connections that there are stay; only a new one needs the password.
    await database.query(one);
    assert.equal(secrets.commandCalls(GetSecretValueCommand).length, 1);
    await endSessions();
    assert.deepEqual(await database.query(one), [{ one: 1 }]);
    assert.equal(secrets.commandCalls(GetSecretValueCommand).length, 2);
  });

  it("waits out the moment in which the database has the new password and the secret the old one", async () => {
    const login = secretLogin(manager, "arn:secret");
    const old = user.password;
    await user.rotate();
    let reads = 0;
    secrets.on(GetSecretValueCommand).callsFake(() => secret(user.name, ++reads > 2 ? user.password : old));
    const database = databases.of(server(), login);
    const all = await Promise.all(Array.from({ length: 5 }, () => database.query(one)));
    assert.deepEqual(all.flat(), Array(5).fill({ one: 1 }));
    assert(reads <= 5, `the secret was read ${reads} times: those who fail together read it once`);
  });

  it("takes the other user of a secret that alternates between two", async () => {
    const other = await new ServiceUser(server(), "catalog_service_clone").create();
    await migrated(server(), user, other);
    const login = secretLogin(manager, "arn:secret");
    let current = user;
    secrets.on(GetSecretValueCommand).callsFake(() => secret(current.name, current.password));
    const database = databases.of(server(), login);
    const who = async () => (await database.query({ name: "who", text: "select current_user as who" }))[0]?.["who"];
    assert.equal(await who(), user.name);
    current = other;
    await user.rotate();
    await endSessions();
    assert.equal(await who(), other.name);
  });

  it("says nothing of a secret that is none", async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretString: "hunter2" });
    const database = databases.of(server(), secretLogin(manager, "arn:secret"));
    await assert.rejects(database.query(one), (error) => {
      assert.match(String(error), /the secret arn:secret is not JSON with username and password/);
      assert.doesNotMatch(String(error), /hunter2/);
      return true;
    });
  });

  it("does not talk to a server whose certificate is of another authority, or for another name", async () => {
    const directory = await temporaryDirectory("certificates");
    try {
      await certificateAt(directory.path);
      const ca = await readFile(join(directory.path, "server.crt"), "utf8");
      await assert.rejects(databases.of(server(), user.login, { ca }).query(one), /certificate/);
    } finally {
      await directory.remove();
    }
    const byAddress = databases.of(server(), user.login, { host: "127.0.0.1" });
    await assert.rejects(byAddress.query(one), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });
});

function secret(username: string, password: string) {
  return { SecretString: JSON.stringify({ username, password, engine: "postgres" }) };
}
