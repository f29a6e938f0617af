import { all, any, cannotTell, fail, type Value, type Verdict, when } from "../../core";

/**
 * Condition keys that say who calls, or on whose behalf. A condition on any other, such as an address range that a program
 * names, still lets in people whom nobody named.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const naming = new Set([
  "aws:principalarn",
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "vpc-lattice-svcs:sourcevpc",
  "vpc-lattice-svcs:sourcevpcowneraccount",
]);

/** Operators by which a condition names what it lets in; negated ones name what it keeps out. */
const affirming = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/i;

/** No statement of a policy document lets everybody in: each names whom it allows, by principal or by condition. */
export function letsNobodyUnnamedIn(document: Value): Verdict {
  return document
    .list("Statement")
    .every((statement) =>
      when(all(statement.string("Effect").equals("Allow"), isForEverybody(statement)), () =>
        namesByCondition(statement),
      ),
    );
}

/** `"*"`, `{"AWS": "*"}`, a list with `"*"` in it, or everybody but some. */
function isForEverybody(statement: Value): Verdict {
  if (statement.has("NotPrincipal") === true) return all();
  const principal = statement.at("Principal");
  return (principal.keys().length > 0 ? principal.list("AWS") : principal.list()).includes("*");
}

function namesByCondition(statement: Value): Verdict {
  const condition = statement.at("Condition");
  if (condition.state === "unknown") return cannotTell(condition.reason, condition.path);
  const tests = condition
    .entries()
    .filter(([operator]) => affirming.test(operator))
    .flatMap(([, operands]) => operands.entries())
    .filter(([key]) => naming.has(key.toLowerCase()));
  if (tests.length === 0) {
    return fail({
      path: statement.path,
      found: "an Allow for everybody",
      expected: "principals by ARN, or a condition on aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceArn",
    });
  }
  // One condition that names somebody is enough: all of them have to hold.
  return any(tests.map(([, value]) => namesSomebody(value)));
}

/** A value such as `*` names everybody again. */
function namesSomebody(value: Value): Verdict {
  return value.list().every((item) => item.string().test((text) => /[^*?]/.test(text), "a name"));
}
