import { notApplicable, pass, type Resource, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { type Element, either, matchesGlob, type PolicyStatement, type Truth } from "../../graph/iam";
import { allows, everyStatement, type JudgeStatement } from "../shared/statements";

const role = "aws:iam/role:Role";
const permissionSet = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy";

/** Types with a document that says what an identity may do. */
export const grantingTypes = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  role,
  permissionSet,
];

/** Judges each statement of the documents of one of the {@link grantingTypes}. */
export function everyGrant(graph: Graph, resource: Resource, judge: JudgeStatement): Verdict {
  switch (resource.type) {
    case role:
      return given(graph, resource, "inlinePolicies").state === "absent"
        ? notApplicable("its policies stand beside it")
        : resource.list("inlinePolicies").every((inline) => everyStatement(inline, "policy", judge));
    case permissionSet:
      return everyStatement(resource, "inlinePolicy", judge);
    default:
      return everyStatement(resource, "policy", judge);
  }
}

/** The same, of statements alone that allow something on everything of a kind; most don't. */
export function everyBroadGrant(graph: Graph, resource: Resource, judge: JudgeStatement): Verdict {
  return everyGrant(graph, resource, (statement, path) =>
    allows(statement) !== false && mayBeBroad(statement) ? judge(statement, path) : pass,
  );
}

/** What may be everything of a kind: stars, or an ARN that ends in one word before them. */
const broad = /^(?:\*+|(?:[^:]*:){5}[\w.-]*\/?\*+)$/;

function mayBeBroad({ resource }: PolicyStatement): boolean {
  return (
    resource !== undefined &&
    (resource.negated || resource.unclear !== undefined || resource.known.some((one) => broad.test(one)))
  );
}

/** Whether a statement allows an action, by its name or by a pattern. @param action in lower case */
export function allowsAction(statement: PolicyStatement, action: string): Truth {
  const { action: element } = statement;
  const effect = allows(statement);
  if (!element || effect === false) {
    return false;
  }
  const covered = either(...element.known.map((one) => matchesGlob(one, action)), ...unclearIn(element));
  const named = element.negated && typeof covered === "boolean" ? !covered : covered;
  return effect === true ? named : effect;
}

/**
 * Whether a statement is about everything of a kind.
 *
 * @param service IAM's prefix, as ARNs have it
 * @param kind what ARNs of the kind have before the name: `role`; "" where they have nothing there
 */
export function onAll({ resource }: PolicyStatement, service: string, kind: string): Truth {
  if (!resource) {
    return false;
  }
  // All but some of them are as good as all.
  return resource.negated
    ? true
    : either(...resource.known.map((one) => isAll(one, service, kind)), ...unclearIn(resource));
}

function isAll(pattern: string, service: string, kind: string): boolean {
  const parts = pattern.split(":");
  if (parts.length < 6) {
    return /^\*+$/.test(pattern);
  }
  const rest = parts.slice(5).join(":");
  return (
    matchesGlob(parts[2] ?? "", service) &&
    rest.endsWith("*") &&
    ["", kind, `${kind}/`].includes(rest.replace(/\*+$/, ""))
  );
}

function unclearIn({ unclear }: Element): Truth[] {
  return unclear ? [unclear] : [];
}
