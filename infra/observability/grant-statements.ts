import { RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { type Grant, type Grantable, policyDocument, type Statement } from "../core";

function listed<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * Allows `to` what the statements say, as one inline policy of its role, named as `grant` names it. For verbs that need
 * other actions on one resource than on another.
 */
export function grantStatements(
  owner: pulumi.ComponentResource,
  ownerName: string,
  verb: string,
  to: Grantable,
  granteeName: string,
  statements: readonly Statement[],
): Grant {
  const policy = new RolePolicy(
    `${ownerName}-${verb}-${granteeName}`,
    { role: to.role.name, policy: policyDocument(...statements) },
    { parent: owner },
  );
  return {
    actions: statements.flatMap((statement) => listed(statement.Action)),
    resources: statements.flatMap((statement) => listed(statement.Resource)),
    policy,
  };
}
