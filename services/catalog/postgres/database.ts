import { Pool, type PoolClient, type QueryConfig } from "pg";
import { retrying } from "../../shared/retry";
import {
  ConnectionsBusyError,
  condemns,
  isLoginRefused,
  isNoneFree,
  isStatementTimeout,
  passes,
  StatementTimeoutError,
} from "./failures";
import type { Login } from "./login";

export interface DatabaseOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly login: Login;
  /** Certificates that the server's has to descend from, in PEM. */
  readonly ca: string;
  /** Connections at most. @default 10 */
  readonly connections?: number;
  /** Milliseconds that one waits for a connection, a new or a free one. @default 2000 */
  readonly waitMs?: number;
  /** Milliseconds that a statement may take. @default 2000 */
  readonly statementMs?: number;
  /** Attempts of one piece of work where the reason of its failure passes, as a failover does. @default 8 */
  readonly attempts?: number;
  /** Milliseconds from the first attempt after which no other begins. @default 10,000 */
  readonly patienceMs?: number;
  /** Milliseconds of the first pause between two; it doubles, and a random part of it is waited. @default 50 */
  readonly pauseMs?: number;
  /** Told of every failure that another attempt follows, and of idle connections that break. */
  readonly failed?: (error: unknown) => void;
}

/** Statements that are prepared once a connection: the name stands for the text. */
export interface Statement extends QueryConfig {
  readonly name: string;
}

type Row = Record<string, unknown>;

/** What runs statements: a database, or one transaction in it. */
export interface Querying {
  query(statement: Statement): Promise<Row[]>;
}

/** Beyond the statement's own time: the server ends a statement; the client gives up on a server that is silent. */
const SILENCE_MS = 1000;
/** Connections are made anew after this time: they spread over readers that have come since. */
const LIFETIME_S = 600;
const LONGEST_PAUSE_MS = 1000;

/**
 * One endpoint of a PostgreSQL cluster, reached over TLS by verified certificates. What fails because a server stops,
 * starts or has become a reader is tried again on new connections.
 */
export class Database implements Querying {
  #pool: Promise<Pool> | undefined;

  constructor(private readonly options: DatabaseOptions) {}

  /**
   * Runs one statement. Where the connection breaks it may run twice: make it one that may.
   * @throws ConnectionsBusyError, StatementTimeoutError, or what the database said
   */
  query(statement: Statement): Promise<Row[]> {
    return this.#trying(async (pool) => (await pool.query<Row>(statement)).rows);
  }

  /** Runs work in one transaction, under the same conditions. */
  transaction<T>(work: (within: Querying) => Promise<T>): Promise<T> {
    return this.#trying(async (pool) => {
      const client = await pool.connect();
      let broken = false;
      // A connection may break while none of its statements is under way: the next one tells.
      const breaks = () => {
        broken = true;
      };
      client.on("error", breaks);
      try {
        await client.query("begin");
        const result = await work({ query: async (statement) => (await client.query<Row>(statement)).rows });
        await client.query("commit");
        return result;
      } catch (error) {
        broken ||= condemns(error) || !(await rolledBack(client));
        throw error;
      } finally {
        client.off("error", breaks);
        client.release(broken);
      }
    });
  }

  /** Settles once every connection is closed. */
  async close(): Promise<void> {
    const pool = await this.#pool?.catch(() => undefined);
    this.#pool = undefined;
    await pool?.end();
  }

  #trying<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    const { attempts = 8, patienceMs = 10_000, pauseMs = 50, failed } = this.options;
    const deadline = performance.now() + patienceMs;
    let retried = true;
    const attempt = async () => {
      this.#pool ??= this.#connected();
      const used = this.#pool;
      try {
        return await work(await used);
      } catch (error) {
        if (this.#pool === used && this.#isSpent(error)) this.#discard(used);
        // Who waited for a connection of a pool that was discarded meanwhile finds one in the next.
        retried = passes(error) || (isNoneFree(error) && this.#pool !== used);
        if (retried) failed?.(error);
        const told = this.#told(error, retried);
        retried &&= performance.now() < deadline;
        throw told;
      }
    };
    return retrying(attempt, () => retried, { attempts, pauseMs, longestMs: LONGEST_PAUSE_MS });
  }

  async #connected(): Promise<Pool> {
    const { host, port, database, login, ca, connections = 10, waitMs = 2000, statementMs = 2000 } = this.options;
    try {
      const { user, password } = await login.credentials(host, port);
      const pool = new Pool({
        host,
        port,
        database,
        user,
        password,
        ssl: { ca, rejectUnauthorized: true, minVersion: "TLSv1.2" },
        max: connections,
        connectionTimeoutMillis: waitMs,
        idleTimeoutMillis: 60_000,
        maxLifetimeSeconds: LIFETIME_S,
        keepAlive: true,
        application_name: "catalog",
        statement_timeout: statementMs,
        query_timeout: statementMs + SILENCE_MS,
        idle_in_transaction_session_timeout: 30_000,
      });
      pool.on("error", (error) => this.options.failed?.(error));
      return pool;
    } catch (error) {
      this.#pool = undefined;
      throw error;
    }
  }

  #isSpent(error: unknown): boolean {
    return isLoginRefused(error) ? this.options.login.refused() : condemns(error);
  }

  /** What is under way in it goes on; nothing new begins. */
  #discard(used: Promise<Pool>): void {
    this.#pool = undefined;
    used.then((pool) => pool.end()).catch(() => undefined);
  }

  #told(error: unknown, retried: boolean): unknown {
    const { host, connections = 10, waitMs = 2000, statementMs = 2000 } = this.options;
    if (isNoneFree(error) && !retried) {
      const message = `none of ${connections} connections to ${host} became free within ${waitMs} ms`;
      return new ConnectionsBusyError(message, { cause: error });
    }
    if (isStatementTimeout(error)) {
      return new StatementTimeoutError(`${host} did not end a statement within ${statementMs} ms`, { cause: error });
    }
    return error;
  }
}

/** Whether the connection is as good as new. */
async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch {
    return false;
  }
}
