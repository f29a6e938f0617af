import { all, cannotTell, fail, pass, type Resource, stackControl, type Value, type Verdict } from "../../core";
import { type Graph, given, Unclear } from "../../graph";
import { allowsAnything } from "../../graph/iam";
import { storeKinds } from "../../graph/network/stores";
import {
  type Edge,
  needs,
  policiesOf,
  receivers,
  roleActsOn,
  roleUsesKey,
  viaService,
  withKeyAt,
} from "../../graph/wiring";
import { connects } from "./connections";
import { byRole, type RoleSender, sendsByRole } from "./shared";
import { accountsOf } from "./told-databases";

const { secret } = receivers;
const targetTypes = ["aws:rds/proxyTarget:ProxyTarget"];

/** Properties of a target that name its database, one of which it has. */
const databases: readonly [path: string, type: string][] = [
  ["dbClusterIdentifier", "aws:rds/cluster:Cluster"],
  ["dbInstanceIdentifier", "aws:rds/instance:Instance"],
];

/** Engines of each family of proxies: types of @pulumi/aws, `engineFamily`. */
const families: Readonly<Record<string, RegExp>> = {
  MYSQL: /mysql|mariadb|^aurora$/,
  POSTGRESQL: /postgres/,
  SQLSERVER: /sqlserver/,
};

export const databaseProxyWiring = stackControl({
  id: "wiring-database-proxy",
  title: "A database proxy has a database, may log in to it, and reaches it",
  severity: "high",
  why: "A proxy takes its clients' connections and cannot hand them on: each waits, and fails after the time that borrowing one may take.",
  fix: "Give the proxy a ProxyTarget, a role for rds.amazonaws.com that may read each secret and use its key, and security groups that let it out to the database and the database in from it.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-setup.html",
  on: ["aws:rds/proxy:Proxy"],
  check: (proxy, { graph }) => all(readsSecrets(graph, proxy), reachesTarget(graph, proxy)),
});

