import type { ArgumentChecks } from "../core";
import { LOG_RETENTION_DAYS } from "../core";
import { checkClient, checkPlacement } from "./client-access";
import { DatabaseEngine, type DatabaseEngineFacts, databaseEngines } from "./facts/relational-database";
import { DatabaseInsights, type RelationalDatabaseArgs } from "./relational-database-args";
import { checkCapacity, checkVersion } from "./relational-database-engine-checks";
import { checkWindows } from "./windows";

/** Options that only Aurora has. */
const AURORA = ["serverless", "readers", "readerScaling", "zones", "ioOptimized", "dataApi"] as const;
/** Options that only RDS engines have here. */
const RDS = ["storage", "blueGreenUpdate"] as const;

/** Words that PostgreSQL, MySQL or MariaDB keep for themselves, of those that one would think of. */
const RESERVED = ["admin", "rdsadmin", "root", "postgres", "rdsrepladmin", "master", "user"];

/** Checks the arguments of a relational database, and reports all that is wrong. */
export function checkDatabase(
  checks: ArgumentChecks,
  name: string,
  identifier: string,
  args: RelationalDatabaseArgs,
): void {
  checkPlacement(checks, args.placement, args.minimumZones);
  for (const [client, settings] of Object.entries(args.clients ?? {})) checkClient(checks, client, settings);
  checks.oneOf("engine", args.engine, Object.values(DatabaseEngine));
  const engine = args.engine ?? DatabaseEngine.AuroraPostgresql;
  const facts = databaseEngines[engine];
  // An engine that is none was reported above; nothing more can be told of it.
  if (!facts) return;
  checkVersion(checks, engine, args);
  checkNames(checks, name, identifier, args);
  refuseOthers(checks, engine, facts, args);
  checkCapacity(checks, engine, facts, args);
  checkZones(checks, facts, args);
  checkProxy(checks, facts, args);
  checkWatching(checks, facts, args);
  checks.integer("backupRetentionDays", args.backupRetentionDays, 1, 35, "days");
  checkWindows(checks, args.backupWindow, args.maintenanceWindow, 30);
  for (const key of ["kmsKeyArn", "secretKmsKeyArn", "logKmsKeyArn"] as const) {
    checks.arn(key, args[key], "kms", "a KMS key");
  }
  if (args.parameters && facts.forceTls[0] in args.parameters) {
    checks.fail(`parameters.${facts.forceTls[0]}`, args.parameters[facts.forceTls[0]], "leave it out: TLS is enforced");
  }
}

function checkNames(checks: ArgumentChecks, name: string, identifier: string, args: RelationalDatabaseArgs): void {
  // 63 less the suffix of its instances, final snapshot and proxy.
  const right = /^[a-z](?:-?[a-z0-9])*$/.test(identifier) && identifier.length <= 56;
  const expected = "use 1 to 56 lower-case letters, digits and single hyphens, beginning with a letter";
  if (args.identifier === undefined) {
    checks.that("name", name, right, `the identifier is "${identifier}"; ${expected}, or give identifier`);
  } else {
    checks.that("identifier", identifier, right, expected);
  }
  checks
    .matches(
      "databaseName",
      args.databaseName,
      /^[a-zA-Z]\w{0,62}$/,
      "use a letter, then letters, digits and _, at most 63",
    )
    .matches(
      "masterUsername",
      args.masterUsername,
      /^[a-zA-Z][a-zA-Z0-9]{0,15}$/,
      "use 1 to 16 letters and digits, beginning with a letter",
    )
    .that(
      "masterUsername",
      args.masterUsername,
      !RESERVED.includes(args.masterUsername?.toLowerCase() ?? ""),
      "the engine keeps it for itself; use another",
    )
    .matches(
      "finalSnapshotName",
      args.finalSnapshotName,
      /^[a-zA-Z](?:-?[a-zA-Z0-9]){0,254}$/,
      "use letters, digits and single hyphens, beginning with a letter",
    )
    .integer("port", args.port, 1150, 65_535);
  if (args.withoutFinalSnapshot && args.finalSnapshotName !== undefined) {
    checks.fail("finalSnapshotName", args.finalSnapshotName, "drop it, or withoutFinalSnapshot");
  }
}

function refuseOthers(
  checks: ArgumentChecks,
  engine: DatabaseEngine,
  facts: DatabaseEngineFacts,
  args: RelationalDatabaseArgs,
): void {
  const [options, why] = facts.aurora
    ? [RDS, `${engine} has no such option; drop it, or use "postgres", "mysql" or "mariadb"`]
    : [AURORA, `${engine} has no such option; drop it, or use Aurora`];
  for (const option of options) if (args[option] !== undefined) checks.fail(option, args[option], why);
}

function checkZones(checks: ArgumentChecks, facts: DatabaseEngineFacts, args: RelationalDatabaseArgs): void {
  const minimum = args.minimumZones ?? 2;
  if (!facts.aurora && minimum > 2) {
    checks.fail("minimumZones", minimum, "RDS keeps an instance and its standby in 2 zones; use 2, or Aurora");
  }
  if (args.zones) {
    const different = new Set(args.zones).size;
    const right = different === args.zones.length && different >= minimum;
    checks.that("zones", args.zones, right, `name at least ${minimum}, each once`);
  }
}

function checkProxy(checks: ArgumentChecks, facts: DatabaseEngineFacts, args: RelationalDatabaseArgs): void {
  const { proxy } = args;
  if (!proxy) return;
  checks
    .exclusive({ "proxy.secretArns": proxy.secretArns, "proxy.iamUsers": proxy.iamUsers }, true)
    .length("proxy.secretArns", proxy.secretArns, 1, 200)
    .length("proxy.iamUsers", proxy.iamUsers, 1, 200)
    .integer("proxy.maximumConnectionsPercent", proxy.maximumConnectionsPercent, 1, 100, "percent")
    .integer("proxy.idleClientSeconds", proxy.idleClientSeconds, 1, 28_800, "seconds");
  for (const secret of proxy.secretArns ?? []) {
    checks.matches("proxy.secretArns", secret, /^arn:[^:]+:secretsmanager:/, "use ARNs of secrets, never the secrets");
  }
  for (const user of proxy.iamUsers ?? []) {
    checks.matches("proxy.iamUsers", user, /^\w+$/, "use names of database users: letters, digits and _");
  }
  // docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
  if (facts.aurora && args.serverless?.minimumAcu === 0) {
    checks.fail(
      "serverless.minimumAcu",
      0,
      "the proxy keeps connections open, so that nothing pauses; use 0.5 or more",
    );
  }
}

function checkWatching(checks: ArgumentChecks, facts: DatabaseEngineFacts, args: RelationalDatabaseArgs): void {
  checks
    .oneOf("databaseInsights", args.databaseInsights, Object.values(DatabaseInsights))
    .oneOf("monitoringSeconds", args.monitoringSeconds, [1, 5, 10, 15, 30, 60])
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .length("logs", args.logs, 1, facts.logs.length);
  for (const log of args.logs ?? []) checks.oneOf("logs", log, facts.logs);
  if (args.withoutEnhancedMonitoring && args.monitoringSeconds !== undefined) {
    checks.fail("monitoringSeconds", args.monitoringSeconds, "drop it, or withoutEnhancedMonitoring");
  }
}
