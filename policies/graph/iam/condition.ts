import type { ConditionTest } from "./document";
import { matchesGlob } from "./glob";
import { both, either, not, type Truth, Unclear } from "./truth";

/** What a request says under a condition key: a text, nothing at all, or there is no telling. */
export type ContextValue = string | undefined | Unclear;

/**
 * What a request says, by condition key in lower case. Of a key that is not in it nothing is known, so that a condition on
 * it leaves things undecided; a key whose value is undefined is not sent.
 */
export type RequestContext = ReadonlyMap<string, ContextValue>;

/** Whether a request passes a condition. */
export function holds(test: ConditionTest, context: RequestContext): Truth {
  const [, set = "", name = "", ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/i.exec(test.operator) ?? [];
  const key = test.key.toLowerCase();
  const value = context.has(key) ? context.get(key) : Unclear.because(`what ${test.key} will be is not known`);
  const operator = name.toLowerCase();
  if (value instanceof Unclear) {
    return value;
  }
  if (operator === "null") {
    return oneOf(test, (wanted) => (wanted.toLowerCase() === "true") === (value === undefined));
  }
  const match = operators[operator];
  if (!match) {
    return Unclear.because(`a condition with the operator ${test.operator}`);
  }
  if (value === undefined) {
    // Of values that are not sent, all pass and none does, whatever the test; else a negated one holds, and one "if it exists".
    const all = set.toLowerCase() === "forallvalues" || ifExists !== undefined;
    return all || (match.negated && set === "");
  }
  const matched = oneOf(test, (wanted) =>
    wanted.includes("${") ? Unclear.because(`the policy variable in ${wanted}`) : match.test(wanted, value),
  );
  return match.negated ? not(matched) : matched;
}

function oneOf(test: ConditionTest, check: (wanted: string) => Truth): Truth {
  const { known, unclear } = test.values;
  return either(...known.map(check), ...(unclear ? [unclear] : []));
}

interface Operator {
  readonly negated: boolean;
  readonly test: (wanted: string, value: string) => boolean;
}

const equals = (wanted: string, value: string): boolean => wanted === value;
const equalsCaseless = (wanted: string, value: string): boolean => wanted.toLowerCase() === value.toLowerCase();
const like = (wanted: string, value: string): boolean => matchesGlob(wanted, value);

/** The operators that are about texts and ARNs; others leave things undecided. */
const operators: Readonly<Record<string, Operator>> = {
  stringequals: { negated: false, test: equals },
  stringnotequals: { negated: true, test: equals },
  stringequalsignorecase: { negated: false, test: equalsCaseless },
  stringnotequalsignorecase: { negated: true, test: equalsCaseless },
  stringlike: { negated: false, test: like },
  stringnotlike: { negated: true, test: like },
  // IAM treats the two the same.
  arnequals: { negated: false, test: matchesArn },
  arnlike: { negated: false, test: matchesArn },
  arnnotequals: { negated: true, test: matchesArn },
  arnnotlike: { negated: true, test: matchesArn },
  bool: { negated: false, test: equalsCaseless },
};

/** Each of an ARN's six parts by itself: a star does not go past a colon, except in the last one. */
function matchesArn(pattern: string, arn: string): boolean {
  const wanted = partsOf(pattern);
  const parts = partsOf(arn);
  return wanted.length === parts.length && wanted.every((part, index) => matchesGlob(part, parts[index] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(":")] : parts;
}

/** Whether a request passes all of them. */
export function holdAll(
  conditions: readonly ConditionTest[],
  unclear: Unclear | undefined,
  context: RequestContext,
): Truth {
  return both(...conditions.map((test) => holds(test, context)), ...(unclear ? [unclear] : []));
}
