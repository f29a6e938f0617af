/** What a cache speaks. */
export const CacheEngine = { Valkey: "valkey", Redis: "redis", Memcached: "memcached" } as const;
export type CacheEngine = (typeof CacheEngine)[keyof typeof CacheEngine];

/** How clients of a Valkey or Redis cache say who they are. */
export const CacheAuthentication = { Iam: "iam", Token: "token" } as const;
export type CacheAuthentication = (typeof CacheAuthentication)[keyof typeof CacheAuthentication];

/** Versions of one engine, with the family of parameters that each has. */
interface EngineFacts {
  /** Taken where the program names none. */
  readonly current: string;
  readonly families: Readonly<Record<string, string>>;
  /** Major version of serverless caches. */
  readonly serverless: string;
  /** Port of node-based caches; not the one that everybody scans for. */
  readonly port: number;
}

/**
 * Engine versions of ElastiCache that encrypt in transit and are in standard support; Redis OSS 4 and 5 left it on
 * 2026-01-31. Read on 2026-11-23 from docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html and
 * …/ParameterGroups.Engine.html.
 */
export const cacheEngines: Readonly<Record<CacheEngine, EngineFacts>> = {
  valkey: {
    current: "8.2",
    families: { "7.2": "valkey7", "8.0": "valkey8", "8.1": "valkey8", "8.2": "valkey8" },
    serverless: "8",
    port: 6380,
  },
  redis: {
    current: "7.1",
    families: { "6.2": "redis6.x", "7.0": "redis7", "7.1": "redis7" },
    serverless: "7",
    port: 6380,
  },
  memcached: {
    current: "1.6.22",
    families: { "1.6.12": "memcached1.6", "1.6.17": "memcached1.6", "1.6.22": "memcached1.6" },
    serverless: "1.6",
    port: 11_212,
  },
};

/** Ports of serverless caches, which can't be chosen: the second serves reads from the nearest replica. */
export const SERVERLESS_PORTS: Readonly<Record<CacheEngine, { from: number; to: number }>> = {
  valkey: { from: 6379, to: 6380 },
  redis: { from: 6379, to: 6380 },
  memcached: { from: 11_211, to: 11_212 },
};
