import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

/** One statement of an IAM or resource policy, in IAM's own words. */
export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: pulumi.Input<string> | Record<string, pulumi.Input<pulumi.Input<string>[]> | pulumi.Input<string>>;
  Action: string | string[];
  Resource?: pulumi.Input<string> | pulumi.Input<string>[];
  Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
}

/** A policy document as JSON text. */
export function policyDocument(...statements: Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * Trust policy that lets one AWS service assume a role, for this account only.
 * @param service service principal, for example `states.amazonaws.com`
 * @param sourceAccount account whose resources the service may act for; keeps another account from using the service as
 *   a confused deputy. Leave out for services that do not send it, such as `lambda.amazonaws.com`.
 */
export function serviceTrust(service: string, sourceAccount?: pulumi.Input<string>): pulumi.Output<string> {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(sourceAccount !== undefined && { Condition: { StringEquals: { "aws:SourceAccount": sourceAccount } } }),
  });
}

/** Statement that refuses every request that did not come over TLS. */
export function denyInsecureTransport(service: string, resources: pulumi.Input<string>[]): Statement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: `${service}:*`,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Something that permissions are granted to: anything that runs as an IAM role. */
export interface Grantable {
  /** Role that it runs as. */
  readonly role: iam.Role;
}

/** What a grant allows, for tests and documents. */
export interface Grant {
  readonly actions: string[];
  readonly resources: pulumi.Input<string>[];
  readonly policy: iam.RolePolicy;
}
