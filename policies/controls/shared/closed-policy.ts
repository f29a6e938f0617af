import type { Value, Verdict } from "../../core";
import { isOpen } from "./open-policy";
import { everyStatement, refuse } from "./statements";

/** A policy document allows nothing to everybody, but under a condition that says who calls, or from where. */
export function closedToEverybody(document: Value): Verdict {
  return everyStatement(document, "", (statement, path) =>
    refuse(isOpen(statement), {
      path,
      found: "an Allow for everybody",
      expected: "named principals, or a condition such as aws:PrincipalOrgID or aws:SourceArn",
    }),
  );
}
