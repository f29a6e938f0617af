import {
  all,
  any,
  cannotTell,
  fail,
  notApplicable,
  type Resource,
  stackControl,
  type Value,
  type Verdict,
} from "../../core";
import { type Graph, given } from "../../graph";

/** By engine, the parameter that makes the server refuse plain connections, and its values that do. */
const switches: readonly { engines: RegExp; parameter: string; on: readonly string[] }[] = [
  { engines: /postgres|sqlserver/, parameter: "rds.force_ssl", on: ["1"] },
  { engines: /mysql|mariadb|^aurora$/, parameter: "require_secure_transport", on: ["1", "ON"] },
];

/** Holds databases to TLS. */
export const rdsTlsRequired = stackControl({
  id: "rds-tls-required",
  title: "Databases refuse connections without TLS",
  severity: "medium",
  why: "A client that is set up wrongly talks in clear, and its password and data are read on the way.",
  fix: "In the database's parameter group set rds.force_ssl to 1 (PostgreSQL, SQL Server) or require_secure_transport to 1 (MySQL, MariaDB; ON for Aurora MySQL).",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-38",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database, { graph }) => {
    const engine = given(graph, database, "engine").string();
    if (engine.value === undefined) {
      return engine.state === "absent"
        ? notApplicable("it has its engine, and its parameters, from the database that it is made from")
        : cannotTell(engine.reason, "engine");
    }
    const { value } = engine;
    const found = switches.find(({ engines }) => engines.test(value));
    return found ? byGroup(database, graph, found) : notApplicable("its engine has no such parameter");
  },
});

function byGroup(database: Resource, graph: Graph, { parameter, on }: (typeof switches)[number]): Verdict {
  const cluster = database.type === "aws:rds/cluster:Cluster";
  const path = cluster ? "dbClusterParameterGroupName" : "parameterGroupName";
  const types = cluster
    ? ["aws:rds/clusterParameterGroup:ClusterParameterGroup"]
    : ["aws:rds/parameterGroup:ParameterGroup"];
  if (given(graph, database, path).state === "absent") {
    return cannotTell(`${path} is not set, and what the engine's default group says hangs on its version`, path);
  }
  const group = graph.follow(database, path, types);
  switch (group.kind) {
    case "resource":
      return switchedOn(group.resource, parameter, on);
    case "unclear":
      return cannotTell(group.reason, path);
    default:
      return cannotTell(`${path} names a group that is not in this stack`, path);
  }
}

/** The parameter is among those of the group, and on. */
function switchedOn(group: Resource, parameter: string, on: readonly string[]): Verdict {
  const parameters = group.list("parameters");
  if (parameters.state === "unknown") return cannotTell(parameters.reason, "parameters");
  const missing = fail({ path: "parameters", found: `no ${parameter}`, expected: `${on[0]}`, urn: group.urn });
  const named = parameters.items.filter((one) => mayBe(one, parameter));
  return any(
    named.map((one) => all(one.string("name").equals(parameter), one.string("value").oneOf(on))),
    missing,
  );
}

function mayBe(one: Value, parameter: string): boolean {
  const name = one.string("name");
  return name.state === "unknown" || name.value === parameter;
}
