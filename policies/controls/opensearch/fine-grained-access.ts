import { all, control, pass } from "../../core";
import { searchDomains } from "./domains";

/** Holds search domains to users with roles. */
export const searchFineGrainedAccess = control({
  id: "opensearch-fine-grained-access",
  title: "Search domains have fine-grained access control",
  severity: "high",
  why: "Without it whoever may reach the domain may read, change and delete every index.",
  fix: "Set advancedSecurityOptions.enabled to true with masterUserOptions, and leave anonymousAuthEnabled out.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-7",
  on: searchDomains,
  check: (domain) =>
    all(
      domain.boolean("advancedSecurityOptions.enabled").mustBeTrue({ absent: "AWS then knows no users" }),
      domain.boolean("advancedSecurityOptions.anonymousAuthEnabled").mustBeFalse({ absent: pass }),
    ),
});
