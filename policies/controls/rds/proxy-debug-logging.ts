import { control, pass } from "../../core";

/** Holds proxies to logs without statements. */
export const rdsProxyDebugLogging = control({
  id: "rds-proxy-debug-logging",
  title: "RDS proxies don't log the text of statements",
  severity: "medium",
  why: "The text of statements has data of customers in it, which then lies in a log for whoever reads logs.",
  fix: "Leave debugLogging out, or set it to false, unless somebody is looking for an error at that time.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html",
  on: ["aws:rds/proxy:Proxy"],
  check: (proxy) => proxy.boolean("debugLogging").mustBeFalse({ absent: pass }),
  remedy: [{ path: "debugLogging", value: false }],
});
