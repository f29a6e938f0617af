import type { Graph } from "../graph";
import type { PolicyStatement } from "../iam";
import type { ConditionTest, Principals } from "../iam/document";
import type { Unclear } from "../iam/truth";

const own = new WeakMap<Graph, ReadonlySet<string>>();

/** The accounts that the stack's own resources are in, as far as their ARNs and the providers say. */
export function ownAccounts(graph: Graph): ReadonlySet<string> {
  let accounts = own.get(graph);
  if (!accounts) {
    const found = new Set<string>();
    for (const resource of graph.all()) {
      const account = accountOf(resource.string("arn").value ?? "");
      if (account !== undefined) {
        found.add(account);
      }
      if (resource.type === "pulumi:providers:aws") {
        for (const item of resource.json("allowedAccountIds").list().items) {
          found.add(item.string().value ?? "");
        }
      }
    }
    accounts = found;
    own.set(graph, accounts);
  }
  return accounts;
}

/** The account of a principal or an ARN; undefined for one that is of none, such as a bucket's. */
export function accountOf(text: string): string | undefined {
  return /^\d{12}$/.test(text) ? text : /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(text)?.[1];
}

/** Whom a statement lets in from outside. */
export interface Outsiders {
  /** Accounts that are neither the stack's nor allowed. */
  readonly accounts: readonly string[];
  /** Anybody, with no condition that would keep strangers away. */
  readonly everybody: boolean;
  /** Why there may be others. */
  readonly unclear: Unclear | undefined;
}

const nobody: Outsiders = { accounts: [], everybody: false, unclear: undefined };

/**
 * Keys whose values say which accounts, networks or things a request may come from:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, and of services their own.
 */
const limiting = new Set([
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceowner",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceip",
  "aws:vpcsourceip",
  "aws:userid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "elasticfilesystem:accessedviamounttarget",
  "elasticfilesystem:accesspointarn",
  "lambda:eventsourcetoken",
]);

/** Whom a statement lets in that is of no account in `inside`. */
export function outsidersOf(statement: PolicyStatement, inside: (account: string) => boolean): Outsiders {
  const { principal, effect } = statement;
  if (effect === "Deny" || !principal) {
    return nobody;
  }
  const limits = statement.conditions.filter(isLimit);
  const accounts = [...principalAccounts(principal), ...limits.flatMap(accountsIn)].filter((one) => !inside(one));
  const anybody = (principal.everyone || principal.negated) && limits.length === 0;
  const unread = statement.unclear ?? unclearLimit(limits) ?? (effect === "Allow" ? undefined : effect);
  const unclear = principal.unclear ?? principal.aws.unclear ?? (principal.everyone ? unread : undefined);
  if (limits.some(({ key }) => /org(?:id|paths)$/i.test(key))) {
    return { ...nobody, unclear };
  }
  return {
    accounts: effect === "Allow" ? [...new Set(accounts)] : [],
    everybody: anybody && effect === "Allow" && statement.unclear === undefined,
    unclear,
  };
}

/** A test that holds for some only, and not for who does not send the key. */
function isLimit({ operator, key, values }: ConditionTest): boolean {
  const name = operator.toLowerCase().replace(/^for(?:any|all)values?:/, "");
  const open = name.includes("not") || name.endsWith("ifexists") || /^forallvalues/i.test(operator) || name === "null";
  const everything = values.known.some((value) => /^[*?]+$/.test(value) || value === "0.0.0.0/0" || value === "::/0");
  return !open && !everything && limiting.has(key.toLowerCase());
}

function unclearLimit(limits: readonly ConditionTest[]): Unclear | undefined {
  return limits.every(({ values }) => values.unclear) ? limits[0]?.values.unclear : undefined;
}

/** Accounts that a limit lets in; networks and addresses are of none. */
function accountsIn({ key, values }: ConditionTest): string[] {
  return /account|arn|owner/i.test(key) ? values.known.flatMap((value) => accountOf(value) ?? []) : [];
}

function principalAccounts({ aws, negated }: Principals): string[] {
  return negated ? [] : aws.known.flatMap((name) => accountOf(name) ?? []);
}
