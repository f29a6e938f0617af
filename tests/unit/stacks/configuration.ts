import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const PROJECT = "aws-microservices-platform";
const ROOT = join(__dirname, "../../..");

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The configuration of a stack as a program gets it: text, and JSON text for lists and maps.
 * @param folder of the stack's project
 */
export function configurationOf(stack: string, folder = "."): Record<string, string> {
  const content: unknown = parse(readFileSync(join(ROOT, folder, `Pulumi.${stack}.yaml`), "utf8"));
  if (!isMap(content) || !isMap(content["config"])) throw new Error(`Pulumi.${stack}.yaml has no config`);
  const entries = Object.entries(content["config"]);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  );
}

/** Its `dev` configuration with the project's keys changed; undefined takes a key away. */
export function changed(changes: Record<string, unknown>): Record<string, string> {
  const all = configurationOf("dev");
  for (const [key, value] of Object.entries(changes)) {
    const whole = key.includes(":") ? key : `${PROJECT}:${key}`;
    if (value === undefined) delete all[whole];
    else all[whole] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return all;
}

/** Runs the tests of a block as Pulumi.yaml has programs run: without the stack traces that the SDK takes of promises. */
export function withoutStackTraces(): void {
  const limit = Error.stackTraceLimit;
  before(() => {
    Error.stackTraceLimit = 0;
  });
  after(() => {
    Error.stackTraceLimit = limit;
  });
}
