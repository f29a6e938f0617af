import * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, ArgumentError } from "../core";
import { BUCKET_NAME, BUCKET_NAME_RULE } from "../core/private-bucket";
import { suspectedSecrets } from "./secrets";
import { ConfigurationPace, type FeatureFlagArgs, type ServiceConfigurationArgs } from "./service-configuration-args";

/** docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-feature-flags.html */
const FLAG_NAME = /^[a-z][a-zA-Z0-9_-]{0,63}$/;
const FLAG_NAME_RULE = "name it with a lower-case letter, then letters, digits, _ and -, at most 64";
/** What POSIX shells take; ECS reads the file line by line. */
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
const PARAMETER_NAME = /^(?!aws|ssm)[A-Za-z0-9_.-]{1,128}$/i;
/** Longest value of a parameter of the standard tier, in bytes. */
const LONGEST_PARAMETER = 4096;
/** From the provider's `EnvironmentArgs.monitors`. */
const MOST_ALARMS = 5;
/** docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_Validator.html */
const LONGEST_SCHEMA = 32_768;

/** What AppConfig's own minutes and percentages are for a pace. */
export const PACES = {
  [ConfigurationPace.Linear]: { minutes: 10, percent: 20, growthType: "LINEAR" },
  [ConfigurationPace.Canary]: { minutes: 20, percent: 10, growthType: "EXPONENTIAL" },
  [ConfigurationPace.AllAtOnce]: { minutes: 0, percent: 100, growthType: "LINEAR" },
} as const;

/** Minutes that alarms are watched in the end where nothing else is said. */
export const DEFAULT_BAKE_MINUTES = 10;

/** @throws ArgumentError where an argument is wrong */
export function checkConfiguration(checks: ArgumentChecks, args: ServiceConfigurationArgs): void {
  checks.exclusive({ document: args.document, featureFlags: args.featureFlags }, true);
  if (!isHosted(args) && !args.environmentFile && !args.parameters) {
    checks.fail("document", null, "give it, featureFlags, environmentFile or parameters");
  }
  checks.matches("description", args.description, /^.{0,1024}$/s, "use at most 1024 characters");
  checkDeployment(checks, args);
  if (typeof args.document === "string") checkDocument(checks, args.document, args.notSecret);
  checkSchema(checks, args);
  checkFlags(checks, args.featureFlags);
  checkSecrets(checks, "featureFlags", flagTexts(args.featureFlags), args.notSecret);
  checkVariables(checks, args);
  checkParameters(checks, args);
  checks.done();
}

/** Whether AppConfig holds a configuration. */
export function isHosted(args: ServiceConfigurationArgs): boolean {
  return args.document !== undefined || args.featureFlags !== undefined;
}

