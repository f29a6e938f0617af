import type { Resource } from "../../core/resource";
import type { Graph } from "../graph";
import { type ConditionTest, none, type PolicyDocument, type PolicyStatement, readTerms, Unclear } from "../iam";
import { statement } from "./resource-policies";

/**
 * The grants of a key, as a policy: what one permits its grantee takes no policy besides.
 * docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantsOf(graph: Graph, key: Resource, keyTypes: readonly string[]): PolicyDocument {
  const { certain, possible } = graph.referrersTo(key, ["aws:kms/grant:Grant"], "keyId", keyTypes);
  return {
    statements: [
      ...certain.map((grant) => statementOf(grant, "")),
      ...possible.map(({ resource, reason }) => statementOf(resource, reason)),
    ],
    unclear: undefined,
  };
}

/** @param perhaps why it may be no grant of the key; "" where it is one */
function statementOf(grant: Resource, perhaps: string): PolicyStatement {
  const operations = readTerms(grant.at("operations"), grant.name);
  const aws = readTerms(grant.at("granteePrincipal"), grant.name);
  const { conditions, reason } = constraintsOf(grant);
  const unclear = perhaps || reason;
  return {
    ...statement(
      { ...operations, known: operations.known.map((name) => `kms:${name}`) },
      { known: ["*"], unclear: undefined },
    ),
    principal: { negated: false, everyone: false, aws, service: none, canonical: none, unclear: undefined },
    conditions,
    unclear: unclear === "" ? undefined : Unclear.because(`${grant.name}: ${unclear}`),
  };
}

/** Each pair of the encryption context that a grant asks for, and why there may be more. */
function constraintsOf(grant: Resource): { conditions: ConditionTest[]; reason: string } {
  const list = grant.list("constraints");
  const maps = list.items.flatMap((one) => [
    one.object("encryptionContextEquals"),
    one.object("encryptionContextSubset"),
  ]);
  return {
    conditions: maps.flatMap((map) =>
      map.entries().map(([name, value]) => ({
        operator: "StringEquals",
        key: `kms:EncryptionContext:${name}`,
        values: readTerms(value, grant.name),
      })),
    ),
    reason: [list, ...maps].map((one) => one.reason).find((one) => one !== "") ?? "",
  };
}
