import { all, any, cannotTell, fail, type Value, type Verdict } from "../../core";

/** What a policy document has to deny over plain HTTP, to everybody. */
export interface Denied {
  /** Action, or `service:*` for all of a service's. */
  readonly action: string;
  /**
   * What the `Resource` of the statements has to cover, by name; for each, one of their patterns must match. Services that
   * take a policy on one resource refuse one that names another's, so that only the extent has to be looked at.
   *
   * @default any resource will do
   */
  readonly resources?: Readonly<Record<string, RegExp>>;
}

/**
 * A policy document denies everybody what `denied` names, unless it comes over TLS: by one statement, or by several that
 * share out the resources among them. Such a statement has Effect Deny, Principal `*`, an Action that covers the one that is
 * asked for, and no condition but `aws:SecureTransport` false, under `Bool` or `BoolIfExists`: each further condition, such
 * as one on a TLS version, would let some of plain HTTP through.
 */
export function deniesPlainHttp(document: Value, denied: Denied): Verdict {
  const statements = document.list("Statement");
  if (statements.state === "unknown") {
    return cannotTell(statements.reason, statements.path);
  }
  const parts: readonly [string, RegExp | undefined][] = Object.entries(denied.resources ?? { "": undefined });
  const verdicts = parts.map(([part, pattern]) => ({
    part,
    verdict: any(
      statements.items.map((statement) => all(deniesEverybody(statement, denied.action), covers(statement, pattern))),
      lacking(document, denied, [part]),
    ),
  }));
  const missing = verdicts.filter(({ verdict }) => verdict.kind === "fail").map(({ part }) => part);
  return missing.length > 0 ? lacking(document, denied, missing) : all(verdicts.map(({ verdict }) => verdict));
}

function lacking(document: Value, { action }: Denied, parts: readonly string[]): Verdict {
  const what = parts.filter((part) => part !== "").join(" and ");
  return fail({
    path: document.path,
    found: `no statement that denies plain HTTP to everybody${what && `, for ${what}`}`,
    expected: `one with Effect "Deny", Principal "*", Action "${action}" and the one condition {"Bool": {"aws:SecureTransport": "false"}}`,
  });
}

function deniesEverybody(statement: Value, action: string): Verdict {
  return all(
    statement.string("Effect").equals("Deny"),
    everybody(statement.at("Principal")),
    statement.list("Action").some((item) => item.string().test((glob) => matches(glob, action), action), action),
    plainHttpOnly(statement.at("Condition")),
  );
}

/** `"*"`, `{"AWS": "*"}`, or a list with `"*"` in it. */
function everybody(principal: Value): Verdict {
  return principal.keys().length > 0 ? principal.list("AWS").includes("*") : principal.list().includes("*");
}

function matches(glob: string, action: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${pattern}$`, "i").test(action);
}

/** The condition holds for every request over plain HTTP: nothing but `aws:SecureTransport` false is in it. */
function plainHttpOnly(condition: Value): Verdict {
  if (condition.state === "unknown") {
    return cannotTell(condition.reason, condition.path);
  }
  const tests = condition.entries().flatMap(([operator, operands]) => {
    if (operands.state === "unknown") {
      return [cannotTell(operands.reason, operands.path)];
    }
    return operands
      .entries()
      .map(([key, value]) =>
        /^bool(ifexists)?$/i.test(operator) && key.toLowerCase() === "aws:securetransport"
          ? value.list().some((item) => item.boolean().mustBeFalse(), "false")
          : fail({ path: value.path, found: "a further condition", expected: "none" }),
      );
  });
  return tests.length > 0 ? all(tests) : fail({ path: condition.path, found: "nothing", expected: "a condition" });
}

function covers(statement: Value, pattern: RegExp | undefined): Verdict {
  return pattern
    ? statement.list("Resource").some((item) => item.string().matches(pattern, "all of it"), "all of it")
    : all();
}
