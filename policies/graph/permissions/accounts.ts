import type { Graph } from "../graph";
import { limits, type PolicyStatement } from "../iam";
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

/** Whom a statement lets in that is of no account in `inside`. */
export function outsidersOf(statement: PolicyStatement, inside: (account: string) => boolean): Outsiders {
  const { principal, effect } = statement;
  if (effect === "Deny" || !principal) {
    return nobody;
  }
  const limiting = statement.conditions.filter((test) => limits(test, "callers or places") !== false);
  const accounts = [...principalAccounts(principal), ...limiting.flatMap(accountsIn)].filter((one) => !inside(one));
  const anybody = (principal.everyone || principal.negated) && limiting.length === 0;
  const unread = statement.unclear ?? unclearLimit(limiting) ?? (effect === "Allow" ? undefined : effect);
  const unclear = principal.unclear ?? principal.aws.unclear ?? (principal.everyone ? unread : undefined);
  if (limiting.some(({ key }) => /org(?:id|paths)$/i.test(key))) {
    return { ...nobody, unclear };
  }
  return {
    accounts: effect === "Allow" ? [...new Set(accounts)] : [],
    everybody: anybody && effect === "Allow" && statement.unclear === undefined,
    unclear,
  };
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
