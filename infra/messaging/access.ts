import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** An AWS service that may send messages, and the one resource that it may send them for. */
export interface MessageSource {
  /** Service principal, such as `events.amazonaws.com`. */
  service: string;
  /** ARN of the topic, rule, bucket … that the messages come from; `*` and `?` stand for any characters and one. */
  sourceArn: pulumi.Input<string>;
}

export function checkSources(checks: ArgumentChecks, argument: string, sources: MessageSource[] | undefined): void {
  for (const [index, { service, sourceArn }] of (sources ?? []).entries()) {
    const path = `${argument}[${index}]`;
    checks.matches(`${path}.service`, service, /^[a-z0-9.-]+\.amazonaws\.com$/, "use <service>.amazonaws.com");
    checks.matches(
      `${path}.sourceArn`,
      sourceArn,
      /^arn:[^:]+:[^:*]+:/,
      "use the ARN of the resource that sends; it may not be open to every service's resources",
    );
  }
}

// The documents are handed over as objects: then a preview knows all of them but the ARNs that AWS has yet to give out.

/** Policy of a queue: nothing over plain HTTP, and of AWS's services just the named ones for the named resources. */
export function queuePolicyDocument(
  queueArn: pulumi.Input<string>,
  sources: readonly MessageSource[],
): input.sqs.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      denyPlainHttp("sqs:*", queueArn),
      ...sources.map((source) => admit("sqs:SendMessage", queueArn, source)),
    ],
  };
}

/** Policy of a topic: nothing over plain HTTP; the named services and accounts may publish. */
export function topicPolicyDocument(
  topicArn: pulumi.Input<string>,
  sources: readonly MessageSource[],
  publisherRoots: readonly pulumi.Input<string>[],
): input.sns.PolicyDocument {
  const accounts: input.iam.PolicyStatement = {
    Sid: "AdmitAccounts",
    Effect: "Allow",
    Principal: { AWS: [...publisherRoots] },
    Action: "sns:Publish",
    Resource: topicArn,
  };
  return {
    Version: "2012-10-17",
    Statement: [
      // SNS refuses `sns:*` in a topic's policy; publishing is what carries data.
      denyPlainHttp("sns:Publish", topicArn),
      ...sources.map((source) => admit("sns:Publish", topicArn, source)),
      ...(publisherRoots.length > 0 ? [accounts] : []),
    ],
  };
}

function denyPlainHttp(action: string, resource: pulumi.Input<string>): input.iam.PolicyStatement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

function admit(action: string, resource: pulumi.Input<string>, source: MessageSource): input.iam.PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Service: source.service },
    Action: action,
    Resource: resource,
    Condition: { ArnLike: { "aws:SourceArn": source.sourceArn } },
  };
}
