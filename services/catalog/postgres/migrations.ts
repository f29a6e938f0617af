import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, escapeIdentifier } from "pg";
import { member } from "../../shared/values";
import type { DatabaseOptions, Querying } from "./database";
import { isLoginRefused } from "./failures";

/** One step of the schema: a file such as `0001_products.sql`. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The files of the schema, or what the database has of it, are not what they have to be. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Beside this file, and beside the bundle in the image. */
export const MIGRATIONS = join(__dirname, "migrations");

/** Any number that no other program uses for an advisory lock in the same database: "catalog" in ASCII. */
const LOCK = 0x636174616c6f67n;

/** @throws MigrationError where the files are not numbered 1, 2, 3 and so on */
export async function migrationsIn(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const [, number = "", name = ""] = /^(\d{4})_(\w+)\.sql$/.exec(file) ?? [];
      const version = Number(number);
      if (version !== index + 1) {
        const wanted = String(index + 1).padStart(4, "0");
        throw new MigrationError(`${join(folder, file)}: the next migration has to be called ${wanted}_<name>.sql`);
      }
      const sql = await readFile(join(folder, file), "utf8");
      return { version, name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

export interface MigrationOptions extends Pick<DatabaseOptions, "host" | "port" | "database" | "login" | "ca"> {
  readonly migrations: readonly Migration[];
  /** Users that the service logs in as: they may read and write rows, and nothing more. */
  readonly grantTo?: readonly string[];
  /** Milliseconds that one waits for another process's migration, or for a lock of a table. @default 60,000 */
  readonly lockMs?: number;
}

/**
 * Brings the schema up to date: each migration in a transaction of its own, which begins with the lock that all migrating
 * processes share. What was applied is left alone, so that it may run any number of times, and at once.
 * @returns the versions that it applied
 * @throws MigrationError where a migration that was applied has changed since
 */
export async function migrate({ migrations, grantTo = [], lockMs = 60_000, ...at }: MigrationOptions) {
  const { user, password } = await at.login.credentials(at.host, at.port);
  const client = new Client({
    host: at.host,
    port: at.port,
    database: at.database,
    user,
    password: await password(),
    ssl: { ca: at.ca, rejectUnauthorized: true, minVersion: "TLSv1.2" },
    application_name: "catalog-migrate",
    connectionTimeoutMillis: 10_000,
    lock_timeout: lockMs,
  });
  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    await client.query("begin");
    try {
      await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
      const result = await work();
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    }
  };
  const applied: number[] = [];
  await client.connect().catch((error: unknown) => {
    if (isLoginRefused(error)) at.login.refused();
    throw error;
  });
  // A connection that breaks fails the statement under way; without a listener it would end the process too.
  client.on("error", () => undefined);
  try {
    await locked(() =>
      client.query(`create table if not exists schema_migrations (version integer primary key, name text not null,
        checksum text not null, applied_at timestamptz not null default now())`),
    );
    for (const migration of migrations) {
      if (await locked(() => apply(client, migration))) applied.push(migration.version);
    }
    for (const grantee of grantTo) await locked(() => grant(client, grantee));
  } finally {
    await client.end();
  }
  return applied;
}

/** What PostgreSQL says where a table is not there, or may not be read. */
const UNDEFINED_TABLE = "42P01";
const FORBIDDEN = "42501";

/** @throws MigrationError where the database's schema is older than the service needs, or not open to its user */
export async function requireSchema(database: Querying, migrations: readonly Migration[]): Promise<void> {
  const statement = { name: "schema-version", text: "select max(version) as version from schema_migrations" };
  const [row] = await database.query(statement).catch((error: unknown) => {
    const code = member(error, "code");
    if (code === UNDEFINED_TABLE) return [];
    if (code === FORBIDDEN) {
      const message =
        "the user may not read the database's schema: run the migrate command with it in DATABASE_GRANT_TO";
      throw new MigrationError(message, { cause: error });
    }
    throw error;
  });
  const version = Number(row?.["version"] ?? 0);
  if (version >= migrations.length) return;
  throw new MigrationError(
    `the database's schema is of version ${version} and has to be of ${migrations.length}: run the migrate command first`,
  );
}

async function apply(client: Client, { version, name, sql, checksum }: Migration): Promise<boolean> {
  const { rows } = await client.query<{ checksum: string }>(
    "select checksum from schema_migrations where version = $1",
    [version],
  );
  const [found] = rows;
  if (found?.checksum === checksum) return false;
  if (found) throw new MigrationError(`migration ${version} (${name}) has changed since it was applied: add a new one`);
  await client.query(sql);
  await client.query("insert into schema_migrations (version, name, checksum) values ($1, $2, $3)", [
    version,
    name,
    checksum,
  ]);
  return true;
}

async function grant(client: Client, user: string): Promise<void> {
  const to = escapeIdentifier(user);
  await client.query(`grant select, insert, update on products to ${to}`);
  // To update is what it takes to lock a row.
  await client.query(`grant select, insert, update, delete on product_changes to ${to}`);
  await client.query(`grant select on schema_migrations to ${to}`);
}
