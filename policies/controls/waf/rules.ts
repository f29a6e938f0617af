import { all, any, type BooleanValue, cannotTell, fail, type Resource, Value, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { blame } from "../shared/blame";

/** A web ACL. */
export const webAcl = "aws:wafv2/webAcl:WebAcl";
/** A rule that stands beside its web ACL. */
const webAclRule = "aws:wafv2/webAclRule:WebAclRule";
const groupAssociation = "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation";

/** What the controls ask of a rule, wherever it stands. */
export interface Rule {
  readonly path: string;
  /** The resource that the rule is, where it stands beside its web ACL. */
  readonly owner: Resource | undefined;
  /** The managed rule group that the rule runs: its `name` and `vendorName`; absent where it runs none. */
  readonly group: Value;
  /** Whether what the group would do is overridden to counting; undefined where there is no telling. */
  readonly counts: boolean | undefined;
  /** Whether it limits the rate of requests; undefined where there is no telling. */
  readonly limitsRate: boolean | undefined;
  /** Whether it has metrics. */
  readonly metrics: BooleanValue;
}

/** The rules of a web ACL or rule group. */
export interface Rules {
  readonly known: readonly Rule[];
  /** Why there may be further ones. */
  readonly unclear: readonly Verdict[];
}

/** All rules of a web ACL: inside of it, in its JSON, and those that stand beside it. */
export function rulesOf(graph: Graph, acl: Resource): Rules {
  const beside = [webAclRule, groupAssociation].map((type) => graph.referrersTo(acl, [type], "webAclArn"));
  const inside = [listed(given(graph, acl, "rules")), fromJson(given(graph, acl, "ruleJson"))];
  return {
    known: [...inside.flatMap(({ known }) => known), ...beside.flatMap(({ certain }) => certain.map(besideAcl))],
    unclear: [
      ...inside.flatMap(({ unclear }) => unclear),
      ...beside.flatMap(({ possible }) =>
        possible.map(({ resource, reason }) => cannotTell(`${resource.name}: ${reason}`)),
      ),
    ],
  };
}

/** The rules of a rule group. */
export function rulesOfGroup(group: Resource): Rules {
  const inside = [listed(group.at("rules")), fromJson(group.at("rulesJson"))];
  return { known: inside.flatMap(({ known }) => known), unclear: inside.flatMap(({ unclear }) => unclear) };
}

/** One of the rules satisfies `check`. */
export function someRule({ known, unclear }: Rules, check: (rule: Rule) => Verdict, expected: string): Verdict {
  const verdict = any([...known.map(check), ...unclear], none(expected));
  return verdict.kind === "fail" ? none(expected) : verdict;
}

/** All rules satisfy `check`; findings are blamed on the resource that a rule is. */
export function everyRule({ known, unclear }: Rules, check: (rule: Rule) => Verdict): Verdict {
  return all(
    known.map((rule) => (rule.owner ? blame(check(rule), rule.owner) : check(rule))),
    unclear,
  );
}

function none(expected: string): Verdict {
  return fail({ path: "rules", found: "no such rule", expected });
}

function listed(rules: Value): Rules {
  const list = rules.list();
  return {
    known: list.items.map((rule) => ruleOf(rule)),
    unclear: list.state === "unknown" ? [cannotTell(list.reason, list.path)] : [],
  };
}

/** Rules as AWS's API has them, whose keys begin with capitals. */
function fromJson(document: Value): Rules {
  const text = document.string();
  if (text.state === "absent") return { known: [], unclear: [] };
  try {
    const parsed: unknown = JSON.parse(text.value ?? "");
    return {
      known: Value.of(uncapitalized(parsed), document.path, true)
        .list()
        .items.map((rule) => ruleOf(rule)),
      unclear: [],
    };
  } catch {
    return { known: [], unclear: [cannotTell(text.reason || `${document.path} is no JSON`, document.path)] };
  }
}

function uncapitalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(uncapitalized);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), uncapitalized(inner)]),
  );
}

function ruleOf(rule: Value, owner?: Resource): Rule {
  const visibility = rule.at("visibilityConfig");
  // AWS's own JSON spells CloudWatch with a capital in the middle.
  const name =
    visibility.has("cloudWatchMetricsEnabled") === true ? "cloudWatchMetricsEnabled" : "cloudwatchMetricsEnabled";
  return {
    path: rule.path,
    owner,
    group: rule.at("statement.managedRuleGroupStatement"),
    counts: rule.has("overrideAction.count"),
    limitsRate: rule.has("statement.rateBasedStatement"),
    metrics: visibility.boolean(name),
  };
}

/** A rule of a resource beside the web ACL, or an association of a rule group, which is as good as one. */
function besideAcl(resource: Resource): Rule {
  if (resource.type === webAclRule) return ruleOf(resource, resource);
  const action = resource.string("overrideAction");
  return {
    path: "",
    owner: resource,
    group: resource.at("managedRuleGroup"),
    counts: action.state === "unknown" ? undefined : action.value === "count",
    limitsRate: false,
    metrics: resource.boolean("visibilityConfig.cloudwatchMetricsEnabled"),
  };
}
