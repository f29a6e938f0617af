import { control } from "../../core";
import { ofEngine } from "./engines";

/** Holds databases to logins by role. */
export const rdsIamAuthentication = control({
  id: "rds-iam-authentication",
  title: "Databases take logins with IAM roles",
  severity: "medium",
  why: "A password has to be kept, spread and changed; a role's token is good for minutes and for one user.",
  fix: "Set iamDatabaseAuthenticationEnabled to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-10",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) =>
    // Oracle, SQL Server and Db2 have no such logins.
    ofEngine(database, /^(aurora|postgres|mysql|mariadb)/, "engine with logins by IAM", () =>
      database.boolean("iamDatabaseAuthenticationEnabled").mustBeTrue({ absent: "AWS then takes passwords only" }),
    ),
});
