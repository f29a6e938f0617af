import type { FunctionArgs } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import { onAllResources, policyDocument } from "../core";
import {
  Architecture,
  LambdaLogLevel,
  type LambdaServiceArgs,
  LambdaSystemLogLevel,
  NodeRuntime,
  TracingMode,
} from "./lambda-args";
import { interfaceStatement } from "./lambda-network";

/** Environment variables of a function: those that are preset for Powertools and for source maps, and its own. */
export function lambdaVariables(name: string, args: LambdaServiceArgs): Record<string, pulumi.Input<string>> {
  const options = args.environment?.["NODE_OPTIONS"];
  const mapped = args.entry !== undefined && !args.bundle?.withoutSourceMap;
  return {
    POWERTOOLS_SERVICE_NAME: args.serviceName ?? name,
    POWERTOOLS_METRICS_NAMESPACE: args.metricsNamespace ?? pulumi.getProject(),
    POWERTOOLS_LOG_LEVEL: args.logLevel ?? LambdaLogLevel.Info,
    ...args.environment,
    ...(mapped && {
      NODE_OPTIONS:
        options === undefined ? "--enable-source-maps" : pulumi.interpolate`--enable-source-maps ${options}`,
    }),
  };
}

/** What a function needs before it does anything of its own. */
export function executionPolicy(
  args: LambdaServiceArgs,
  logGroupArn: pulumi.Output<string>,
  region: pulumi.Output<string>,
): pulumi.Output<string> {
  const statements: Statement[] = [
    {
      Sid: "OwnLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${logGroupArn}:*`,
    },
  ];
  if (args.tracing !== TracingMode.PassThrough) {
    statements.push(onAllResources("Traces"));
  }
  if (args.environmentKmsKeyArn !== undefined) {
    statements.push({
      Sid: "OwnEnvironment",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: args.environmentKmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": pulumi.interpolate`lambda.${region}.amazonaws.com` } },
    });
  }
  if (args.placement) statements.push(interfaceStatement());
  return policyDocument(...statements);
}

/** Inputs of the function that follow from the arguments alone. */
export function functionSettings(name: string, args: LambdaServiceArgs, logGroupName: pulumi.Input<string>) {
  return {
    runtime: args.runtime ?? NodeRuntime.Node24,
    handler: args.entry === undefined ? (args.handler ?? "index.handler") : `index.${args.handler ?? "handler"}`,
    architectures: [args.architecture ?? Architecture.Arm64],
    description: args.description,
    memorySize: args.memoryMb ?? 512,
    ephemeralStorage: { size: args.ephemeralStorageMb ?? 512 },
    layers: args.layers,
    environment: { variables: lambdaVariables(name, args) },
    kmsKeyArn: args.environmentKmsKeyArn,
    loggingConfig: {
      logFormat: "JSON",
      logGroup: logGroupName,
      applicationLogLevel: args.logLevel ?? LambdaLogLevel.Info,
      systemLogLevel: args.systemLogLevel ?? LambdaSystemLogLevel.Info,
    },
    tracingConfig: { mode: args.tracing ?? TracingMode.Active },
  } satisfies Partial<FunctionArgs>;
}