function senderOf(proxy: Resource): RoleSender {
  return { resource: proxy, rolePath: "roleArn", service: "rds.amazonaws.com" };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html */
function readsSecrets(graph: Graph, proxy: Resource): Verdict {
  const from = `proxy ${proxy.name}`;
  const auths = given(graph, proxy, "auths").list();
  const edge = { from, to: "its database", path: "auths" };
  if (auths.state === "unknown") {
    return cannotTell(`${from}: ${auths.reason}`, "auths");
  }
  return all(
    byRole(graph, edge, senderOf(proxy), () => pass),
    auths.items.map((auth) => readsSecret(graph, proxy, auth, from)),
    auths.items.some((auth) => auth.has("secretArn") !== false) || logsInByToken(graph, proxy) !== false
      ? pass
      : fail({
          path: "auths",
          found: `${from} → its database without a secret to log in with`,
          expected: 'secretArn in one of auths, or defaultAuthScheme "IAM_AUTH"',
        }),
  );
}

function readsSecret(graph: Graph, proxy: Resource, auth: Value, from: string): Verdict {
  const path = `${auth.path}.secretArn`;
  const arn = proxy.string(path).value;
  const owner = arn === undefined ? undefined : managing(graph, arn);
  if (arn === undefined || !owner) {
    return sendsByRole(graph, from, senderOf(proxy), path, [secret], ({ consume }) => consume);
  }
  const edge = { from, to: `secret of database ${owner.name}`, path };
  return byRole(graph, edge, senderOf(proxy), (role) =>
    all(
      roleActsOn(graph, edge, role, { arn }, secret.consume),
      withKeyAt(graph, edge, owner, "masterUserSecretKmsKeyId", (key) =>
        key.kind === "managed"
          ? pass
          : roleUsesKey(graph, edge, role, key.key, ["kms:Decrypt"], viaService("secretsmanager", key.key)),
      ),
    ),
  );
}

/** The database that RDS keeps a secret for. */
function managing(graph: Graph, arn: string): Resource | undefined {
  return graph
    .ofType(databases.map(([, type]) => type))
    .find((one) => one.list("masterUserSecrets").items.some((item) => item.string("secretArn").value === arn));
}

/** Whether a proxy logs in with tokens of IAM, its own and its clients'. */
function logsInByToken(graph: Graph, proxy: Resource): boolean | undefined {
  const scheme = given(graph, proxy, "defaultAuthScheme").string();
  return scheme.state === "unknown" ? undefined : scheme.value === "IAM_AUTH";
}

/** One target: docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxyTargetGroup.html */
function reachesTarget(graph: Graph, proxy: Resource): Verdict {
  const from = `proxy ${proxy.name}`;
  const { certain, possible } = graph.referrersTo(proxy, targetTypes, "dbProxyName");
  const [only, second] = certain;
  if (!only) {
    const [perhaps] = possible;
    return perhaps
      ? cannotTell(`${from}: whether ${perhaps.resource.name} is its target: ${perhaps.reason}`)
      : fail({ path: "", found: `${from} → its database without a target`, expected: "a ProxyTarget with its name" });
  }
  if (second) {
    const found = `${from} → its database with several targets: ${certain.map(({ name }) => name).join(", ")}`;
    return fail({ path: "", found, expected: "one ProxyTarget" });
  }
  const named = databases.filter(([path]) => given(graph, only, path).state !== "absent");
  return named.length === 0
    ? fail({
        path: "",
        found: `${from} → its database without a name: target ${only.name} names none`,
        expected: "dbClusterIdentifier or dbInstanceIdentifier of the target",
      })
    : all(named.map(([path, type]) => reaches(graph, proxy, only, path, type)));
}

function reaches(graph: Graph, proxy: Resource, target: Resource, path: string, type: string): Verdict {
  const from = `proxy ${proxy.name}`;
  const reference = graph.follow(target, path, [type]);
  if (reference.kind !== "resource") {
    const reason =
      reference.kind === "unclear"
        ? `${target.name}: ${reference.reason}`
        : `the database of target ${target.name} is not in this stack`;
    return cannotTell(`${from} → its database: ${reason}`);
  }
  const database = reference.resource;
  const edge = { from, to: `database ${database.name}`, path: "vpcSecurityGroupIds" };
  const kind = storeKinds.find((one) => one.type === type);
  return all(
    fits(proxy, database, edge),
    kind ? connects(graph, { resource: proxy, groupsPath: edge.path, together: true }, kind, database, edge) : pass,
    logsInByToken(graph, proxy) === true ? mayLogIn(graph, proxy, database) : pass,
  );
}

function fits(proxy: Resource, database: Resource, { from, to }: Edge): Verdict {
  const path = "engineFamily";
  const [family, engine] = [proxy.string(path), database.string("engine")];
  const unknown = [family, engine].find(({ state }) => state === "unknown");
  if (unknown) {
    return cannotTell(`${from} → ${to}: ${unknown.reason}`, path);
  }
  const [speaks, spoken] = [family.value ?? "", engine.value ?? ""];
  const engines = Object.hasOwn(families, speaks) ? families[speaks] : undefined;
  return engines && spoken !== "" && !engines.test(spoken)
    ? fail({
        path,
        found: `${from} → ${to} by ${speaks}, which ${spoken} does not speak`,
        expected: "its engine's family",
      })
    : pass;
}

/** The database takes tokens, and the role may ask for one. */
function mayLogIn(graph: Graph, proxy: Resource, database: Resource): Verdict {
  const edge = { from: `proxy ${proxy.name}`, to: `database ${database.name}`, path: "defaultAuthScheme" };
  const takes = given(graph, database, "iamDatabaseAuthenticationEnabled").boolean();
  return all(
    needs(
      edge,
      takes.state === "unknown" ? Unclear.because(`${database.name}: ${takes.reason}`) : takes.value === true,
      "IAM authentication of the database, which has to take the proxy's token",
      "iamDatabaseAuthenticationEnabled true",
    ),
    byRole(graph, edge, senderOf(proxy), (role) =>
      needs(
        edge,
        allowsAnything(policiesOf(graph, role).identity, "rds-db", [accountsOf(database)]),
        `a policy of role ${role.name} that allows rds-db:connect`,
        "rds-db:connect on the database's accounts in a policy of the role",
      ),
    ),
  );
}
