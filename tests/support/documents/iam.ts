/** What is wrong with a policy: its grammar, and what AWS's service authorisation reference says of what it names. */
import { fits, overlap } from "./globs";
import { type Documented, documented } from "./iam-documented";
import { globalKeys, isKey, type KnownAction, serviceOf } from "./iam-reference";
import { violations } from "./schemas";

/** Where a policy is attached, which decides what its statements name. */
export type PolicyKind = "identity" | "trust" | "resourcePolicy";

interface Statement {
  readonly Sid?: string;
  readonly Principal?: unknown;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** Condition keys that are in requests of a service's principals whatever the action is, with AWS's word for it. */
const keysOfPrincipals: Record<string, string> = {
  "lambda:SourceFunctionArn": "https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html",
};

/** Global keys that a request has only where its action takes tags or is on a resource with tags. */
const keysOfTags = /^aws:(RequestTag\/|ResourceTag\/|TagKeys$)/i;

/** Entries of {@link documented} that were needed, so that a test finds those that no longer are. */
export const needed = new Set<Documented>();

function isDocumented(is: (one: Documented) => boolean): boolean {
  const found = documented.find(is);
  if (found) needed.add(found);
  return found !== undefined;
}

const listed = (value: string | string[] | undefined): string[] => [value ?? []].flat();

/** @returns one line for each thing that is wrong; none where the policy is sound. */
export async function policyProblems(kind: PolicyKind, policy: unknown): Promise<string[]> {
  const grammar = violations(`iam-policy#/definitions/${kind}`, policy);
  if (grammar.length > 0) return grammar;
  const statements = [(policy as { Statement: Statement | Statement[] }).Statement].flat();
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined || Sid === "" ? [] : [Sid]));
  const twice = sids.filter((sid, index) => sids.indexOf(sid) !== index);
  const found = await Promise.all(
    statements.map(async (statement, index) =>
      (await statementProblems(statement)).map((line) => `${statement.Sid ?? `statement ${index + 1}`}: ${line}`),
    ),
  );
  return [...twice.map((sid) => `two statements are called ${sid}`), ...found.flat()];
}

/** Actions that a statement's pattern stands for, with the pattern. */
interface Named {
  readonly pattern: string;
  readonly actions: readonly KnownAction[];
}

async function statementProblems(statement: Statement): Promise<string[]> {
  const problems: string[] = [];
  const named: Named[] = [];
  const patterns = [...listed(statement.Action), ...listed(statement.NotAction)];
  for (const pattern of patterns.filter((one) => one !== "*")) {
    const [prefix = "", name = ""] = pattern.split(":");
    const service = await serviceOf(prefix);
    const actions = service?.actions.filter((action) => fits(name.toLowerCase(), action.name.toLowerCase())) ?? [];
    if (!service) problems.push(`${pattern}: AWS has no service ${prefix}`);
    else if (actions.length === 0) problems.push(`${pattern}: ${prefix} has no such action`);
    else if (!/[*?]/.test(name) && actions[0]?.name !== name)
      problems.push(`${pattern}: it is written ${actions[0]?.name}`);
    named.push({ pattern, actions });
  }
  if (problems.length > 0) return problems;
  const isAll = patterns.includes("*");
  if (statement.NotAction === undefined && !isAll)
    problems.push(...resourceProblems(listed(statement.Resource), named));
  problems.push(...(await conditionProblems(statement, isAll || statement.NotAction !== undefined ? [] : named)));
  return problems;
}

/** Actions that are on none of the resources, and resources that none of the actions is on: such a grant is never used. */
function resourceProblems(resources: readonly string[], named: readonly Named[]): string[] {
  if (resources.length === 0) return [];
  const reaches = ({ pattern, actions }: Named, arn: string): boolean =>
    arn === "*" ||
    actions.some(({ arns }) => arns.some((format) => isOfFormat(arn, format))) ||
    isDocumented(({ action, on }) => action === pattern && on !== undefined && overlap(on, arn));
  return [
    ...named
      .filter((one) => !resources.some((arn) => reaches(one, arn)))
      .map(({ pattern, actions }) => {
        const known = [...new Set(actions.flatMap(({ arns }) => arns))];
        return `${pattern} is on none of ${resources.join(", ")}; AWS has it on ${known.join(", ") || "*"}`;
      }),
    ...resources
      .filter((arn) => !named.some((one) => reaches(one, arn)))
      .map((arn) => `none of ${named.map(({ pattern }) => pattern).join(", ")} is on ${arn}`),
  ];
}

const formats = new Map<string, boolean>();

/** Whether an ARN, which may have wildcards and variables, can be one of a format such as `arn:${Partition}:sqs:…`. */
function isOfFormat(arn: string, format: string): boolean {
  const key = `${arn} ${format}`;
  let is = formats.get(key);
  if (is === undefined) {
    // The short form of API Gateway's own policies.
    const full = arn.replace(/^execute-api:\//, "arn:*:execute-api:*:*:*/");
    const [left, right] = [full, format].map((text) => segments(text.replace(/\$\{[^}]+\}/g, "*")));
    is = left !== undefined && right !== undefined && left.every((part, index) => overlap(part, right[index] ?? ""));
    formats.set(key, is);
  }
  return is;
}

/** An ARN's six parts: what follows the account is one. */
function segments(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

async function conditionProblems({ Condition, Principal }: Statement, named: readonly Named[]): Promise<string[]> {
  const problems: string[] = [];
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    for (const key of Object.keys(keys)) {
      const prefix = key.slice(0, key.indexOf(":"));
      if (Object.hasOwn(keysOfPrincipals, key) || isOfProvider(key, Principal)) continue;
      if (/^aws$/i.test(prefix) && !keysOfTags.test(key)) {
        if (!isKey(key, globalKeys)) problems.push(`AWS has no condition key ${key}`);
        continue;
      }
      const service = await serviceOf(prefix);
      const type = [...(service?.keys ?? [])].find(([name]) => isKey(key, [name]))?.[1];
      if (type === undefined && !keysOfTags.test(key)) {
        problems.push(`AWS has no condition key ${key}`);
        continue;
      }
      if (type !== undefined && !takes(type, operator))
        problems.push(`${key} is of type ${type}: ${operator} never matches`);
      problems.push(
        ...named
          .filter(({ actions }) => !actions.some((action) => isKey(key, action.keys)))
          .filter(({ pattern }) => !isDocumented((one) => one.action === pattern && one.key === key))
          .map(({ pattern }) => `requests of ${pattern} have no condition key ${key}`),
      );
    }
  }
  return problems;
}

/** Whether a key is a claim of the identity provider that a role trusts, such as `oidc.eks….amazonaws.com/id/…:sub`. */
function isOfProvider(key: string, principal: unknown): boolean {
  const federated = (principal as { Federated?: string | string[] } | undefined)?.Federated;
  const issuer = key.slice(0, key.lastIndexOf(":"));
  return listed(federated).some((one) => one === issuer || one.endsWith(`:oidc-provider/${issuer}`));
}

/**
 * Whether an operator reads values of a type. Texts and ARNs are read by either's operators.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function takes(type: string, operator: string): boolean {
  const family = operator.replace(/^For(AllValues|AnyValue):/, "");
  if (family === "Null") return true;
  const families: Record<string, RegExp> = {
    string: /^(String|Arn)/,
    arn: /^(String|Arn)/,
    bool: /^(Bool|String)/,
    numeric: /^Numeric/,
    date: /^Date/,
    ipaddress: /^(Not)?IpAddress/,
  };
  const of = families[type.replace(/^ArrayOf/, "").toLowerCase()];
  return of === undefined || of.test(family);
}
