import { RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable, Statement } from "./iam";
import { policyDocument } from "./iam";

/** A KMS key that the granted actions need, and the service through which alone it may be used. */
export interface GrantKey {
  keyArn: pulumi.Input<string>;
  actions: ("kms:Decrypt" | "kms:GenerateDataKey" | "kms:Encrypt")[];
  /** Endpoint that calls KMS, for example `sqs.eu-central-1.amazonaws.com`. */
  viaService: pulumi.Input<string>;
}

/**
 * Allows `to` the given actions on the given resources, and nothing else, as one inline policy of its role.
 * Each grant is a policy of its own, named after owner, verb and grantee, so that granting more never replaces another.
 * @param owner component that the resources belong to; the policy is its child.
 * @param verb what the grant allows, as a name part: `publish`, `consume`.
 */
export function grant(
  owner: pulumi.ComponentResource,
  ownerName: string,
  verb: string,
  to: Grantable,
  granteeName: string,
  actions: string[],
  resources: pulumi.Input<string>[],
  key?: GrantKey,
): Grant {
  const statements: Statement[] = [{ Effect: "Allow", Action: actions, Resource: resources }];
  if (key) {
    statements.push({
      Effect: "Allow",
      Action: key.actions,
      Resource: key.keyArn,
      Condition: { StringEquals: { "kms:ViaService": key.viaService } },
    });
  }
  const { policy } = grantStatements(owner, ownerName, verb, to, granteeName, statements);
  return { actions, resources, policy };
}

function listed<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * Allows `to` what the statements say, as one inline policy of its role, named as {@link grant} names it. For verbs that need
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
