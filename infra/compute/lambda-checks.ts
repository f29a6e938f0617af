import type { ArgumentChecks } from "../core";
import { LOG_RETENTION_DAYS } from "../core";
import { checkPlacement } from "../network/placement";
import { checkAsynchronous } from "./asynchronous";
import { checkCodeSigning } from "./code-signing";
import { checkEgress } from "./egress";
import { checkGradualDeployment } from "./gradual-deployment";
import type { LambdaServiceArgs } from "./lambda-args";
import { Architecture, LambdaLogLevel, LambdaSystemLogLevel, NodeRuntime, TracingMode } from "./lambda-args";

/** docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: all variables of a function together. */
const ENVIRONMENT_BYTES = 4096;

/** docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment variables": reserved. */
const RESERVED_VARIABLES = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);

/** What AWS takes as a variable's name: docs.aws.amazon.com/lambda/latest/api/API_Environment.html */
const VARIABLE = /^[a-zA-Z]([a-zA-Z0-9_])+$/;

/** docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const HANDLER = /^[^\s]{1,128}$/;

/** A name that an ES module can export. */
const EXPORT = /^[A-Za-z_$][\w$]*$/;

/** Checks the arguments of a function. Ranges: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export function checkLambda(checks: ArgumentChecks, args: LambdaServiceArgs): void {
  checks
    .exclusive({ entry: args.entry, code: args.code === undefined ? undefined : "an archive" })
    .integer("memoryMb", args.memoryMb, 128, 10_240, "MB")
    .integer("timeoutSeconds", args.timeoutSeconds, 1, 900, "seconds")
    .integer("ephemeralStorageMb", args.ephemeralStorageMb, 512, 10_240, "MB")
    .length("layers", args.layers, 0, 5)
    .that("description", args.description, (args.description ?? "").length <= 256, "use at most 256 characters")
    .oneOf("architecture", args.architecture, Object.values(Architecture))
    .oneOf("logLevel", args.logLevel, Object.values(LambdaLogLevel))
    .oneOf("systemLogLevel", args.systemLogLevel, Object.values(LambdaSystemLogLevel))
    .oneOf("tracing", args.tracing, Object.values(TracingMode))
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("environmentKmsKeyArn", args.environmentKmsKeyArn, "kms", "a KMS key")
    .arn("logKmsKeyArn", args.logKmsKeyArn, "kms", "a KMS key");
  for (const [index, layer] of (args.layers ?? []).entries()) {
    checks.matches(`layers[${index}]`, layer, /^arn:[^:]+:lambda:.+:layer:.+:\d+$/, "use the ARN of a layer's version");
  }
  checkCode(checks, args);
  checkVariables(checks, args.environment ?? {});
  checkConcurrency(checks, args);
  if (args.asynchronous) checkAsynchronous(checks, args.asynchronous);
  if (args.codeSigning) checkCodeSigning(checks, args.codeSigning);
  if (args.gradualDeployment) checkGradualDeployment(checks, args.gradualDeployment);
  if (args.placement) checkPlacement(checks, args.placement, args.minimumZones);
  for (const [name, egress] of Object.entries(args.egress ?? {})) {
    if (args.placement) checkEgress(checks, name, egress);
    else checks.fail("egress", name, "give a placement too: a function in no VPC has no security group");
  }
  checks.done();
}

function checkCode(checks: ArgumentChecks, args: LambdaServiceArgs): void {
  if (args.entry === undefined) {
    if (args.bundle)
      checks.fail("bundle", Object.keys(args.bundle), "give an entry, or leave it out: code is built already");
    checks.matches("handler", args.handler, HANDLER, "use 1 to 128 characters with no space, such as index.handler");
    return;
  }
  checks
    .matches("handler", args.handler, EXPORT, 'name an export of the entry, such as "handler", with no file in front')
    .oneOf("runtime", args.runtime, Object.values(NodeRuntime));
  for (const name of Object.keys(args.bundle?.files ?? {})) {
    const right = !/^\/|\\|(^|\/)\.\.?(\/|$)|^index\.js(\.map)?$/.test(name);
    checks.that(
      "bundle.files",
      name,
      right,
      "use a path in the archive, with / and no .., other than index.js and index.js.map",
    );
  }
}

function checkVariables(checks: ArgumentChecks, environment: Record<string, unknown>): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(environment)) {
    bytes += Buffer.byteLength(name) + (typeof value === "string" ? Buffer.byteLength(value) : 0);
    if (RESERVED_VARIABLES.has(name)) checks.fail(`environment.${name}`, value, "leave it out: Lambda sets it");
    checks.matches(`environment.${name}`, name, VARIABLE, "name it with letters, digits and _, starting with a letter");
  }
  checks.that(
    "environment",
    `${bytes} bytes`,
    bytes <= ENVIRONMENT_BYTES,
    `use at most ${ENVIRONMENT_BYTES} bytes: names and values together`,
  );
}

function checkConcurrency(checks: ArgumentChecks, args: LambdaServiceArgs): void {
  const { reservedConcurrency: reserved, provisionedConcurrency: provisioned } = args;
  // An account has 1,000 to begin with and as many as it was raised to; AWS refuses what it has not left.
  checks.integer("reservedConcurrency", reserved, 0, 1_000_000);
  checks.integer("provisionedConcurrency", provisioned, 1, reserved ?? 1_000_000);
}
