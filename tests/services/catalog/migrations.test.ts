import { strict as assert } from "node:assert";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  MIGRATIONS,
  type Migration,
  MigrationError,
  migrate,
  migrationsIn,
  requireSchema,
} from "../../../services/catalog/postgres";
import { type PostgresServer, startPostgres } from "../../support/servers/postgres";
import { useServer } from "../../support/servers/process";
import { Databases, migrated, ownerOptions, ServiceUser } from "./postgres-world";

describe("catalog's schema", function () {
  this.timeout(60_000);
  const server = useServer("PostgreSQL", startPostgres);
  const databases = new Databases();
  let user: ServiceUser;
  let all: Migration[];

  before(async () => {
    user = await new ServiceUser(server(), "catalog service").create();
    all = await migrationsIn(MIGRATIONS);
  });
  beforeEach(() => emptied(server()));
  afterEach(() => databases.close());

  const applied = () => server().sql("select version, name from schema_migrations order by version");
  const named = (version: number, sql: string): Migration => ({ version, name: `m${version}`, sql, checksum: sql });
  const migrating = (migrations: Migration[], lockMs?: number) =>
    migrate({ ...ownerOptions(server()), migrations, lockMs });

  it("is brought up to date, and left alone the second time", async () => {
    assert.deepEqual(await migrated(server(), user), [1, 2]);
    const first = await applied();
    assert.deepEqual(first, [
      { version: 1, name: "products" },
      { version: 2, name: "product_changes" },
    ]);
    assert.deepEqual(await migrated(server(), user), []);
    assert.deepEqual(await applied(), first);
  });

  it("is brought up to date by a user that has only what README.md gives it", async () => {
    const owner = await new ServiceUser(server(), "catalog_owner").create();
    await server().sql(`grant all on database ${server().database} to catalog_owner`);
    await server().sql("grant create, usage on schema public to catalog_owner");
    const options = { ...ownerOptions(server()), login: owner.login, migrations: all, grantTo: [user.name] };
    assert.deepEqual(await migrate(options), [1, 2]);
    await databases.of(server(), user.login).query({ name: "read", text: "select sku from products" });
  });

  it("is changed once, however many processes migrate at the same moment", async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => migrated(server(), user)));
    assert.deepEqual(outcomes.flat().sort(), [1, 2]);
  });

  it("keeps the migrations before the one that fails, and nothing of that one", async () => {
    const broken = [named(1, "create table one ()"), named(2, "create table two (); select nothing_of_the_kind")];
    await assert.rejects(migrating(broken), /nothing_of_the_kind/);
    assert.deepEqual(await applied(), [{ version: 1, name: "m1" }]);
    const tables = await server().sql(
      "select to_regclass('one') is not null as one, to_regclass('two') is not null as two",
    );
    assert.deepEqual(tables, [{ one: true, two: false }]);
    assert.deepEqual(await migrating([named(1, "create table one ()"), named(2, "create table two ()")]), [2]);
  });

  it("refuses a migration that has changed since it was applied", async () => {
    await migrating([named(1, "create table one ()")]);
    await assert.rejects(migrating([named(1, "create table other ()")]), (error) => {
      assert(error instanceof MigrationError);
      assert.match(error.message, /migration 1 \(m1\) has changed since it was applied/);
      return true;
    });
  });

  it("does not wait for the lock of another for ever", async () => {
    await migrating([]);
    const holder = migrating([named(1, "select pg_sleep(1.5)")]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await assert.rejects(migrating([named(1, "select pg_sleep(1.5)")], 200), { code: "55P03" });
    assert.deepEqual(await holder, [1]);
  });

  it("has to be there before the service starts, as new as the service is", async () => {
    const owner = databases.of(server(), ownerOptions(server()).login);
    const asked = requireSchema(owner, all);
    await assert.rejects(asked, /is of version 0 and has to be of 2: run the migrate command first/);
    await migrating(all.slice(0, 1));
    await assert.rejects(requireSchema(owner, all), /is of version 1 and has to be of 2/);
    const service = databases.of(server(), user.login);
    await assert.rejects(requireSchema(service, all), /run the migrate command with it in DATABASE_GRANT_TO/);
    await migrated(server(), user);
    await requireSchema(databases.of(server(), user.login), all);
    // Containers of before a deployment go on with what a newer one has added.
    await requireSchema(owner, all.slice(0, 1));
  });

  it("refuses files that are not numbered without a gap", async () => {
    const folder = await mkdtemp(join(tmpdir(), "migrations-"));
    try {
      await writeFile(join(folder, "0001_one.sql"), "select 1");
      await writeFile(join(folder, "0003_three.sql"), "select 3");
      await assert.rejects(migrationsIn(folder), /0003_three.sql: the next migration has to be called 0002_<name>.sql/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

async function emptied({ sql, owner }: PostgresServer): Promise<void> {
  await sql(`drop schema public cascade; create schema public authorization ${owner.user}`);
  await sql("grant usage on schema public to public");
}
