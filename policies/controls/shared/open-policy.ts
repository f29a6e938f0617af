import { pass, type Resource, type Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { both, either, limits, type Named, not, type PolicyStatement, type Truth } from "../../graph/iam";
import { allows, everyStatement, refuse } from "./statements";

/** Types whose own `policy` AWS fills in where the program gives none. */
const filledIn = new Set([
  "aws:sqs/queue:Queue",
  "aws:sns/topic:Topic",
  "aws:secretsmanager/secret:Secret",
  "aws:kms/key:Key",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
]);

/** The document at `property` allows nothing to everybody, but under a condition that says who calls, or from where. */
export function admitsNoPublic(graph: Graph, owner: Resource, property: string): Verdict {
  return filledIn.has(owner.type) && given(graph, owner, property).state === "absent"
    ? pass
    : isClosed(owner, property, "callers or places");
}

/** A policy document allows nothing to everybody, but under a condition that says who calls, or from where. */
export function closedToEverybody(document: Value): Verdict {
  return isClosed(document, "", "callers or places");
}

/** A policy document says of all that it allows who calls: an address says of nobody who that is. */
export function namesCallers(document: Value): Verdict {
  return isClosed(document, "", "callers");
}

function isClosed(owner: Value, property: string, by: Named): Verdict {
  return everyStatement(owner, property, (statement, path) =>
    refuse(isOpen(statement, by), {
      path,
      found: "an Allow for everybody",
      expected: "named principals, or a condition such as aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn",
    }),
  );
}

/** Whether a statement lets in whoever asks. */
export function isOpen(statement: PolicyStatement, by: Named = "callers or places"): Truth {
  const { principal, conditions, unclear } = statement;
  const everybody: Truth = principal
    ? // All but some are as good as all.
      either(
        principal.everyone || principal.negated,
        ...(principal.unclear ? [principal.unclear] : []),
        ...(principal.aws.unclear ? [principal.aws.unclear] : []),
      )
    : false;
  const limited = either(...conditions.map((one) => limits(one, by)), ...(unclear ? [unclear] : []));
  return both(allows(statement), everybody, not(limited));
}
