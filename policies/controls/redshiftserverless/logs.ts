import { all, control } from "../../core";

/** Holds namespaces to a record of who did what. */
export const redshiftServerlessLogs = control({
  id: "redshiftserverless-logs",
  title: "Redshift Serverless namespaces export their logs",
  severity: "medium",
  why: "Without them nobody can tell who logged in, and who was given rights.",
  fix: 'Put "connectionlog" and "userlog" into logExports, and "useractivitylog" for the queries.',
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-audit-logging.html",
  on: ["aws:redshiftserverless/namespace:Namespace"],
  check: (namespace) => {
    const logs = namespace.list("logExports");
    const wanted = ["connectionlog", "userlog"];
    return all(wanted.map((log) => logs.includes(log, { absent: `a list with "${log}": AWS then exports none` })));
  },
});
