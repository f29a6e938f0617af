import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { type Disposable, freePorts, MissingServerError, ServerProcess, temporaryDirectory } from "./process";

const run = promisify(execFile);

/** Where Debian puts the programs of each version. */
const VERSIONS = "/usr/lib/postgresql";
/** PostgreSQL refuses to run as root: the user that Debian's package brings runs it then. */
const USER = "postgres";

/** A user whose password is asked for in the clear, within TLS, as RDS asks for the token of an IAM role. */
export const TOKEN_USER = "by_token";

/** A real PostgreSQL that takes connections over TLS only, and by password only. */
export interface PostgresServer extends Disposable {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** A user that may do everything. */
  readonly owner: { readonly user: string; readonly password: string };
  /** The certificate that the server has, and its file. */
  readonly ca: string;
  readonly caFile: string;
  readonly process: ServerProcess;
  /** Runs SQL as the owner, on a connection of its own. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/** @throws MissingServerError where PostgreSQL is not installed */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = await programsFolder();
  const [port = 0] = await freePorts(1);
  const directory = await temporaryDirectory("postgres");
  const data = join(directory.path, "data");
  const caFile = join(directory.path, "server.crt");
  const owner = { user: "shop_owner", password: randomBytes(12).toString("hex") };
  const at = { host: "localhost", port, database: "shop" };
  try {
    await certificateAt(directory.path);
    const passwordFile = join(directory.path, "password");
    await writeFile(passwordFile, owner.password, { mode: 0o600 });
    if (isRoot()) await run("chown", ["-R", USER, directory.path]);
    const [command = "", ...args] = unprivileged(join(programs, "initdb"));
    const options = ["-D", data, "-U", owner.user, "--pwfile", passwordFile, "--no-sync", "-E", "UTF8", "--locale=C"];
    await run(command, [...args, ...options, "--auth=scram-sha-256"], { cwd: directory.path });
    const rules = [`hostssl all ${TOKEN_USER} 127.0.0.1/32 password`, "hostssl all all 127.0.0.1/32 scram-sha-256", ""];
    await writeFile(join(data, "pg_hba.conf"), rules.join("\n"));
  } catch (error) {
    await directory.remove();
    throw error;
  }
  const ca = await readFile(caFile, "utf8");
  const connected = async <T>(database: string, work: (client: Client) => Promise<T>) => {
    const client = new Client({ ...at, ...owner, database, ssl: { ca }, connectionTimeoutMillis: 5000 });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ssl: "on",
    ssl_cert_file: caFile,
    ssl_key_file: join(directory.path, "server.key"),
    max_connections: 50,
    // Its data need outlast the process, not the machine.
    fsync: "off",
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const [command = "", ...args] = [...unprivileged(join(programs, "postgres")), "-D", data, ...flags];
  const ready = () => connected("postgres", async (client) => (await client.query("select 1")).rowCount === 1);
  const process = new ServerProcess({ name: "postgres", command, args, ready }, directory.path);
  const dispose = async () => {
    // SIGINT ends its sessions too; SIGTERM would wait for them.
    await process.stop("SIGINT");
    await directory.remove();
  };
  try {
    await process.start();
    await connected("postgres", (client) => client.query(`create database ${at.database}`));
  } catch (error) {
    await dispose();
    throw error;
  }
  const sql = (text: string, values: readonly unknown[] = []) =>
    connected(at.database, async (client) => (await client.query<Record<string, unknown>>(text, [...values])).rows);
  return { ...at, owner, ca, caFile, process, sql, dispose };
}

async function programsFolder(): Promise<string> {
  const versions = await readdir(VERSIONS).catch(() => []);
  const newest = versions
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)[0];
  if (newest === undefined) {
    throw new MissingServerError(`there is nothing in ${VERSIONS}: install the Debian package postgresql`);
  }
  return join(VERSIONS, String(newest), "bin");
}

/** Makes `server.crt` and `server.key` for localhost. */
export async function certificateAt(folder: string): Promise<void> {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "server.key"];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  await run("openssl", ["req", "-x509", ...key, "-out", "server.crt", "-days", "2", ...subject], { cwd: folder });
}

function unprivileged(program: string): string[] {
  return isRoot() ? ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--clear-groups", program] : [program];
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
