import { control, notApplicable, pass, when } from "../../core";

/** Holds connections to TLS. */
export const glueConnectionTls = control({
  id: "glue-connection-tls",
  title: "Glue connections to databases ask for TLS",
  severity: "medium",
  why: "Password and rows go between Glue and the database in clear.",
  fix: 'Set JDBC_ENFORCE_SSL to "true" in connectionProperties.',
  url: "https://docs.aws.amazon.com/glue/latest/dg/connection-properties.html",
  on: ["aws:glue/connection:Connection"],
  check: (connection) =>
    when(
      connection.string("connectionType").equals("JDBC", { absent: pass }),
      () =>
        connection
          .boolean("connectionProperties.JDBC_ENFORCE_SSL")
          .mustBeTrue({ absent: "Glue then takes plain connections" }),
      () => notApplicable("it is no connection to a database"),
    ),
});
