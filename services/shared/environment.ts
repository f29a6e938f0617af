/** A variable that whoever started this left out. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/**
 * Value of an environment variable that nothing works without.
 * @throws EnvironmentError that names it, where it is not set or empty
 */
export function requiredEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new EnvironmentError(`the environment variable ${name} is not set: the component that runs this sets it`);
  }
  return value;
}
