import { Redis } from "ioredis";
import type { RemoteCache } from "./remote-cache";

export interface RedisOptions {
  /** @default the one in the address, if any */
  readonly password?: string;
  /** Milliseconds until a command counts as failed. @default 100 */
  readonly commandMs?: number;
  /** Milliseconds until an attempt to connect counts as failed. @default 1000 */
  readonly connectMs?: number;
  /** Milliseconds between two attempts to connect at most. @default 2000 */
  readonly reconnectMs?: number;
  /** Told of every connection that fails or breaks. */
  readonly failed?: (error: Error) => void;
}

/**
 * Connects to Redis or Valkey; `rediss://` is with TLS. Commands never wait for a connection: with none they fail at once,
 * and whoever asked goes without the cache. Commands that were under way when a connection broke are not repeated.
 */
export function connectRedis(
  url: string,
  { password, commandMs = 100, connectMs = 1000, reconnectMs = 2000, failed = () => undefined }: RedisOptions = {},
): Redis {
  const redis = new Redis(url, {
    ...(password !== undefined && { password }),
    commandTimeout: commandMs,
    connectTimeout: connectMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(reconnectMs, 20 * 2 ** Math.min(attempt, 12)) * (0.5 + Math.random() / 2),
  });
  redis.on("error", failed);
  return redis;
}

const FILL = `
if redis.call("GET", KEYS[2]) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3])
redis.call("DEL", KEYS[2])
return 1`;

const UNLOCK = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0`;

const INVALIDATE = `
redis.call("SET", KEYS[3], 1, "PX", ARGV[1])
return redis.call("DEL", KEYS[1], KEYS[2])`;

/** {@link RemoteCache} in Redis or Valkey. A key and its lock share a hash tag, so that a cluster has them in one slot. */
export class RedisCache implements RemoteCache {
  constructor(
    private readonly redis: Redis,
    /** Before every key: what else is in the same server has another. */
    private readonly prefix: string,
    /**
     * Milliseconds that a key counts as changed lately. Aurora's readers are usually much less than 100 ms behind, and more
     * while much is written (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html).
     * @default 10,000
     */
    private readonly settleMs = 10_000,
  ) {}

  async get(key: string): Promise<Buffer | undefined> {
    return (await this.redis.getBuffer(this.#value(key))) ?? undefined;
  }

  async lock(key: string, token: string, forMs: number): Promise<boolean> {
    return (await this.redis.set(this.#lock(key), token, "PX", forMs, "NX")) === "OK";
  }

  async fill(key: string, token: string, value: Buffer, forMs: number): Promise<boolean> {
    const keys = [this.#value(key), this.#lock(key)];
    return (await this.redis.eval(FILL, 2, ...keys, token, value, Math.ceil(forMs))) === 1;
  }

  async unlock(key: string, token: string): Promise<void> {
    await this.redis.eval(UNLOCK, 1, this.#lock(key), token);
  }

  async invalidate(key: string): Promise<void> {
    const keys = [this.#value(key), this.#lock(key), this.#changed(key)];
    await this.redis.eval(INVALIDATE, 3, ...keys, this.settleMs);
  }

  async changedLately(key: string): Promise<boolean> {
    return (await this.redis.exists(this.#changed(key))) === 1;
  }

  #value(key: string): string {
    return `${this.prefix}:{${key}}`;
  }

  #lock(key: string): string {
    return `${this.prefix}:{${key}}:lock`;
  }

  #changed(key: string): string {
    return `${this.prefix}:{${key}}:changed`;
  }
}
