import { cannotTell, control, notApplicable, type Resource, type Verdict } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";

/** docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html, Port. */
const usual: readonly [RegExp, number][] = [
  [/postgres/, 5432],
  [/mysql|mariadb|^aurora$/, 3306],
  [/oracle/, 1521],
  [/sqlserver/, 1433],
  [/db2/, 50_000],
];

/** Holds databases to a port that is not the engine's. */
export const rdsDefaultPort = control({
  id: "rds-default-port",
  title: "Databases listen on a port that is not their engine's usual one",
  severity: "low",
  why: "Scans that look for databases try the usual ports.",
  fix: "Set port to another than the engine's.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-23",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  // Another port keeps nobody out who looks; security groups do.
  config: onDemand("databases have to listen on another port than their engine's"),
  check: (database, context) => ifRequired(context, () => onAnotherPort(database)),
});

function onAnotherPort(database: Resource): Verdict {
  const engine = database.string("engine");
  if (engine.state === "unknown") return cannotTell(engine.reason, "engine");
  const port = usual.find(([engines]) => engines.test(engine.value ?? ""))?.[1];
  return port === undefined
    ? notApplicable("its engine has no usual port")
    : database.number("port").notEquals(port, { absent: "AWS then takes the usual one" });
}