function checkDeployment(checks: ArgumentChecks, args: ServiceConfigurationArgs): void {
  const { pace = ConfigurationPace.Linear, rollbackAlarmArns: alarms } = args;
  checks
    .oneOf("pace", args.pace, Object.values(ConfigurationPace))
    .integer("deploymentMinutes", args.deploymentMinutes, 1, 1440, "minutes")
    .integer("growthPercent", args.growthPercent, 1, 100, "percent")
    .integer("bakeMinutes", args.bakeMinutes, 0, 1440, "minutes")
    .length("rollbackAlarmArns", alarms, 1, MOST_ALARMS);
  for (const [index, arn] of (alarms ?? []).entries()) {
    const expected = "use the ARN of a CloudWatch alarm, arn:aws:cloudwatch:…:alarm:…";
    checks.matches(`rollbackAlarmArns[${index}]`, arn, /^arn:[^:]+:cloudwatch:[^:]+:\d{12}:alarm:./, expected);
  }
  const atOnce = pace === ConfigurationPace.AllAtOnce;
  for (const option of ["deploymentMinutes", "growthPercent"] as const) {
    if (atOnce && args[option] !== undefined) {
      checks.fail(option, args[option], 'leave it out: pace is "all-at-once"');
    }
  }
  if (alarms && atOnce && args.bakeMinutes === 0) {
    checks.fail("bakeMinutes", 0, "use at least 1: there is no time in which an alarm could take it back");
  }
  if (isHosted(args)) return;
  const idle = ["schema", "pace", "deploymentMinutes", "growthPercent", "bakeMinutes", "rollbackAlarmArns"] as const;
  for (const option of idle) {
    if (args[option] !== undefined) {
      checks.fail(
        option,
        args[option],
        "leave it out, or give document or featureFlags: AppConfig deploys nothing else",
      );
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkDocument(checks: ArgumentChecks, text: string, harmless: readonly string[] | undefined): void {
  const document = parse(text);
  if (isObject(document)) checkSecrets(checks, "document", document, harmless);
  // What can't be read may hold anything: its text is not repeated.
  else checks.fail("document", "…", "use JSON text of an object; pulumi.jsonStringify makes it of one");
}

function checkSecrets(
  checks: ArgumentChecks,
  argument: string,
  value: unknown,
  harmless: readonly string[] | undefined,
): void {
  for (const { path, reason } of suspectedSecrets(value, harmless)) {
    checks.fail(
      `${argument}.${path}`,
      "…",
      `${reason}: keep it in Secrets Manager or as a SecureString in the parameter store, and give its ARN here; if it is no secret, name "${path}" in notSecret`,
    );
  }
}

function checkSchema(checks: ArgumentChecks, { schema, featureFlags }: ServiceConfigurationArgs): void {
  if (schema === undefined) return;
  if (featureFlags) checks.fail("schema", "…", "leave it out: AppConfig has its own for featureFlags");
  const parsed = parse(schema);
  if (!isObject(parsed)) {
    checks.fail("schema", schema, "use JSON text of a JSON Schema, which is an object");
    return;
  }
  const { $schema: draft } = parsed;
  checks.that(
    "schema.$schema",
    draft,
    typeof draft === "string" && /^https?:\/\/json-schema\.org\/draft-04\/schema#?$/.test(draft),
    'use "http://json-schema.org/draft-04/schema#": AppConfig knows no later draft',
  );
  checks.that("schema", schema, schema.length <= LONGEST_SCHEMA, `use at most ${LONGEST_SCHEMA} characters`);
}

function checkFlags(checks: ArgumentChecks, flags: Record<string, FeatureFlagArgs> | undefined): void {
  if (flags) checks.length("featureFlags", Object.keys(flags), 1, Number.POSITIVE_INFINITY);
  for (const [name, flag] of Object.entries(flags ?? {})) {
    checks.matches(`featureFlags.${name}`, name, FLAG_NAME, FLAG_NAME_RULE);
    for (const attribute of Object.keys(flag.attributes ?? {})) {
      const path = `featureFlags.${name}.attributes.${attribute}`;
      checks.matches(path, attribute, FLAG_NAME, FLAG_NAME_RULE);
      if (attribute === "enabled")
        checks.fail(path, attribute, "name it otherwise: AppConfig says so if the flag is on");
    }
  }
}

/** What of flags may be a secret, by flag and attribute. */
function flagTexts(flags: Record<string, FeatureFlagArgs> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags ?? {}).map(([name, flag]) => [name, flag.attributes]));
}

function checkVariables(checks: ArgumentChecks, args: ServiceConfigurationArgs): void {
  const { environmentFile: file } = args;
  if (!file) return;
  checks
    .length("environmentFile.variables", Object.keys(file.variables), 1, Number.POSITIVE_INFINITY)
    .matches("environmentFile.bucketName", file.bucketName, BUCKET_NAME, BUCKET_NAME_RULE)
    .arn("environmentFile.kmsKeyArn", file.kmsKeyArn, "kms", "a KMS key");
  for (const [name, value] of Object.entries(file.variables)) {
    const path = `environmentFile.variables.${name}`;
    checks.matches(path, name, VARIABLE_NAME, "name it with letters, digits and _, no digit first");
    if (typeof value === "string") checkOneLine(checks, path, value);
  }
  checkSecrets(checks, "environmentFile.variables", plain(file.variables), args.notSecret);
}

function checkParameters(checks: ArgumentChecks, args: ServiceConfigurationArgs): void {
  const { parameters } = args;
  if (!parameters) return;
  checks.length("parameters", Object.keys(parameters), 1, Number.POSITIVE_INFINITY);
  for (const [name, value] of Object.entries(parameters)) {
    const path = `parameters.${name}`;
    checks.matches(
      path,
      name,
      PARAMETER_NAME,
      "name it with letters, digits, _ . and -, not beginning with aws or ssm",
    );
    if (typeof value === "string") checkSize(checks, path, value);
  }
  checkSecrets(checks, "parameters", plain(parameters), args.notSecret);
}

// Neither repeats the value: what is refused may be a secret.

function checkOneLine(checks: ArgumentChecks, path: string, text: string): void {
  if (/[\r\n]/.test(text)) checks.fail(path, "…", "use one line: ECS takes each line for a variable");
}

function checkSize(checks: ArgumentChecks, path: string, text: string): void {
  if (text !== "" && Buffer.byteLength(text) <= LONGEST_PARAMETER) return;
  checks.fail(path, "…", `use text of 1 to ${LONGEST_PARAMETER} bytes`);
}

/** The values that are known now. */
function plain(values: Record<string, pulumi.Input<string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

/**
 * A value that may be known only later, checked as soon as it is: it may be no Pulumi secret, and `check` is run on it.
 * @param argument where it comes from, for the message
 */
export function checkedLater(
  label: string,
  argument: string,
  value: pulumi.Input<string>,
  check: (text: string) => void,
): pulumi.Output<string> {
  const output = pulumi.output(value);
  return pulumi.all([output, pulumi.isSecret(output)]).apply(([text, secret]) => {
    if (secret) {
      throw new ArgumentError(
        `${label}: ${argument} is a Pulumi secret; keep it in Secrets Manager or as a SecureString in the parameter store, and give its ARN here`,
      );
    }
    check(text);
    return text;
  });
}

/** The same checks as for a document that is known at once. */
export function checkDocumentLater(
  checks: ArgumentChecks,
  text: string,
  harmless: readonly string[] | undefined,
): void {
  checkDocument(checks, text, harmless);
  checks.done();
}

/** The same checks as for a variable that is known at once. */
export function checkVariableLater(
  checks: ArgumentChecks,
  name: string,
  text: string,
  harmless: readonly string[] | undefined,
): void {
  checkOneLine(checks, `environmentFile.variables.${name}`, text);
  checkSecrets(checks, "environmentFile.variables", { [name]: text }, harmless);
  checks.done();
}

/** The same checks as for a parameter that is known at once. */
export function checkParameterLater(
  checks: ArgumentChecks,
  name: string,
  text: string,
  harmless: readonly string[] | undefined,
): void {
  checkSize(checks, `parameters.${name}`, text);
  checkSecrets(checks, "parameters", { [name]: text }, harmless);
  checks.done();
}
