import { all, pass, type Resource, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { allowsAnything, allowsSomewhere, either, Unclear } from "../../graph/iam";
import { storesIn } from "../../graph/network/stores";
import {
  arnOf,
  type Edge,
  findNamed,
  needs,
  noRole,
  policiesOf,
  receivers,
  roleCalls,
  withRole,
} from "../../graph/wiring";
import type { Told } from "./told";

/** A variable of a program's environment. */
export interface Variable {
  readonly name: string;
  readonly value: Value;
}

const { secret, parameter } = receivers;

/** The property that a database's accounts are named by in IAM, by its type. */
const identifiers: Readonly<Record<string, string>> = {
  "aws:rds/cluster:Cluster": "clusterResourceId",
  "aws:rds/instance:Instance": "resourceId",
};
const action = "rds-db:connect";
const readers = ["secretsmanager:GetSecretValue", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"];

/**
 * A program may log in to the databases that it is told of, where those take tokens of IAM and it is given no password:
 * docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 *
 * @param path property with the environment, where findings are
 * @param secrets names of what else it is given, in secret
 */
export function databasesTold(
  graph: Graph,
  told: Told,
  path: string,
  variables: readonly Variable[],
  secrets: readonly string[],
): Verdict {
  const open = variables.some(({ value }) => value.state === "unknown");
  const sources = open ? graph.dependenciesOf(told.owner, path).filter(takesTokens) : [];
  const named = new Map<Resource, string>(sources.map((database) => [database, ""]));
  const others = new Set<string>();
  for (const { name, value } of variables) {
    for (const { store } of storesIn(graph, value.string().value ?? "")) {
      if (takesTokens(store)) {
        named.set(store, named.get(store) || name);
      } else if (!isProxy(store)) {
        others.add(wordOf(name));
      }
    }
  }
  return named.size === 0 || hasPassword(graph, variables, secrets, others)
    ? pass
    : all(
        [...named].map(([database, name]) => {
          const edge = { from: told.name, to: `database ${database.name}`, path };
          return withRole(
            graph,
            edge,
            told.owner,
            told.rolePath,
            (role) => mayConnect(graph, edge, role, database, userOf(variables, name)),
            noRole(edge, told.rolePath, "the program"),
          );
        }),
      );
}

function takesTokens(store: Resource): boolean {
  return Object.hasOwn(identifiers, store.type) && store.boolean("iamDatabaseAuthenticationEnabled").value === true;
}

/** Proxies take the passwords of the databases behind them. */
function isProxy({ type }: Resource): boolean {
  return type.startsWith("aws:rds/proxy");
}

/** Something that may be the password of a database: a secret that is not, by its name, another store's. */
function hasPassword(
  graph: Graph,
  variables: readonly Variable[],
  secrets: readonly string[],
  others: ReadonlySet<string>,
): boolean {
  const inEnvironment = variables.filter(({ name, value }) => {
    const text = value.string().value;
    return (
      /pass|pwd|secret|credential|token/i.test(name) ||
      (text !== undefined && (/:\/\/[^/@]*:[^/@]*@/.test(text) || isSecret(graph, text)))
    );
  });
  return [...inEnvironment.map(({ name }) => name), ...secrets].some((name) => !others.has(wordOf(name)));
}

function isSecret(graph: Graph, text: string): boolean {
  return /:secretsmanager:/.test(text) || findNamed(graph, text, [secret, parameter]).kind === "found";
}

/** The first word of a name, which is whose variable it is: `cache` of CACHE_TOKEN and cacheToken. */
function wordOf(name: string): string {
  return (name.split(/[_.-]|(?<=[a-z])(?=[A-Z])/)[0] ?? "").toLowerCase();
}

/** The account that it logs in as: the variable beside that of the host. */
function userOf(variables: readonly Variable[], name: string): string | undefined {
  const beside = variables.find(
    (one) => wordOf(one.name) === wordOf(name) && /user(?:_?name)?$/i.test(one.name) && one.value.state === "known",
  );
  return beside?.value.string().value;
}

function mayConnect(graph: Graph, edge: Edge, role: Resource, database: Resource, user: string | undefined): Verdict {
  const { identity } = policiesOf(graph, role);
  // It may look the password up, under a name that nobody but its code knows.
  if (either(...readers.map((one) => allowsSomewhere(identity, one))) === true) {
    return pass;
  }
  const accounts = accountsOf(database);
  return user === undefined || accounts instanceof Unclear
    ? needs(
        edge,
        allowsAnything(identity, "rds-db", [accounts]),
        `a policy of role ${role.name} that allows ${action}`,
        `${action} on the database's account in a policy of the role`,
      )
    : roleCalls(graph, edge, role, [action], [`${accounts}/${user}`]);
}

/** What the accounts of a database are below. */
export function accountsOf(database: Resource): string | Unclear {
  const arn = arnOf(database);
  const id = database.string(identifiers[database.type] ?? "").value;
  return arn instanceof Unclear || id === undefined
    ? Unclear.because(`the resource id of ${database.name} is not known before the deployment`)
    : `${arn.replace(/:rds:([^:]*:[^:]*):.*$/, ":rds-db:$1")}:dbuser:${id}`;
}
