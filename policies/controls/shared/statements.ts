import { all, cannotTell, type Finding, fail, pass, type Value, type Verdict } from "../../core";
import { type PolicyStatement, readStatement, type Truth, Unclear } from "../../graph/iam";

/** Judges one statement; `path` is where it stands, for findings. */
export type JudgeStatement = (statement: PolicyStatement, path: string) => Verdict;

/** A statement and where it stands; or what there is no telling of. */
interface Placed {
  readonly path: string;
  readonly statement: PolicyStatement | Unclear;
}

/** Statements by the resource, and the property, that they stand in: several controls ask for the same. */
const read = new WeakMap<Value, Map<string, readonly Placed[]>>();

/**
 * Every statement of the policy document at `property` passes. What is absent has no statements.
 *
 * @param owner the resource, or the block, that has the document
 */
export function everyStatement(owner: Value, property: string, judge: JudgeStatement): Verdict {
  const known = read.get(owner)?.get(property);
  if (known) {
    return judgeAll(known, judge);
  }
  return owner.json(property).judge(
    (document) => {
      const list = document.list("Statement");
      if (list.state === "unknown") {
        return cannotTell(list.reason, list.path);
      }
      const statements = list.items.map(place);
      read.set(owner, new Map(read.get(owner)).set(property, statements));
      return judgeAll(statements, judge);
    },
    { absent: pass },
  );
}

function place(item: Value): Placed {
  const { path } = item;
  return {
    path,
    statement: item.state === "unknown" ? Unclear.because(item.reason) : readStatement(item, path),
  };
}

function judgeAll(statements: readonly Placed[], judge: JudgeStatement): Verdict {
  return all(
    statements.map(({ statement, path }) =>
      statement instanceof Unclear ? cannotTell(statement.reasons.join("; "), path) : judge(statement, path),
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
