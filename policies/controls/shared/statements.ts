import { all, cannotTell, type Finding, fail, pass, type Value, type Verdict } from "../../core";
import { type PolicyStatement, readStatement, type Truth, Unclear } from "../../graph/iam";

/** Judges one statement; `path` is where it stands, for findings. */
export type JudgeStatement = (statement: PolicyStatement, path: string) => Verdict;

/**
 * Every statement of the policy document at `property` passes. What is absent has no statements.
 *
 * @param owner the resource, or the block, that has the document
 */
export function everyStatement(owner: Value, property: string, judge: JudgeStatement): Verdict {
  return owner.json(property).judge((document) => everyStatementOf(document, judge), { absent: pass });
}

/** Every statement of a policy document passes. */
export function everyStatementOf(document: Value, judge: JudgeStatement): Verdict {
  const statements = document.list("Statement");
  if (statements.state === "unknown") {
    return cannotTell(statements.reason, statements.path);
  }
  return all(
    statements.items.map((item) =>
      item.state === "unknown" ? cannotTell(item.reason, item.path) : judge(readStatement(item, item.path), item.path),
    ),
  );
}

/** A verdict on something that must not hold. */
export function refuse(truth: Truth, finding: Finding): Verdict {
  return truth instanceof Unclear ? cannotTell(truth.reasons.join("; "), finding.path) : truth ? fail(finding) : pass;
}

/** A statement allows; where its effect is not known, there is no telling. */
export function allows({ effect }: PolicyStatement): Truth {
  return effect instanceof Unclear ? effect : effect === "Allow";
}
