import { logger } from "../shared/logger";
import { retrying } from "../shared/retry";
import { writerOptions } from "./databases";
import { MIGRATIONS, migrate, migrationsIn, passes } from "./postgres";
import { migrateSettingsFrom } from "./settings";

/** Brings the database's schema up to date, and ends. */
async function main(): Promise<void> {
  const settings = migrateSettingsFrom(process.env);
  const options = await writerOptions(settings);
  const migrations = await migrationsIn(MIGRATIONS);
  const attempt = () => migrate({ ...options, migrations, grantTo: settings.DATABASE_GRANT_TO });
  const applied = await retrying(attempt, passes, { attempts: 6, pauseMs: 500 });
  logger.info("the schema is up to date", { applied, version: migrations.length });
}

main().catch((error: unknown) => {
  logger.error("the schema could not be brought up to date", { error: String(error) });
  process.exitCode = 1;
});
