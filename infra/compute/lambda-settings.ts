import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import { policyDocument } from "../core";
import { LambdaLogLevel, type LambdaServiceArgs, TracingMode } from "./lambda-args";
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
    // X-Ray has no resources that these could be limited to.
    const Action = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
    statements.push({ Sid: "Traces", Effect: "Allow", Action, Resource: "*" });
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
