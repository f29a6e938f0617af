import * as v from "valibot";

const whole = v.pipe(v.string(), v.regex(/^\d{1,9}$/, "is no whole number"), v.transform(Number));
const required = v.pipe(v.string(), v.minLength(1, "is empty"));

/** What the container reads from its environment; README.md describes each. */
const Settings = v.object({
  CACHE_URL: required,
  PRODUCTS_TABLE: required,
  INVALIDATION_QUEUE_URL: required,
  HOST: v.optional(v.string(), "0.0.0.0"),
  PORT: v.optional(whole, "8080"),
  DRAIN_MS: v.optional(whole, "5000"),
  CACHE_TTL_MS: v.optional(whole, "60000"),
  CACHE_STALE_MS: v.optional(whole, "300000"),
  METRICS_EVERY_MS: v.optional(whole, "10000"),
});

export type Settings = v.InferOutput<typeof Settings>;

/** @throws Error that names the variables that are missing or wrong */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  const parsed = v.safeParse(Settings, environment);
  if (parsed.success) return parsed.output;
  const wrong = parsed.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
  throw new Error(`the environment is not complete: ${wrong.join("; ")}`);
}
