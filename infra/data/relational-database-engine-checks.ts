import type { ArgumentChecks } from "../core";
import {
  type DatabaseEngine,
  type DatabaseEngineFacts,
  type DatabaseVersion,
  databaseEngines,
  parseDatabaseVersion,
} from "./facts/relational-database";
import type { RelationalDatabaseArgs } from "./relational-database-args";

/** Checks that AWS has the version, and that somebody wants to pay where it is out of standard support. */
export function checkVersion(checks: ArgumentChecks, engine: DatabaseEngine, args: RelationalDatabaseArgs): void {
  if (args.engineVersion === undefined) return;
  const facts = databaseEngines[engine];
  const version = parseDatabaseVersion(engine, args.engineVersion);
  if (!version) {
    const known = facts.majors.map((major) => `"${major}"`).join(", ");
    checks.fail("engineVersion", args.engineVersion, `use ${known}, or a minor version of one of them`);
    return;
  }
  if (facts.extended.includes(version.major) && !args.extendedSupport) {
    const why = `its standard support has ended; use ${facts.current}, or pay for it with extendedSupport`;
    checks.fail("engineVersion", args.engineVersion, why);
  }
}

/** Checks capacity, instance class, readers and storage. */
export function checkCapacity(
  checks: ArgumentChecks,
  engine: DatabaseEngine,
  facts: DatabaseEngineFacts,
  args: RelationalDatabaseArgs,
): void {
  checks.exclusive({ serverless: args.serverless, instanceClass: args.instanceClass }, true);
  checkClass(checks, engine, facts, args.instanceClass);
  checkAcu(checks, engine, facts, args);
  checkReaders(checks, args);
  const { storage } = args;
  // docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html: at least 10% more
  const least = Math.ceil(((storage?.gib ?? 20) * 11) / 10);
  checks
    .integer("storage.gib", storage?.gib, 20, 59_578, "GiB, so that it can grow to 65536")
    .integer("storage.maximumGib", storage?.maximumGib, least, 65_536, "GiB, a tenth more than gib at least");
}

function checkClass(
  checks: ArgumentChecks,
  engine: DatabaseEngine,
  facts: DatabaseEngineFacts,
  instanceClass: string | undefined,
): void {
  if (instanceClass === "db.serverless") {
    checks.fail("instanceClass", instanceClass, "leave it out: Aurora is serverless without a class");
    return;
  }
  const family = /^db\.([a-z0-9]+)\.(?:micro|small|medium|large|\d*xlarge)$/.exec(instanceClass ?? "")?.[1];
  checks.that(
    "instanceClass",
    instanceClass,
    family !== undefined && facts.families.includes(family),
    `use a class of ${engine}, such as "db.r8g.large"; families: ${facts.families.join(", ")}`,
  );
}

function isHalfStep(value: number, min: number, max: number): boolean {
  return Number.isInteger(value * 2) && value >= min && value <= max;
}

function checkAcu(
  checks: ArgumentChecks,
  engine: DatabaseEngine,
  facts: DatabaseEngineFacts,
  args: RelationalDatabaseArgs,
): void {
  const { serverless } = args;
  if (!serverless) return;
  const { minimumAcu, maximumAcu, autoPauseSeconds } = serverless;
  const maximum = maximumAcu ?? 8;
  checks
    .that("serverless.minimumAcu", minimumAcu, isHalfStep(minimumAcu ?? 0, 0, 256), "use 0 to 256 in steps of 0.5")
    .that("serverless.maximumAcu", maximumAcu, isHalfStep(maximum, 1, 256), "use 1 to 256 in steps of 0.5")
    .that("serverless.minimumAcu", minimumAcu, (minimumAcu ?? 0) <= maximum, `use at most the maximum, ${maximum}`)
    .integer("serverless.autoPauseSeconds", autoPauseSeconds, 300, 86_400, "seconds");
  if (autoPauseSeconds !== undefined && minimumAcu !== 0) {
    checks.fail("serverless.autoPauseSeconds", autoPauseSeconds, "it is for minimumAcu 0; nothing pauses above that");
  }
  const version = parseDatabaseVersion(engine, args.engineVersion ?? facts.current);
  if (minimumAcu === 0 && version && !canPause(facts, version)) {
    const from = `minor version ${facts.pausesFrom[version.major]} of ${version.major}`;
    checks.fail("serverless.minimumAcu", 0, `${args.engineVersion} can't pause; use ${from} or newer, or 0.5 or more`);
  }
}

function canPause(facts: DatabaseEngineFacts, version: DatabaseVersion): boolean {
  const first = facts.pausesFrom[version.major];
  return first === undefined || version.minor === undefined || version.minor >= first;
}

function checkReaders(checks: ArgumentChecks, args: RelationalDatabaseArgs): void {
  const least = (args.minimumZones ?? 2) - 1;
  const where = `so that its instances are in ${least + 1} zones`;
  checks.integer("readers", args.readers, least, 15, where);
  if (args.singleInstance) {
    for (const option of ["readers", "readerScaling"] as const) {
      if (args[option] !== undefined) checks.fail(option, args[option], "drop it, or singleInstance");
    }
  }
  const fewest = args.readers ?? least;
  checks
    .integer(
      "readerScaling.maximum",
      args.readerScaling?.maximum,
      fewest + 1,
      15,
      "readers, more than there are anyway",
    )
    .integer("readerScaling.cpuPercent", args.readerScaling?.cpuPercent, 10, 90, "percent");
}
