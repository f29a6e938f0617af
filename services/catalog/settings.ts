import * as v from "valibot";

const whole = v.pipe(v.string(), v.regex(/^\d{1,9}$/, "is no whole number"), v.transform(Number));
const required = v.pipe(v.string(), v.minLength(1, "is empty"));

const database = {
  DATABASE_HOST: required,
  DATABASE_READER_HOST: v.optional(required),
  DATABASE_PORT: v.optional(whole, "5432"),
  DATABASE_NAME: required,
  DATABASE_CA_FILE: required,
  DATABASE_USER: v.optional(required),
  DATABASE_SECRET_ARN: v.optional(required),
  DATABASE_CONNECTIONS: v.optional(v.pipe(whole, v.minValue(1, "is no connection at all")), "10"),
  DATABASE_WAIT_MS: v.optional(whole, "2000"),
  DATABASE_STATEMENT_MS: v.optional(whole, "2000"),
};

interface LoginNames {
  readonly DATABASE_USER?: string;
  readonly DATABASE_SECRET_ARN?: string;
}

const oneLogin = (settings: LoginNames) =>
  (settings.DATABASE_USER === undefined) !== (settings.DATABASE_SECRET_ARN === undefined);
const ONE_LOGIN =
  "set either DATABASE_USER, to log in by the IAM role, or DATABASE_SECRET_ARN, to log in by a secret, and not both";

const DatabaseSettings = v.object(database);

/** How the database is reached. */
export type DatabaseSettings = v.InferOutput<typeof DatabaseSettings>;

/** What the container reads from its environment; README.md describes each. */
const Settings = v.pipe(
  v.object({
    ...database,
    CACHE_URL: required,
    CACHE_TOKEN: v.optional(required),
    INVALIDATION_QUEUE_URL: required,
    HOST: v.optional(v.string(), "0.0.0.0"),
    PORT: v.optional(whole, "8080"),
    OPERATOR_PORT: v.optional(whole),
    EVENT_BUS_NAME: v.optional(required),
    DRAIN_MS: v.optional(whole, "5000"),
    CACHE_TTL_MS: v.optional(whole, "60000"),
    CACHE_STALE_MS: v.optional(whole, "300000"),
    CACHE_SETTLE_MS: v.optional(v.pipe(whole, v.minValue(1, "is no time at all")), "10000"),
    METRICS_EVERY_MS: v.optional(whole, "10000"),
  }),
  v.check((settings) => oneLogin(settings), ONE_LOGIN),
  v.check(
    ({ OPERATOR_PORT, EVENT_BUS_NAME }) => OPERATOR_PORT === undefined || EVENT_BUS_NAME !== undefined,
    "OPERATOR_PORT opens the writing of products, whose changes have to be announced: set EVENT_BUS_NAME too",
  ),
  v.check(
    ({ OPERATOR_PORT, PORT }) => OPERATOR_PORT === undefined || OPERATOR_PORT !== PORT,
    "OPERATOR_PORT has to be another than PORT: what everybody reaches takes no writes",
  ),
);

export type Settings = v.InferOutput<typeof Settings>;

/** What the migrate command reads from its environment. */
const MigrateSettings = v.pipe(
  v.object({
    ...database,
    DATABASE_GRANT_TO: v.pipe(
      v.optional(v.string(), ""),
      v.transform((names) => names.split(",").flatMap((name) => name.trim() || [])),
    ),
  }),
  v.check((settings) => oneLogin(settings), ONE_LOGIN),
);

export type MigrateSettings = v.InferOutput<typeof MigrateSettings>;

/** @throws Error that names the variables that are missing or wrong */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  return complete(v.safeParse(Settings, environment));
}

/** @throws Error that names the variables that are missing or wrong */
export function migrateSettingsFrom(environment: NodeJS.ProcessEnv): MigrateSettings {
  return complete(v.safeParse(MigrateSettings, environment));
}

function complete<T>(parsed: { success: true; output: T } | { success: false; issues: v.BaseIssue<unknown>[] }): T {
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map((issue) => {
    const path = v.getDotPath(issue);
    return path ? `${path}: ${issue.message}` : issue.message;
  });
  throw new Error(`the environment is not complete: ${wrong.join("; ")}`);
}
