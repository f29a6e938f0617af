import { control } from "../../core";
import { searchDomains } from "./domains";
import { publishes } from "./published-logs";

/** Holds search domains to a log of errors. */
export const searchErrorLogs = control({
  id: "opensearch-error-logs",
  title: "Search domains publish their error log",
  severity: "medium",
  why: "Without it nobody sees why searches fail, or who sends the queries that bring nodes down.",
  fix: 'Give logPublishingOptions with logType "ES_APPLICATION_LOGS" and a log group.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-4",
  on: searchDomains,
  check: (domain) => publishes(domain, "ES_APPLICATION_LOGS"),
});
