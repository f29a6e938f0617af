import * as v from "valibot";

const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/, "is no port: set a number from 0 to 65535"), v.transform(Number));

/** What the container reads from its environment; README.md describes each. */
const Settings = v.object({
  BROKER_URLS: v.pipe(v.string(), v.minLength(1)),
  BROKER_SECRET_ARN: v.optional(v.string(), ""),
  INVENTORY_TABLE: v.pipe(v.string(), v.minLength(1)),
  STOCK_QUEUE: v.optional(v.string(), "warehouse.stock"),
  RESERVATION_QUEUE: v.optional(v.string(), "warehouse.reservations"),
  HEALTH_HOST: v.optional(v.string(), "0.0.0.0"),
  HEALTH_PORT: v.optional(port, "8080"),
});

export type Settings = v.InferOutput<typeof Settings>;

/** @throws Error that names the variables that are missing or wrong */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  const parsed = v.safeParse(Settings, environment);
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
  throw new Error(`the environment is not complete: ${wrong.join("; ")}`);
}

const Login = v.object({ username: v.string(), password: v.string() });

/**
 * Reads a broker's user out of the text of its secret: JSON with `username` and `password`.
 * @throws Error that says so where it is something else, without a word of what it is
 */
export function credentialsFrom(secret: string | undefined): v.InferOutput<typeof Login> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Login), secret);
  if (parsed.success) return parsed.output;
  throw new Error("the secret of BROKER_SECRET_ARN is not JSON with username and password");
}
