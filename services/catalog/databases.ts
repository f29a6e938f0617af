import { readFile } from "node:fs/promises";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Database, type DatabaseOptions, iamLogin, type Login, secretLogin } from "./postgres";
import type { DatabaseSettings } from "./settings";

/** The two sides of a cluster. */
export interface Databases {
  readonly reader: Database;
  readonly writer: Database;
}

/** How to reach the writer. */
export async function writerOptions(settings: DatabaseSettings): Promise<DatabaseOptions> {
  return {
    host: settings.DATABASE_HOST,
    port: settings.DATABASE_PORT,
    database: settings.DATABASE_NAME,
    ca: await certificates(settings.DATABASE_CA_FILE),
    login: loginOf(settings),
    connections: settings.DATABASE_CONNECTIONS,
    waitMs: settings.DATABASE_WAIT_MS,
    statementMs: settings.DATABASE_STATEMENT_MS,
  };
}

export async function databasesOf(settings: DatabaseSettings, failed: (error: unknown) => void): Promise<Databases> {
  const options = { ...(await writerOptions(settings)), failed };
  const writer = new Database(options);
  const { DATABASE_READER_HOST: host } = settings;
  return { writer, reader: host === undefined ? writer : new Database({ ...options, host }) };
}

function loginOf({ DATABASE_USER, DATABASE_SECRET_ARN }: DatabaseSettings): Login {
  if (DATABASE_SECRET_ARN !== undefined) return secretLogin(new SecretsManagerClient(), DATABASE_SECRET_ARN);
  if (DATABASE_USER !== undefined) return iamLogin(DATABASE_USER);
  throw new Error("neither DATABASE_USER nor DATABASE_SECRET_ARN is set");
}

/** @throws Error that says what belongs there, where the file is none of certificates */
async function certificates(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new Error(`DATABASE_CA_FILE can't be read: ${error instanceof Error ? error.message : error}`);
  });
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new Error(`DATABASE_CA_FILE (${path}) has no certificate in PEM: it has to be RDS's global-bundle.pem or such`);
}
