import type { ProcessorOptions } from "./processor";

/**
 * A whole number in an environment variable.
 * @throws Error where it is something else, or below the least allowed.
 */
export function numberFrom(environment: NodeJS.ProcessEnv, name: string, otherwise: number, least = 0): number {
  const value = environment[name];
  if (value === undefined || value === "") return otherwise;
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`${name} is "${value}": set a whole number of at least ${least}, or leave it out for ${otherwise}.`);
}

/**
 * True or false in an environment variable.
 * @throws Error where it is something else.
 */
export function flagFrom(environment: NodeJS.ProcessEnv, name: string): boolean {
  const value = environment[name] ?? "";
  if (value === "true") return true;
  if (value === "false" || value === "") return false;
  throw new Error(`${name} is "${value}": set true or false.`);
}

/** Settings of the remediation from the environment; README.md lists the variables. */
export function remediationSettings(environment: NodeJS.ProcessEnv): ProcessorOptions {
  return {
    dryRun: flagFrom(environment, "DRY_RUN"),
    loopLimit: numberFrom(environment, "LOOP_LIMIT", 3, 1),
    loopWindowMinutes: numberFrom(environment, "LOOP_WINDOW_MINUTES", 60, 1),
    clockSkewMs: numberFrom(environment, "CLOCK_SKEW_MS", 30_000),
    delaySeconds: { "access-denied": numberFrom(environment, "ACCESS_DENIED_DELAY_SECONDS", 300) },
  };
}
