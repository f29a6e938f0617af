import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** Arguments that name a topic and keys. */
export interface NamedArns {
  readonly alarmTopicArn?: pulumi.Input<string>;
  readonly kmsKeyArn?: pulumi.Input<string>;
  readonly logKmsKeyArn?: pulumi.Input<string>;
}

/** Checks that each is an ARN of what it has to be. */
export function checkArns(checks: ArgumentChecks, args: NamedArns): void {
  const topic = "use the ARN of an SNS topic, arn:aws:sns:…";
  checks.matches("alarmTopicArn", args.alarmTopicArn, /^arn:[^:]+:sns:/, topic);
  for (const key of ["kmsKeyArn", "logKmsKeyArn"] as const) {
    checks.matches(key, args[key], /^arn:[^:]+:kms:/, "use the ARN of a KMS key, arn:aws:kms:…");
  }
}
