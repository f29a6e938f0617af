import type * as pulumi from "@pulumi/pulumi";
import type { Archive } from "@pulumi/pulumi/asset";
import type { PlatformArgs } from "../core";
import type { Placement } from "../network";
import type { AsynchronousArgs } from "./asynchronous";
import type { BundleArgs } from "./bundle";
import type { CodeSigningArgs } from "./code-signing";
import type { EgressArgs } from "./egress";
import type { GradualDeploymentArgs } from "./gradual-deployment";

/** Instruction set. Values from the provider's `Function.architectures`. Arm64 is the cheaper for the same work. */
export const Architecture = { Arm64: "arm64", X8664: "x86_64" } as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

/** Node.js runtimes that AWS supports, by the provider's `Runtime`. */
export const NodeRuntime = { Node22: "nodejs22.x", Node24: "nodejs24.x" } as const;
export type NodeRuntime = (typeof NodeRuntime)[keyof typeof NodeRuntime];

/** Least severe line that is kept. Values from the provider's `FunctionLoggingConfig.applicationLogLevel`. */
export const LambdaLogLevel = {
  Trace: "TRACE",
  Debug: "DEBUG",
  Info: "INFO",
  Warn: "WARN",
  Error: "ERROR",
  Fatal: "FATAL",
} as const;
export type LambdaLogLevel = (typeof LambdaLogLevel)[keyof typeof LambdaLogLevel];

/** Least severe line of Lambda's own that is kept. Values from `FunctionLoggingConfig.systemLogLevel`. */
export const LambdaSystemLogLevel = { Debug: "DEBUG", Info: "INFO", Warn: "WARN" } as const;
export type LambdaSystemLogLevel = (typeof LambdaSystemLogLevel)[keyof typeof LambdaSystemLogLevel];

/** Which invocations X-Ray sees. Values from the provider's `FunctionTracingConfig.mode`. */
export const TracingMode = { Active: "Active", PassThrough: "PassThrough" } as const;
export type TracingMode = (typeof TracingMode)[keyof typeof TracingMode];

/** Arguments of {@link LambdaService}. Give one of `entry` and `code`. */
export interface LambdaServiceArgs extends PlatformArgs {
  /**
   * TypeScript or JavaScript file that the code is bundled from: relative to the Pulumi project's directory, or absolute.
   * The AWS SDK (`@aws-sdk/*`, `@smithy/*`) stays outside, because the runtime has it.
   */
  entry?: string;
  /** How the entry is bundled. @default minified, with a source map */
  bundle?: BundleArgs;
  /** Code that is built already, in any language. */
  code?: pulumi.Input<Archive>;
  /** Export of the entry; for `code` what AWS takes, such as `index.handler`. @default "handler", with `code` "index.handler" */
  handler?: string;
  /** Runtime of the code, such as `nodejs24.x`; with an entry a `NodeRuntime`. @default "nodejs24.x" */
  runtime?: string;
  /** Processor that the code is for. @default "arm64" */
  architecture?: Architecture;
  /** What the function is for, at most 256 characters. @default none */
  description?: string;
  /** Memory, in MB, 128 to 10,240; CPU grows with it, one core at 1,769. @default 512 */
  memoryMb?: number;
  /** Longest invocation, in seconds, 1 to 900. @default 30 */
  timeoutSeconds?: number;
  /** Space under `/tmp`, in MB, 512 to 10,240. @default 512 */
  ephemeralStorageMb?: number;
  /** ARNs of layer versions, at most 5. @default none */
  layers?: pulumi.Input<string>[];

  /** Environment variables: together at most 4 KB, no secrets. @default those that are preset */
  environment?: Record<string, pulumi.Input<string>>;
  /** ARN of the KMS key of the environment variables. @default the account's `aws/lambda` key */
  environmentKmsKeyArn?: pulumi.Input<string>;
  /** Service that logs, metrics and traces speak of: `POWERTOOLS_SERVICE_NAME`. @default the component's name */
  serviceName?: string;
  /** Namespace of the metrics in CloudWatch: `POWERTOOLS_METRICS_NAMESPACE`. @default the project's name */
  metricsNamespace?: string;
  /** Of what the code writes, also through Powertools. @default "INFO" */
  logLevel?: LambdaLogLevel;
  /** Of what Lambda writes; at WARN it says nothing about duration and memory. @default "INFO" */
  systemLogLevel?: LambdaSystemLogLevel;
  /** Days that logs are kept: 1, 3, 5, 7, 14, 30, 60, 90, …, as in `LOG_RETENTION_DAYS`. @default 90 */
  logRetentionDays?: number;
  /** ARN of the KMS key of the logs; its policy has to let CloudWatch Logs use it. @default CloudWatch's own key */
  logKmsKeyArn?: pulumi.Input<string>;
  /** Whether requests are traced that no caller traces. @default "Active" */
  tracing?: TracingMode;

  /**
   * Environments of the account that this function alone may have, and its most; 0 stops it.
   * @default as many as the account has left
   */
  reservedConcurrency?: number;
  /** Environments that are kept started for the alias, at least 1; they are paid by the hour. @default none */
  provisionedConcurrency?: number;
  /** What becomes of events that callers hand over without waiting. @default AWS's: 2 retries in 6 hours, then lost */
  asynchronous?: AsynchronousArgs;
  /** Do not stop when the function sets itself off through SQS, SNS or S3 16 times over. @default false */
  allowRecursiveLoops?: boolean;

  /** Network and subnets, one a zone, to run in. @default in no VPC */
  placement?: Placement;
  /** Zones that the placement's subnets have to lie in, at least 2. @default 2 */
  minimumZones?: number;
  /** Whom the function may open connections to, by name. Placed functions only. @default nobody */
  egress?: Record<string, EgressArgs>;

  /** Sign the code, and run no other. @default unsigned */
  codeSigning?: CodeSigningArgs;
  /** Move callers to a new version in steps, and back where an alarm goes off. @default all at once */
  gradualDeployment?: GradualDeploymentArgs;
}

/** Who may invoke a function, beside roles that it is granted to. */
export interface LambdaCallerArgs {
  /** Service principal, such as `events.amazonaws.com`. */
  principal: string;
  /** ARN of the one resource that it may do so for; `*` in it stands for any text. */
  sourceArn: pulumi.Input<string>;
  /** Account of that resource, where the ARN does not name one: S3. @default any that the ARN allows */
  sourceAccount?: pulumi.Input<string>;
}
