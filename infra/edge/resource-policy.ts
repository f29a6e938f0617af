import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import { denyInsecureTransport } from "../core";

/** Who may reach the API at all, before any authorizer is asked. */
export interface RestAccessArgs {
  /**
   * VPC endpoints (`execute-api`) that a private API is reached through. Required for a private API, refused for others.
   */
  vpcEndpointIds?: pulumi.Input<string>[];
  /** IPv4 CIDR blocks that callers come from: public addresses, or for a private API addresses in the VPC. @default any */
  allowedCidrs?: string[];
  /**
   * ARNs of principals of other accounts that may call the operations with IAM authorization; they need the same
   * permission in their own account. @default none
   */
  allowedPrincipals?: pulumi.Input<string>[];
}

/** What a resource policy is made from. */
export interface ResourcePolicyInput {
  readonly access: RestAccessArgs;
  readonly isPrivate: boolean;
  /** Patterns of the operations with IAM authorization, as `METHOD/path`; undefined where there are none. */
  readonly iamOperations: readonly string[];
  readonly otherOperations: readonly string[];
}

/**
 * Statements of the API's resource policy. API Gateway reads `execute-api:/…` as relative to the API that has the policy.
 *
 * Operations with IAM authorization get no general Allow: inside one account an Allow in this policy is enough by itself
 * (docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html), so that it would let every
 * principal of the account in, whatever its own policies say.
 */
export function resourcePolicyStatements(input: ResourcePolicyInput): Statement[] {
  const { access, isPrivate, iamOperations, otherOperations } = input;
  const everything = ["execute-api:/*"];
  const statements: Statement[] = [];
  if (iamOperations.length === 0) {
    statements.push({ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: everything });
  } else {
    if (otherOperations.length > 0) {
      statements.push({
        Effect: "Allow",
        Principal: "*",
        Action: "execute-api:Invoke",
        Resource: otherOperations.map((pattern) => `execute-api:/*/${pattern}`),
      });
    }
    if (access.allowedPrincipals && access.allowedPrincipals.length > 0) {
      statements.push({
        Effect: "Allow",
        Principal: { AWS: access.allowedPrincipals },
        Action: "execute-api:Invoke",
        Resource: iamOperations.map((pattern) => `execute-api:/*/${pattern}`),
      });
    }
  }
  statements.push(denyInsecureTransport("execute-api", everything));
  if (isPrivate && access.vpcEndpointIds) {
    statements.push({
      Sid: "DenyOtherVpcEndpoints",
      Effect: "Deny",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: everything,
      Condition: { StringNotEquals: { "aws:SourceVpce": access.vpcEndpointIds } },
    });
  }
  if (access.allowedCidrs) {
    statements.push({
      Sid: "DenyOtherAddresses",
      Effect: "Deny",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: everything,
      Condition: { NotIpAddress: { [isPrivate ? "aws:VpcSourceIp" : "aws:SourceIp"]: access.allowedCidrs } },
    });
  }
  return statements;
}

/** Pattern of an operation in an `execute-api` ARN, after the stage: `GET/orders/*`. */
export function operationPattern(method: string, path: string): string {
  return `${method === "ANY" ? "*" : method}${path.replace(/\{[^}]+\}/g, "*")}`;
}
