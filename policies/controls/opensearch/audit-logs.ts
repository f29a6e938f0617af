import { control } from "../../core";
import { searchDomains } from "./domains";
import { publishes } from "./published-logs";

/** Holds search domains to a record of who did what. */
export const searchAuditLogs = control({
  id: "opensearch-audit-logs",
  title: "Search domains publish their audit log",
  severity: "medium",
  why: "Without it nobody can tell who logged in, and which indices they read or changed.",
  fix: 'Give logPublishingOptions with logType "AUDIT_LOGS" and a log group; fine-grained access control has to be on.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-5",
  on: searchDomains,
  check: (domain) => publishes(domain, "AUDIT_LOGS"),
});
