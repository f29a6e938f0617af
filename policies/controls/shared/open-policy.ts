import { pass, type Resource, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { both, type ConditionTest, either, not, type PolicyStatement, type Truth } from "../../graph/iam";
import { allows, everyStatement, refuse } from "./statements";

/**
 * Condition keys whose values say who calls, or from where, so that a statement for everybody is not one for the public:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 * and, of KMS, docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html.
 */
const limiting = new Set([
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceowner",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceip",
  "aws:userid",
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "kms:calleraccount",
]);

/** Operators by which a value limits: negated ones, and those that hold where nothing is sent, don't. */
const positive = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

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
  if (filledIn.has(owner.type) && given(graph, owner, property).state === "absent") {
    return pass;
  }
  return everyStatement(owner, property, (statement, path) =>
    refuse(isOpen(statement), {
      path,
      found: "an Allow for everybody",
      expected: "named principals, or a condition such as aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID",
    }),
  );
}

/** Whether a statement lets in whoever asks. */
export function isOpen(statement: PolicyStatement): Truth {
  const { principal, conditions, unclear } = statement;
  const everybody: Truth = principal
    ? // All but some are as good as all.
      either(
        principal.everyone || principal.negated,
        ...(principal.unclear ? [principal.unclear] : []),
        ...(principal.aws.unclear ? [principal.aws.unclear] : []),
      )
    : false;
  const limited = either(...conditions.map(limits), ...(unclear ? [unclear] : []));
  return both(allows(statement), everybody, not(limited));
}

/** A condition lets in those alone that its values name; each value has to. */
function limits({ operator, key, values }: ConditionTest): Truth {
  if (!positive.test(operator) || !limiting.has(key.toLowerCase())) {
    return false;
  }
  const named = values.known.length > 0 || values.unclear !== undefined;
  return both(named, values.known.every(names), ...(values.unclear ? [values.unclear] : []));
}

/** Whether a value names something: it is more than wildcards, and of an ARN either the account or the resource is. */
function names(value: string): boolean {
  if (/^(?:0\.0\.0\.0|::)\/0$/.test(value)) {
    return false;
  }
  const parts = value.split(":");
  const telling = parts.length >= 6 && parts[0] === "arn" ? [parts[4] ?? "", parts.slice(5).join(":")] : [value];
  return telling.some((part) => /[^*?]/.test(part));
}
