import * as pulumi from "@pulumi/pulumi";
import { LOG_RETENTION_DAYS } from "../infra/core";
import {
  choice,
  type Field,
  flag,
  integer,
  list,
  optional,
  type Problems,
  type Read,
  readFields,
  section,
  text,
} from "./config-fields";
import { editDistance, ProblemList } from "./problem-list";

/** Days that logs are kept. */
export const logDays = choice(...LOG_RETENTION_DAYS);

/** What the audit trail keeps. */
export const audit = section({
  retentionDays: integer(90, 36_500, "days"),
  /** Days that log files can't be deleted or changed; none leaves them unlocked. */
  lockDays: optional(integer(1, 36_500, "days"), undefined),
  /** Record access to objects, functions and tables, and look for unusual activity. Billed by the event. */
  dataEvents: optional(flag, false),
});

/** Keys of the provider's namespace that programs read too. */
const awsFields = {
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "use a region, such as eu-central-1"),
  allowedAccountIds: list(
    text(/^\d{12}$/, "use an account's 12 digits, in quotes"),
    1,
    1,
    "account, so that no other is changed",
  ),
};

/** Where a stack is. */
export interface Location {
  readonly region: string;
  readonly account: string;
}

/** A stack's configuration as the SDK has it, and whose it is. */
export interface Configuration {
  /** Every key with its namespace, as `pulumi.runtime.allConfig` gives them. */
  readonly all: Record<string, string>;
  readonly project: string;
  readonly stack: string;
  /** Whether the value of a key is secret and must not be shown. @default no value is */
  readonly isSecret?: (key: string) => boolean;
}

/** The running program's configuration. */
export function ownConfiguration(): Configuration {
  return { all: pulumi.runtime.allConfig(), project: pulumi.getProject(), stack: pulumi.getStack(), isSecret };
}

/** The SDK knows which values are secret, and says so in a function that its types leave out; without it all are. */
function isSecret(key: string): boolean {
  const runtime: object = pulumi.runtime;
  return "isConfigSecret" in runtime && typeof runtime.isConfigSecret === "function"
    ? runtime.isConfigSecret(key) === true
    : true;
}

/**
 * Reads a stack's configuration.
 * @param check reports what fields can't see by themselves
 * @throws pulumi.RunError that lists everything that is wrong, missing or unknown
 */
export function readConfiguration<Fields extends Record<string, Field<unknown>>>(
  fields: Fields,
  { all, project, stack, isSecret: secret = () => false }: Configuration,
  check: (values: Read<Fields> & Location, of: (key: string) => string, problems: Problems) => void,
): Read<Fields> & Location {
  const problems = new ProblemList((path) => secret(path.replace(/[.[].*$/, "")));
  const given: Record<string, unknown> = {};
  const aws: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(all)) {
    if (key.startsWith(`${project}:`)) given[key.slice(project.length + 1)] = value;
    else if (isNear(key, project)) problems.unknown(key, [`${project}:${key.slice(key.indexOf(":") + 1)}`]);
    else if (key === "aws:region" || key === "aws:allowedAccountIds") aws[key.slice("aws:".length)] = value;
  }
  const of = (key: string) => `${project}:${key}`;
  const place = readFields(awsFields, aws, (key) => `aws:${key}`, problems);
  const own = readFields(fields, given, of, problems);
  const [account] = place?.allowedAccountIds ?? [];
  const values = own && place && account !== undefined ? { ...own, region: place.region, account } : undefined;
  if (values) check(values, of, problems);
  if (values && problems.lines.length === 0) return values;
  const count = problems.lines.length === 1 ? "one problem" : `${problems.lines.length} problems`;
  throw new pulumi.RunError(
    `the configuration of stack "${stack}" (Pulumi.${stack}.yaml) has ${count}:\n  ${problems.lines.join("\n  ")}`,
  );
}

/** True for a key whose namespace is the project's but for a typing mistake. */
function isNear(key: string, project: string): boolean {
  return editDistance(key.slice(0, key.indexOf(":")), project) <= 2;
}

/** Reports a lock that outlasts what it locks. */
export function checkAudit(
  { retentionDays, lockDays }: { retentionDays: number; lockDays: number | undefined },
  of: (key: string) => string,
  problems: Problems,
): void {
  if (lockDays !== undefined && lockDays > retentionDays) {
    problems.wrong(of("audit.lockDays"), lockDays, `use at most audit.retentionDays, ${retentionDays}`);
  }
}
