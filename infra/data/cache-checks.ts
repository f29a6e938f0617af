import { type ArgumentChecks, LOG_RETENTION_DAYS } from "../core";
import type { CacheArgs } from "./cache-args";
import { CacheAuthentication, CacheEngine, cacheEngines } from "./cache-engines";
import { checkClient, checkPlacement } from "./client-access";
import { checkDailyWindow, checkMaintenanceWindow } from "./windows";

/** Options that are about nodes. */
const NODES = [
  "engineVersion",
  "nodeType",
  "replicas",
  "shards",
  "nodes",
  "singleNode",
  "port",
  "parameters",
  "tokenGeneration",
  "finalSnapshotName",
  "maintenanceWindow",
  "applyImmediately",
  "notificationTopicArn",
  "logRetentionDays",
  "logKmsKeyArn",
] as const;

/** Options that Memcached does not have. */
const NOT_MEMCACHED = [
  "authentication",
  "users",
  "replicas",
  "shards",
  "tokenGeneration",
  "snapshotRetentionDays",
  "snapshotWindow",
  "withoutSnapshots",
  "finalSnapshotName",
  "logRetentionDays",
  "logKmsKeyArn",
] as const;

export function checkCache(checks: ArgumentChecks, name: string, stack: string, args: CacheArgs): void {
  // Ids have at most 40 characters, of which eight are random.
  checks.that("name", name, name.length <= 32, "use at most 32 characters");
  checkPlacement(checks, args.placement, args.minimumZones);
  for (const [client, settings] of Object.entries(args.clients ?? {})) checkClient(checks, client, settings);
  checks.oneOf("engine", args.engine, Object.values(CacheEngine));
  const engine = args.engine ?? CacheEngine.Valkey;
  if (args.serverless) refuse(checks, args, NODES, "a serverless cache has no such option; drop it, or serverless");
  if (engine === CacheEngine.Memcached) {
    refuse(checks, args, NOT_MEMCACHED, "Memcached has no such option; drop it, or use Valkey");
    if (!args.serverless) refuse(checks, args, ["kmsKeyArn"], "Memcached nodes encrypt nothing at rest; drop it");
  } else {
    refuse(checks, args, ["nodes"], "it is for Memcached; use replicas and shards");
  }
  checkNodes(checks, args, engine);
  checkServerless(checks, args);
  checkAuthentication(checks, name, stack, args);
  checkTimes(checks, args);
}

function refuse(checks: ArgumentChecks, args: CacheArgs, options: readonly (keyof CacheArgs)[], why: string): void {
  for (const option of options) {
    if (args[option] !== undefined) checks.fail(option, args[option], why);
  }
}

function checkNodes(checks: ArgumentChecks, args: CacheArgs, engine: CacheEngine): void {
  const { families } = cacheEngines[engine] ?? cacheEngines.valkey;
  checks.oneOf("engineVersion", args.engineVersion, Object.keys(families));
  checks.matches(
    "nodeType",
    args.nodeType,
    /^cache\.[a-z0-9-]+\.[a-z0-9]+$/,
    'use a node type, such as "cache.r7g.large"',
  );
  if (args.singleNode) {
    const why = "a single node has none; drop it, or singleNode";
    refuse(checks, args, ["replicas", "shards", "nodes"], why);
  }
  const zones = args.minimumZones ?? 2;
  checks.integer("replicas", args.replicas, Math.max(1, zones - 1), 5, `so that each shard is in ${zones} zones`);
  checks.integer("shards", args.shards, 1, 500);
  checks.integer("nodes", args.nodes, zones, 40, `so that they are in ${zones} zones`);
  checks.integer("port", args.port, 1024, 65_535);
}

function checkServerless(checks: ArgumentChecks, { serverless }: CacheArgs): void {
  // docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheUsageLimits.html
  checks
    .integer("serverless.maximumStorageGb", serverless?.maximumStorageGb, 1, 5000, "GB")
    .integer("serverless.minimumStorageGb", serverless?.minimumStorageGb, 1, serverless?.maximumStorageGb ?? 10, "GB")
    .integer("serverless.maximumEcpuPerSecond", serverless?.maximumEcpuPerSecond, 1000, 15_000_000)
    .integer(
      "serverless.minimumEcpuPerSecond",
      serverless?.minimumEcpuPerSecond,
      1000,
      serverless?.maximumEcpuPerSecond ?? 5000,
    );
}

function checkAuthentication(checks: ArgumentChecks, name: string, stack: string, args: CacheArgs): void {
  checks.oneOf("authentication", args.authentication, Object.values(CacheAuthentication));
  const token = args.authentication === CacheAuthentication.Token;
  if (token) {
    refuse(checks, args, ["users"], "a token has no users; drop it, or use authentication by IAM");
    if (args.serverless) checks.fail("authentication", "token", "serverless caches know IAM only; drop one of the two");
  } else {
    refuse(checks, args, ["tokenGeneration"], "it is for authentication by token");
  }
  checks.integer("tokenGeneration", args.tokenGeneration, 1, 1_000_000);
  // docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
  if (args.engineVersion === "6.2" && !token) {
    checks.fail("engineVersion", "6.2", "Redis knows IAM from 7.0 on; use that, or authentication by token");
  }
  const users = Object.entries(args.users ?? {});
  if (args.users && users.length === 0) checks.fail("users", args.users, "give at least one, or leave it out");
  for (const [user, { accessString }] of users) {
    const id = `${stack}-${name}-${user}`;
    checks.that(
      `users.${user}`,
      user,
      /^[a-z][a-z0-9-]*$/.test(user) && id.length <= 40,
      `use lower-case letters, digits and hyphens, and a name so short that "${id}" has at most 40 characters`,
    );
    checks.matches(`users.${user}.accessString`, accessString, /^on\s/, 'begin with "on": without it the user is off');
    if (accessString && /\bnopass\b/.test(accessString)) {
      checks.fail(`users.${user}.accessString`, accessString, "leave nopass out: it lets everybody in");
    }
  }
}

function checkTimes(checks: ArgumentChecks, args: CacheArgs): void {
  checks.integer("snapshotRetentionDays", args.snapshotRetentionDays, 1, 35, "days; withoutSnapshots turns them off");
  if (args.withoutSnapshots) {
    refuse(checks, args, ["snapshotRetentionDays", "snapshotWindow"], "drop it, or withoutSnapshots");
  }
  // Both have 60 minutes at least: the provider's `ReplicationGroup.snapshotWindow` and `.maintenanceWindow`.
  checkDailyWindow(checks, "snapshotWindow", args.snapshotWindow, 60);
  checkMaintenanceWindow(checks, args.maintenanceWindow, 60);
  checks
    .matches(
      "finalSnapshotName",
      args.finalSnapshotName,
      /^[a-zA-Z](?:-?[a-zA-Z0-9]){0,254}$/,
      "use letters, digits and single hyphens, beginning with a letter",
    )
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .arn("logKmsKeyArn", args.logKmsKeyArn, "kms", "a KMS key")
    .arn("notificationTopicArn", args.notificationTopicArn, "sns", "an SNS topic");
}
