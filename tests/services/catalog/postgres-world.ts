import { randomBytes } from "node:crypto";
import {
  Database,
  type DatabaseOptions,
  type Login,
  MIGRATIONS,
  migrate,
  migrationsIn,
} from "../../../services/catalog/postgres";
import type { PostgresServer } from "../../support/servers/postgres";

/** A user that may do what the service's user may, with a password that tests change. */
export class ServiceUser {
  password = randomBytes(8).toString("hex");

  constructor(
    private readonly server: PostgresServer,
    readonly name: string,
  ) {}

  async create(): Promise<this> {
    await this.server.sql(`create role "${this.name}" login password '${this.password}'`);
    return this;
  }

  /** Changes the password in the database. */
  async rotate(): Promise<void> {
    this.password = randomBytes(8).toString("hex");
    await this.server.sql(`alter role "${this.name}" password '${this.password}'`);
  }

  readonly login: Login = {
    credentials: async () => ({ user: this.name, password: async () => this.password }),
    refused: () => false,
  };
}

/** How the server's owner reaches it. */
export function ownerOptions(server: PostgresServer) {
  const { host, port, database, ca, owner } = server;
  const login: Login = {
    credentials: async () => ({ user: owner.user, password: async () => owner.password }),
    refused: () => false,
  };
  return { host, port, database, ca, login };
}

/** Brings the server's schema up to date for those users. */
export async function migrated(server: PostgresServer, ...users: readonly ServiceUser[]): Promise<number[]> {
  const migrations = await migrationsIn(MIGRATIONS);
  return migrate({ ...ownerOptions(server), migrations, grantTo: users.map(({ name }) => name) });
}

/** Databases that are closed after each test. */
export class Databases {
  #made: Database[] = [];

  of(server: PostgresServer, login: Login, options: Partial<DatabaseOptions> = {}): Database {
    const database = new Database({ ...ownerOptions(server), login, ...options });
    this.#made.push(database);
    return database;
  }

  async close(): Promise<void> {
    await Promise.all(this.#made.map((database) => database.close()));
    this.#made = [];
  }
}
